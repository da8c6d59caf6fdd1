"""What the Security Sub Committee did: access to Zigbee records, and the first reviews.

Assumption: where its demo members wait for a countersignature, they can do nothing, and this part
of the sample is left out.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.submissions.sample.rows import every_release, release
from zigbee.choices import ReviewState, ScopeKind
from zigbee.grants import grant_give
from zigbee.models import AccessGrant, ZigbeeRecord
from zigbee.reviews import records_review

OVER = "Sample: incident exercise, over by itself."
IN_FORCE = "Sample: field trial of one Communications Hub."
FOUND_FINE = "Compared with the maker's declaration."
CONCERN = "The stack is older than 7.0 and named in sample advisory 7: when does an upgrade come?"
#: What the first reviews were about, and what gave rise to a concern.
REVIEWED_MODELS = ("A101", "E501", "F602")
DOUBTFUL = release("C303", "0200", 0)
TRIAL = release("E501", "0100", 1)


def short_grant_given(people: Mapping[str, User]) -> bool:
    """Give a grant that is over a second later; says whether it was missing.

    It comes before the rest of the sample, so that it is over when that is told.
    """
    if not _missing(OVER, people):
        return False
    grant_give(
        by=people["ssc"],
        kind=ScopeKind.DEVICE_TYPE,
        value="CH",
        purpose=OVER,
        person=people["dcc"],
        until=timezone.now() + timedelta(seconds=1),
    )
    return True


def committee_at_work(people: Mapping[str, User], numbers: Mapping[str, int]) -> bool:
    """Give the grant in force and review some records; says whether that was missing."""
    if not _missing(IN_FORCE, people):
        return False
    with transaction.atomic():
        grant_give(
            by=people["ssc"],
            kind=ScopeKind.RECORD,
            value=str(numbers[TRIAL.reference]),
            purpose=IN_FORCE,
            person=people["party2"],
            until=timezone.now() + timedelta(days=25),
        )
        reviewed = [
            numbers[each.reference]
            for each in every_release()
            if each.taken_over and each.line.model in REVIEWED_MODELS
        ]
        _review(people["ssc"], reviewed, ReviewState.REVIEWED, FOUND_FINE)
        _review(people["ssc"], [numbers[DOUBTFUL.reference]], ReviewState.CONCERN, CONCERN)
    return True


def _missing(purpose: str, people: Mapping[str, User]) -> bool:
    return is_ssc(people["ssc"]) and not AccessGrant.objects.filter(purpose=purpose).exists()


def _review(by: User, numbers: list[int], state: ReviewState, note: str) -> None:
    records = ZigbeeRecord.objects.filter(pk__in=numbers)
    records_review(by=by, records=records, state=state, note=note)
