"""The committee's questions about a submission over REST, and their answers (Z5).

SECURITY: whom a question is for, what they see beside it, and the record of the look are the
business of ``submissions.questions``.
"""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.door import found_among
from sec_registry.registers.paging import next_address
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import LIMIT, with_problems
from sec_registry.submissions.addressed import learns_of_questions
from sec_registry.submissions.api.answers import MarkedSerializer
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import NUMBER, page_only
from sec_registry.submissions.api.values import ValuesField
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.models import Submission
from sec_registry.submissions.questions import (
    SeenQuestion,
    look_at_questions,
    question_answer,
    questions_about,
)
from sec_registry.submissions.told import markings
from zigbee.choices import QuestionState
from zigbee.columns import CODE
from zigbee.models import Question
from zigbee.questions import LONGEST

AFTER = OpenApiParameter(
    "after", OpenApiTypes.INT, description="Only questions of a higher number."
)
KEY = OpenApiParameter(
    "key", OpenApiTypes.INT, OpenApiParameter.PATH, description="The number of the question."
)


class QuestionSerializer(serializers.Serializer[Any]):
    """A question of the Security Sub Committee, and its answer."""

    id = serializers.IntegerField()
    row = serializers.IntegerField(help_text="The item's row in the submission.")
    cpl_number = serializers.IntegerField()
    state = serializers.ChoiceField(
        QuestionState.choices, help_text="settled: the committee has decided on the record since."
    )
    asked_at = serializers.DateTimeField()
    text = serializers.CharField(allow_null=True, help_text="Null: it is not for you to read.")
    supplied = ValuesField(help_text="What you yourself typed of the Zigbee details in this row.")
    answer = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class QuestionPageSerializer(MarkedSerializer):
    """A page of questions by their numbers."""

    count = serializers.IntegerField(help_text="Questions in all.")
    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    results = QuestionSerializer(many=True)


class QuestionAnsweredSerializer(MarkedSerializer, QuestionSerializer):
    """A question with the answer that was just given."""


class AnswerSerializer(StrictSerializer):
    """An answer; it is given once, and the committee alone reads it beside those it asked."""

    text = TextField(max_length=LONGEST)


class Questions(SubmissionView):
    """What the Security Sub Committee asks those who made the submission."""

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_questions",
        parameters=[NUMBER, LIMIT, AFTER],
        responses=with_problems({200: QuestionPageSerializer}, 400, 401, 403, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """The questions with what you supplied yourself; each look at their words is recorded."""
        submission = self.seen(number)
        if not learns_of_questions(self.person, submission):
            raise NotForYou("Questions are for those who made the submission.")
        asked = page_only(request.query_params)
        found = questions_about(submission, self.person)
        after = found.filter(pk__gt=asked.after).order_by("pk")[: asked.limit + 1]
        listed = list(after)
        shown, more = listed[: asked.limit], len(listed) > asked.limit
        seen = self.looked_at(submission, shown)
        return Response(
            {
                "markings": _markings(seen),
                "count": found.count(),
                "next": next_address(request, after=shown[-1].pk) if more else None,
                "results": [_told(each) for each in seen],
            }
        )

    def looked_at(self, submission: Submission, questions: list[Question]) -> list[SeenQuestion]:
        """The questions as this person sees them, recorded."""
        return look_at_questions(
            submission=submission, questions=questions, by=self.person, channel=self.channel
        )


class AnswerQuestion(Questions):
    """The answer to one question."""

    scopes = (Scope.SUBMIT,)
    http_method_names = ["post", "options"]

    def get_view_name(self) -> str:
        """The title of the browsable page."""
        return "Answer a question"

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_question_answer",
        parameters=[NUMBER, KEY],
        request=AnswerSerializer,
        responses=with_problems(
            {200: QuestionAnsweredSerializer}, 400, 401, 403, 404, 409, 415, 503
        ),
    )
    def post(self, request: Request, number: str, key: str) -> Response:
        """Answer it, once; too late is 409."""
        only_format(request.query_params)
        submission = self.seen(number)
        found = found_among(questions_about(submission, self.person), key)
        answered = question_answer(
            submission=submission,
            question=found.pk,
            by=self.person,
            text=self.words(AnswerSerializer)["text"],
        )
        (seen,) = self.looked_at(submission, [answered])
        return Response({"markings": _markings([seen]), **_told(seen)})


def _markings(seen: list[SeenQuestion]) -> list[str]:
    return markings([CODE]) if any(not each.masked for each in seen) else []


def _told(seen: SeenQuestion) -> dict[str, Any]:
    return {
        "id": seen.number,
        "row": seen.row,
        "cpl_number": seen.cpl_number,
        "state": seen.state,
        "asked_at": seen.asked_at,
        "text": seen.text,
        "supplied": seen.supplied,
        "answer": seen.answer,
        "answered_at": seen.answered_at,
    }
