"""The committee's questions about a submission, as those who made it see and answer them (Z5).

A question is shown with what its reader typed in that row and nothing else: the way a receipt is
made. A look at the words of a question is recorded before anything is handed back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from accounts.models import User
from sec_registry.registers.catalogue import register
from sec_registry.registers.declaration import Reader
from sec_registry.registers.disclosure import Channel
from sec_registry.submissions.addressed import (
    learns_of_questions,
    may_answer,
    reads_questions,
    submissions_asked,
)
from sec_registry.submissions.errors import NotForYou, StateForbids
from sec_registry.submissions.looks import look_disclosed
from sec_registry.submissions.models import Submission
from sec_registry.submissions.visibility import parts_visible_to
from zigbee.choices import QuestionState
from zigbee.columns import CODE
from zigbee.models import Question
from zigbee.models.questions import OPEN
from zigbee.questions import NotWaiting, question_answered, questions_waiting

RIGHT = "question of the Security Sub Committee"


@dataclass(frozen=True)
class SeenQuestion:
    """A question as this person may see it; ``masked``: that there is one, and where it stands.

    ``supplied`` holds the columns that they typed in the row, for the Zigbee part of the record.
    """

    number: int
    row: int
    cpl_number: int
    state: QuestionState
    asked_at: datetime
    answered_at: datetime | None
    text: str | None
    answer: str | None
    supplied: dict[str, Any]
    masked: bool


def questions_about(submission: Submission, by: Reader) -> QuerySet[Question]:
    """The questions about the submission of which the person learns, those that wait first."""
    if not learns_of_questions(by, submission):
        return Question.objects.none()
    waiting = Case(When(OPEN, then=Value(0)), default=Value(1))
    found = Question.objects.filter(submission=submission.pk).select_related("review")
    return found.order_by(waiting, "pk")


def questions_waiting_for(user: Reader) -> QuerySet[Question]:
    """The questions that wait for an answer, in all submissions of whose they learn."""
    return questions_waiting().filter(submission__in=submissions_asked(user).values("pk"))


def look_at_questions(
    *, submission: Submission, questions: Sequence[Question], by: User, channel: Channel
) -> list[SeenQuestion]:
    """The questions as the person may see them; recorded first where they read the words."""
    if not questions:
        return []
    reads = reads_questions(by, submission)
    if reads:
        named = ", ".join(str(each.pk) for each in questions)
        look_disclosed(
            register=register(CODE),
            numbers=[each.review.record_id for each in questions],
            by=by,
            channel=channel,
            subject=f"questions about submission {submission.pk}: {named}",
            right=RIGHT,
        )
    own = parts_visible_to(by, submission).filter(typed_by=by, register=CODE)
    rows = own.filter(item__position__in={each.row for each in questions})
    supplied = dict(rows.values_list("item__position", "values"))
    return [_seen(each, by, reads, supplied.get(each.row, {})) for each in questions]


def question_answer(*, submission: Submission, question: int, by: User, text: str) -> Question:
    """Answer the question of this number.

    Raises ``Question.DoesNotExist`` also for one of which the person learns nothing, then
    ``NotForYou``, ``ValidationError`` for the words, and ``StateForbids`` when it is too late.
    """
    found = questions_about(submission, by).get(pk=question)
    if not may_answer(by, submission):
        raise NotForYou("Those answer whom the Security Sub Committee asks.")
    try:
        return question_answered(by=by, question=found, text=text)
    except NotWaiting as late:
        raise StateForbids(str(late)) from late


def _seen(question: Question, by: User, reads: bool, supplied: dict[str, Any]) -> SeenQuestion:
    typed = question.answered_by_id == by.pk
    return SeenQuestion(
        number=question.pk,
        row=question.row,
        cpl_number=question.review.record_id,
        state=question.state,
        asked_at=question.asked_at,
        answered_at=question.answered_at,
        text=question.text if reads else None,
        answer=question.answer if reads or typed else None,
        supplied=supplied,
        masked=not reads,
    )
