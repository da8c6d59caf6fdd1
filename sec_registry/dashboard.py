"""What the desk's first page says: what waits for the person, and for others, and what is coming.

Each line leads to a list that is filtered alike, and stands only for those whose business it is.
What is counted comes through the same doors as the lists: a line about a restricted register is
for those who may read all of it, and says nothing to anybody else, not even that it is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, RoleHolding, User
from cpl.cpa_dates import WINDOWS, with_cpa_date
from cpl.models import DeviceModel
from firmware.choices import RecordState
from firmware.register import FIR
from sec_registry.deliveries.clocks import Running, standing_as
from sec_registry.notices.outbox import given_up
from sec_registry.registers.findings import Level
from sec_registry.registers.models import Publication
from sec_registry.registers.working_days import calendar_kept
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.overview import has_findings
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.questions import questions_waiting_for
from zigbee.access_seen import requests_waiting
from zigbee.choices import GrantState, QuestionState, ReviewState
from zigbee.grants import grants_ending, grants_to_countersign
from zigbee.models import Review
from zigbee.questions import questions_counted
from zigbee.readings.watch import readings_unsettled

#: So many of the submissions that wait longest are named.
MOST_NAMED = 8
#: The calendar must know the holidays of at least so many days ahead.
KNOWN_AHEAD = timedelta(days=366)

_CLOCKS = {
    Running.OVERDUE: "Deliveries to DCC overdue",
    Running.UNKNOWN: "Deliveries to DCC without a known date",
    Running.DUE: "Deliveries to DCC due",
}

WAITING = (State.SUBMITTED, State.IN_REVIEW)
BEFORE_SENDING = (State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class Line:
    """Something that waits: what, how many, where; ``since`` is when the oldest began to."""

    what: str
    count: int
    address: str
    since: datetime | None = None


@dataclass(frozen=True)
class Dashboard:
    """The lines of the three boxes, and the submissions that have been waiting longest."""

    mine: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)
    ahead: list[Line] = field(default_factory=list)
    oldest: list[Submission] = field(default_factory=list)
    latest: Publication | None = None
    #: Whether pathways, their gaps and fleet plans are open to the person.
    pathways: bool = False


def dashboard_of(person: User) -> Dashboard:
    """The dashboard of this person."""
    roles = frozenset(
        RoleHolding.objects.in_force().filter(user=person).values_list("role", flat=True)
    )
    manages = person.is_superuser or Role.PANEL_ADMINISTRATOR in roles
    office = bool(roles) or manages
    asked = questions_counted()
    lines = list(_submissions(person, roles, asked))
    committee = list(_committee(asked)) if Role.SECURITY_SUB_COMMITTEE in roles else []
    return Dashboard(
        mine=[
            *(line for own, line in lines if own),
            *committee,
            *_deliveries(roles, Running.OVERDUE, Running.UNKNOWN),
            *(_notices_given_up() if manages else ()),
            *_calendar(roles),
        ],
        others=[line for own, line in lines if not own],
        ahead=[
            *_deliveries(roles, Running.DUE),
            *(_planned_removals() if office else ()),
            *(_cpa_dates() if office else ()),
            *_not_provided(person),
        ],
        oldest=_oldest(person),
        latest=Publication.objects.order_by("-number").first() if office else None,
        pathways=FIR.reach(person).everything,
    )


def _submissions(
    person: User, roles: frozenset[str], asked: Mapping[str, int]
) -> Iterator[tuple[bool, Line]]:
    """Each line with whether it waits for this person rather than for others."""
    own = Exists(Contributor.objects.filter(submission=OuterRef("pk"), person=person))
    counted = {
        (row["state"], row["own"]): row
        for row in submissions_visible_to(person)
        .order_by()
        .annotate(own=own)
        .values("state", "own")
        .annotate(count=Count("pk"), since=Min(Coalesce("submitted_at", "created_at")))
    }
    for state, title in ((State.DRAFT, "Your drafts"), (State.RETURNED, "Returned to you")):
        yield from _line(True, title, counted.get((state, True)), f"state={state}&own=yes")
    # Whose they are is asked only where any waits at all.
    if asked[QuestionState.WAITING] and (waiting := questions_waiting_for(person).count()):
        address = _list("submissions_submission", "question=waiting")
        yield True, Line("Questions of the Security Sub Committee", waiting, address)
    troubled = _troubled(person)
    if troubled:
        address = _list("submissions_submission", "own=yes&findings=problem")
        yield True, Line("Yours with problems, not sent", troubled, address)
    reviewer = Role.PANEL_REVIEWER in roles
    for state in WAITING:
        query = f"state={state}&own=no"
        title = f"Submissions {state.label.lower()}"
        yield from _line(reviewer, title, counted.get((state, False)), query, always=reviewer)
        title = f"Yours, {state.label.lower()}"
        yield from _line(False, title, counted.get((state, True)), f"state={state}&own=yes")
    query = f"state={State.RETURNED}&own=no"
    yield from _line(False, "Returned to their makers", counted.get((State.RETURNED, False)), query)


def _line(
    own: bool, title: str, row: Any, query: str, *, always: bool = False
) -> Iterator[tuple[bool, Line]]:
    address = _list("submissions_submission", query)
    if row is not None:
        yield own, Line(title, row["count"], address, row["since"])
    elif always:
        yield own, Line(title, 0, address)


def _troubled(person: User) -> int:
    """How many of one's own, before they are sent, have problems that one may know of."""
    return (
        Submission.objects.filter(
            state__in=BEFORE_SENDING,
            pk__in=Contributor.objects.filter(person=person).values("submission"),
        )
        .filter(has_findings(Level.PROBLEM, by=person))
        .count()
    )


