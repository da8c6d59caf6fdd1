"""The committee's questions to those who supplied a Zigbee record, and what became of them (Z5).

A question waits until it is answered, or until the record is marked as reviewed without an answer;
an answer waits for the committee's next decision about the record. One question at a time waits
for each reviewed state of a record, so that two members do not ask twice.
"""

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.letters import Letter, letters_send
from accounts.models import User
from accounts.people import is_ssc
from cpl.chunks import matching
from sec_registry.audit.acting import acting
from sec_registry.audit.bulk import create_all, update_all
from sec_registry.registers.vocabulary import can_be_kept
from zigbee.choices import QuestionState, ReviewState
from zigbee.models import Question, Review, ZigbeeRecord
from zigbee.models.questions import OPEN
from zigbee.suppliers import Supplier, suppliers_of

#: So many letters a question may have, and an answer.
LONGEST = 4_000
#: So many CPL numbers are named in a refusal.
MOST_NAMED = 20
#: Answered, and no decision about the record since.
ANSWERED = Q(answered_at__isnull=False, settled_at__isnull=True)


class NotWaiting(Exception):
    """The question has its answer, or the committee has settled it without one."""


@transaction.atomic
def questions_ask(*, by: User, records: Iterable[ZigbeeRecord], text: str) -> list[Question]:
    """Ask those who last supplied the records' radios; every record gets its own question.

    Raises ``PermissionDenied``, and ``ValidationError`` with all that cannot be asked: then
    nothing is.
    """
    if not is_ssc(by):
        raise PermissionDenied("Only members of the Security Sub Committee ask questions.")
    words = _words("text", text)
    reviews = _newest_reviews(records)
    suppliers = suppliers_of(list(reviews))
    _refuse_in_vain(reviews, suppliers)
    now = timezone.now()
    with acting(by=by, reason="question asked"):
        asked = create_all(
            Question,
            [
                Question(
                    review=review,
                    submission=suppliers[number].submission,
                    row=suppliers[number].row,
                    asked_of=suppliers[number].name,
                    text=words,
                    asked_by=by,
                    asked_at=now,
                )
                for number, review in reviews.items()
                if review is not None
            ],
        )
    letters_send(_letters(suppliers.values(), key=f"question:{asked[0].pk}"))
    return asked


@transaction.atomic
def question_answered(*, by: User, question: Question, text: str) -> Question:
    """Write the answer of somebody whom the question was asked of.

    Who that is, is known in the room above, which alone calls this. Raises ``ValidationError``
    for the words and ``NotWaiting`` when it is too late for them.
    """
    words = _words("answer", text)
    current = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if current.answered_at is not None:
        raise NotWaiting("This question was answered already.")
    if current.settled_at is not None:
        raise NotWaiting(
            "The Security Sub Committee has settled this question meanwhile: it needs no answer."
        )
    current.answer, current.answered_by, current.answered_at = words, by, timezone.now()
    with acting(by=by, reason="question answered"):
        current.save()
    return current


def questions_settled(*, by: User, records: Collection[int], state: str) -> None:
    """Close the questions about records that were decided on, in that transaction.

    Whoever raises a concern has read the answers; a question that still waits goes on waiting.
    """
    unsettled = Question.objects.select_for_update(of=("self",)).filter(settled_at__isnull=True)
    if state != ReviewState.REVIEWED:
        unsettled = unsettled.filter(ANSWERED)
    settled = list(matching(unsettled, "review__record", records))
    for question in settled:
        question.settled_by, question.settled_at = by, timezone.now()
    update_all(Question, settled, ["settled_by", "settled_at"])


def questions_waiting() -> QuerySet[Question]:
    """The questions that wait for their answer."""
    return Question.objects.filter(OPEN)


def questions_to_settle() -> QuerySet[Question]:
    """The questions whose answer waits for the committee."""
    return Question.objects.filter(ANSWERED)


def questions_counted() -> dict[str, int]:
    """How many questions wait for an answer, and how many answers for the committee."""
    return Question.objects.aggregate(
        **{
            QuestionState.WAITING.value: Count("pk", filter=OPEN),
            QuestionState.ANSWERED.value: Count("pk", filter=ANSWERED),
        }
    )


def _words(field: str, text: str) -> str:
    # A browser sends a line's end as two letters.
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise ValidationError({field: "Write something."})
    if len(words) > LONGEST:
        told = f"At most {LONGEST:,} letters; these are {len(words):,}."
        raise ValidationError({field: told})
    if not can_be_kept(words):
        raise ValidationError({field: "Zero or broken characters stand in it."})
    return words


def _newest_reviews(records: Iterable[ZigbeeRecord]) -> dict[int, Review | None]:
    """The newest review of each record, locked: two members who ask wait for each other."""
    newest: dict[int, Review | None] = dict.fromkeys(record.pk for record in records)
    reviews = Review.objects.select_for_update(of=("self",)).order_by("record", "publication")
    for review in matching(reviews, "record", list(newest)):
        newest[review.record_id] = review
    return newest


def _refuse_in_vain(reviews: dict[int, Review | None], suppliers: dict[int, Supplier]) -> None:
    """Refuse questions that nobody could answer, and a second one while the first waits."""
    kept = {review.pk: number for number, review in reviews.items() if review is not None}
    waiting = matching(questions_waiting(), "review", kept)
    asked = sorted(kept[question.review_id] for question in waiting)
    alone = sorted(set(reviews) - set(kept.values()) | set(reviews) - set(suppliers))
    refusals = []
    if asked:
        refusals.append(f"A question waits for its answer already: {named(asked)}.")
    if alone:
        refusals.append(f"Nobody supplied Zigbee details, so nobody can be asked: {named(alone)}.")
    if not reviews:
        refusals.append("Choose a record to ask about.")
    if refusals:
        raise ValidationError(refusals)


def named(numbers: Sequence[int]) -> str:
    """The first of the records by their CPL numbers, and how many more there are."""
    more = len(numbers) - MOST_NAMED
    named = ", ".join(f"CPL {number}" for number in numbers[:MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _letters(suppliers: Iterable[Supplier], key: str) -> list[Letter]:
    """One letter to each who is told where questions wait; never what is asked."""
    waiting: dict[str, set[int]] = {}
    for supplier in suppliers:
        for email in supplier.emails:
            waiting.setdefault(email, set()).add(supplier.submission)
    return [
        Letter(
            email=email,
            key=key,
            subject="A question waits for your answer",
            text=render_to_string("accounts/questions_email.txt", {"submissions": sorted(numbers)}),
        )
        for email, numbers in sorted(waiting.items())
    ]
