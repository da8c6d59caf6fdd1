"""What the dashboard says of submissions: one's own, and those that wait for a reviewer."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Role, User
from sec_registry.dashboard.lines import Line, list_of
from sec_registry.registers.findings import Level
from sec_registry.submissions.left_behind import left_behind
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.overview import has_findings
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.questions import questions_waiting_for
from zigbee.choices import QuestionState

#: So many of the submissions that wait longest are named.
MOST_NAMED = 8
WAITING = (State.SUBMITTED, State.IN_REVIEW)
BEFORE_SENDING = (State.DRAFT, State.RETURNED)
_PANEL = frozenset({Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER})


def submission_lines(
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
        address = list_of("submissions_submission", "question=waiting")
        yield True, Line("Questions of the Security Sub Committee", waiting, address)
    troubled = _troubled(person)
    if troubled:
        address = list_of("submissions_submission", "own=yes&findings=problem")
        yield True, Line("Yours with problems, not sent", troubled, address)
    reviewer = Role.PANEL_REVIEWER in roles
    for state in WAITING:
        query = f"state={state}&own=no"
        title = f"Submissions {state.label.lower()}"
        yield from _line(reviewer, title, counted.get((state, False)), query, always=reviewer)
        title = f"Yours, {state.label.lower()}"
        yield from _line(False, title, counted.get((state, True)), f"state={state}&own=yes")
    if roles & _PANEL and (gone := left_behind().count()):
        address = list_of("submissions_submission", "makers=gone")
        yield True, Line("Drafts that nobody goes on with", gone, address)
    query = f"state={State.RETURNED}&own=no"
    yield from _line(False, "Returned to their makers", counted.get((State.RETURNED, False)), query)


def _line(
    own: bool, title: str, row: Any, query: str, *, always: bool = False
) -> Iterator[tuple[bool, Line]]:
    address = list_of("submissions_submission", query)
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


def oldest_waiting(person: User) -> list[Submission]:
    """The undecided submissions this person may see, what has been waiting longest first."""
    waiting: QuerySet[Submission] = submissions_visible_to(person).filter(
        state__in=[*WAITING, State.RETURNED]
    )
    return list(
        waiting.annotate(since=Coalesce(F("submitted_at"), F("created_at")))
        .select_related("created_by", "organisation")
        .order_by("since", "pk")[:MOST_NAMED]
    )