def _oldest(person: User) -> list[Submission]:
    """The undecided submissions this person may see, what has been waiting longest first."""
    waiting: QuerySet[Submission] = submissions_visible_to(person).filter(
        state__in=[*WAITING, State.RETURNED]
    )
    return list(
        waiting.annotate(since=Coalesce(F("submitted_at"), F("created_at")))
        .select_related("created_by", "organisation")
        .order_by("since", "pk")[:MOST_NAMED]
    )


def _committee(asked: Mapping[str, int]) -> Iterator[Line]:
    """The Security Sub Committee's reviews, countersignatures and grants about to end."""
    counted = dict(
        Review.objects.values_list("state").annotate(Count("record", distinct=True)).order_by()
    )
    for state in (ReviewState.UNREVIEWED, ReviewState.CONCERN):
        address = _list("zigbee_zigbeerecord", f"review={state}")
        yield Line(f"Zigbee records: {state.label.lower()}", counted.get(state, 0), address)
    for stage, title in (
        (QuestionState.WAITING, "Questions that wait for an answer"),
        (QuestionState.ANSWERED, "Questions answered, to be settled"),
    ):
        if count := asked[stage]:
            yield Line(title, count, _list("zigbee_zigbeerecord", f"question={stage}"))
    signing = RoleHolding.objects.awaiting_countersignature().count()
    if signing:
        yield Line("Roles to countersign", signing, _list("accounts_roleholding"))
    for title, count, name, query in (
        ("Requests for access", requests_waiting().count(), "accessrequest", "state=open"),
        (
            "Grants to countersign",
            grants_to_countersign().filter(request__isnull=True).count(),
            "accessgrant",
            urlencode({"state": GrantState.PROPOSED.label.lower()}),
        ),
    ):
        if count:
            yield Line(title, count, _list(f"zigbee_{name}", query))
    if unusual := readings_unsettled().count():
        address = _list("zigbee_unusualreading", "state=open")
        yield Line("Unusual reading to look into", unusual, address)
    ending = grants_ending().count()
    if ending:
        yield Line(
            "Grants that end within 30 days", ending, _list("zigbee_accessgrant", "state=ending")
        )


def _calendar(roles: frozenset[str]) -> Iterator[Line]:
    """A word to those who keep the calendar before it runs out."""
    if Role.PANEL_ADMINISTRATOR not in roles:
        return
    left = calendar_kept().known_until - timezone.localdate()
    if left < KNOWN_AHEAD:
        address = _list("registers_bankholiday")
        yield Line("Days until the calendar of bank holidays ends", max(left.days, 0), address)


def _deliveries(roles: frozenset[str], *running: Running) -> Iterator[Line]:
    """Records on their way into DCC's systems, by their Working Day clock; for the Panel."""
    if roles.isdisjoint({Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER}):
        return
    for each in running:
        told = standing_as(each).aggregate(
            count=Count("pk"), since=Min("publication__published_at")
        )
        if told["count"]:
            address = _list("registers_delivery", f"clock={each}")
            yield Line(_CLOCKS[each], told["count"], address, told["since"])


def _notices_given_up() -> Iterator[Line]:
    """Notices that did not reach their readers, for whoever sees the outbox."""
    told = given_up().aggregate(count=Count("pk"), since=Min("done_at"))
    if told["count"]:
        address = _list("notices_notice", "state=dead")
        yield Line("Notices given up", told["count"], address, told["since"])


def _planned_removals() -> Iterator[Line]:
    """Device Models that leave the list on a day that was decided; the desk's list says which."""
    planned = DeviceModel.objects.filter(removal_planned_for__isnull=False).count()
    if planned:
        yield Line("Removals planned", planned, _list("cpl_devicemodel", "removal=planned"))


def _cpa_dates() -> Iterator[Line]:
    """CPA dates of current Device Models, which are public."""
    for window, (title, *_) in WINDOWS.items():
        if window == "later":
            continue
        count = with_cpa_date(DeviceModel.objects.all(), window).count()
        if count or window != "past":
            yield Line(
                f"CPA date: {title.lower()}", count, _list("cpl_devicemodel", f"cpa={window}")
            )


def _not_provided(person: User) -> Iterator[Line]:
    """Firmware records still to be completed, for those who may read all of them (F2.17B)."""
    # SECURITY: the count is worked out only through the register's own door.
    if FIR.reach(person).everything:
        state = RecordState.NOT_PROVIDED
        count = FIR.live_visible_to(person).filter(state=state).count()
        address = _list("firmware_firmwarerecord", f"state={state}")
        yield Line("Firmware records not provided", count, address)


def _list(name: str, query: str = "") -> str:
    address = reverse(f"admin:{name}_changelist")
    return f"{address}?{query}" if query else address
