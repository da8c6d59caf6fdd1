"""The Security Sub Committee's verb on reviews of Zigbee records, singly or in bulk.

A review belongs to one published state of a record. A decision is about the record as it stands:
it settles the newest review, and older ones that nobody had come to. Marking a record as reviewed
resolves its concerns too, and settles what was asked about it.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.people import is_ssc
from cpl.chunks import matching
from sec_registry.audit.acting import acting
from sec_registry.audit.bulk import update_all
from zigbee.choices import ReviewState
from zigbee.models import Review, ZigbeeRecord
from zigbee.questions import named, questions_settled


@transaction.atomic
def records_review(
    *,
    by: User,
    records: Iterable[ZigbeeRecord],
    state: str,
    note: str = "",
    seen: int | None = None,
) -> list[Review]:
    """Mark the records as reviewed, raise a concern about them, or put them back.

    ``state`` is a ``ReviewState``; a concern needs a note. ``seen`` is the publication in which
    whoever decides saw the records: nothing is decided on what was published since, which nobody
    has looked at. Returns the reviews that changed. Raises ``PermissionDenied`` and
    ``ValidationError``.
    """
    if not is_ssc(by):
        raise PermissionDenied("Only members of the Security Sub Committee review Zigbee records.")
    if state not in ReviewState.values:
        raise ValidationError({"state": f"One of {', '.join(ReviewState.values)}, please."})
    if state == ReviewState.CONCERN and not note.strip():
        raise ValidationError({"note": "Say what the concern is."})
    found = _reviews_of(records)
    _refuse_unseen(found, seen)
    decided = [
        _decided(review, by, state, note.strip())
        for reviews in found.values()
        for review in _meant(reviews, state)
    ]
    with acting(by=by, reason=note.strip() or f"marked as {ReviewState(state).label.lower()}"):
        update_all(Review, decided, ["state", "note", "decided_by", "decided_at"])
        if state != ReviewState.UNREVIEWED:
            questions_settled(by=by, records={each.record_id for each in decided}, state=state)
    return decided


def _reviews_of(records: Iterable[ZigbeeRecord]) -> dict[int, list[Review]]:
    """The records' reviews, newest first, locked until the decision is written."""
    found: dict[int, list[Review]] = {}
    reviews = Review.objects.select_for_update(of=("self",)).order_by("record", "-publication")
    for review in matching(reviews, "record", (record.pk for record in records)):
        found.setdefault(review.record_id, []).append(review)
    return found


def _refuse_unseen(found: dict[int, list[Review]], seen: int | None) -> None:
    """Refuse records that were published anew since they were looked at."""
    if seen is None:
        return
    changed = sorted(n for n, (newest, *_) in found.items() if newest.publication_id > seen)
    if changed:
        raise ValidationError(
            f"Published anew since publication {seen}, where you saw them: {named(changed)}. "
            "Look again; nothing was decided."
        )


def _meant(reviews: list[Review], state: str) -> list[Review]:
    newest, *older = reviews
    if state == ReviewState.UNREVIEWED:
        return [newest] if newest.state != ReviewState.UNREVIEWED else []
    settled = {ReviewState.UNREVIEWED}
    if state == ReviewState.REVIEWED:
        settled.add(ReviewState.CONCERN)
    return [newest, *(review for review in older if review.state in settled)]


def _decided(review: Review, by: User, state: str, note: str) -> Review:
    open_again = state == ReviewState.UNREVIEWED
    review.state = state
    # A concern's own words stay beside it unless the decision brings others.
    review.note = "" if open_again else note or review.note
    review.decided_by = None if open_again else by
    review.decided_at = None if open_again else timezone.now()
    return review
