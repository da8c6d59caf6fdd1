"""What waits for the Security Sub Committee, for its page (F2.38, Z1, Z5, Z6).

SECURITY: it tells of every record; whoever shows any of it has made sure that a member of the
Security Sub Committee asks, and records first that ``numbers`` are disclosed. Each list ends after
``MOST_SHOWN``; the desk's list, which the page links to, has the rest.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from accounts.models import MemberChange, Role, RoleHolding
from zigbee.access_seen import requests_waiting
from zigbee.choices import ReviewState
from zigbee.grants import grants_ending, grants_to_countersign
from zigbee.models import AccessGrant, AccessRequest, Question, Review, UnusualReading
from zigbee.questions import questions_to_settle, questions_waiting
from zigbee.readings.watch import readings_unsettled
from zigbee.review_queue import StackWaiting, reviews_waiting, stacks_waiting

#: So many of each list are named.
MOST_SHOWN = 25
#: So many of the latest changes of members' accounts are named.
LATEST_CHANGES = 5
#: The fields of the records that are told, as the record of disclosures names them.
FIELDS = ("radios", "review", "questions")

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Some(Generic[M]):
    """The first rows of a list, and whether it goes on."""

    rows: list[M]
    more: bool


@dataclass(frozen=True)
class CommitteeWork:
    """Everything that waits, read once."""

    requests: Some[AccessRequest]
    proposals: Some[AccessGrant]
    ending: Some[AccessGrant]
    stacks: list[StackWaiting]
    #: The records that wait for a review, those without any radio too.
    unreviewed: frozenset[int]
    concerns: Some[Review]
    questions: Some[Question]
    readings: Some[UnusualReading]
    members: list[RoleHolding]
    to_countersign: list[RoleHolding]
    changes: list[MemberChange]

    @property
    def numbers(self) -> frozenset[int]:
        """The records that any of it tells of."""
        concerned = {each.record_id for each in self.concerns.rows}
        asked = {each.review.record_id for each in self.questions.rows}
        return self.unreviewed | concerned | asked


def committee_work() -> CommitteeWork:
    """What waits now: a query for each part."""
    return CommitteeWork(
        requests=_some(requests_waiting()),
        proposals=_some(_named(grants_to_countersign().filter(request__isnull=True))),
        ending=_some(_named(grants_ending().order_by("until", "pk"))),
        stacks=stacks_waiting(),
        unreviewed=frozenset(reviews_waiting().order_by().values_list("record", flat=True)),
        concerns=_some(concerns_open()),
        questions=_some(questions_open()),
        readings=_some(readings_unsettled()),
        members=list(_holdings(RoleHolding.objects.in_force())),
        to_countersign=list(_holdings(RoleHolding.objects.awaiting_countersignature())),
        changes=list(MemberChange.objects.all()[:LATEST_CHANGES]),
    )


def concerns_open() -> QuerySet[Review]:
    """The concerns that no review has resolved, the oldest first."""
    found = Review.objects.filter(state=ReviewState.CONCERN)
    return found.select_related("decided_by").order_by("decided_at", "pk")


def questions_open() -> QuerySet[Question]:
    """The questions that wait for an answer, and the answers that wait for the committee."""
    return (questions_waiting() | questions_to_settle()).select_related("review").order_by("pk")


def _holdings(roles: QuerySet[RoleHolding]) -> QuerySet[RoleHolding]:
    committee = roles.filter(role=Role.SECURITY_SUB_COMMITTEE)
    return committee.select_related("user").order_by("user__name", "pk")


def _named(grants: QuerySet[AccessGrant]) -> QuerySet[AccessGrant]:
    return grants.select_related("scope", "person", "organisation", "decided_by")


def _some(rows: QuerySet[M]) -> Some[M]:
    found = list(rows[: MOST_SHOWN + 1])
    return Some(found[:MOST_SHOWN], len(found) > MOST_SHOWN)
