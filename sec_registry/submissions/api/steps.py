"""The steps of a submission's life, one address each: who may is one answer, its state another."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.scopes import Scope
from sec_registry.registers.problems import Problem
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.api.answers import SubmissionInFullSerializer
from sec_registry.submissions.api.bodies import (
    NothingSerializer,
    ReasonSerializer,
    RemarkSerializer,
    ReturnSerializer,
    WaiverSerializer,
)
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.lists import NUMBER
from sec_registry.submissions.api.refusals import findings_told
from sec_registry.submissions.api.telling import told_in_full
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
    submission_waive,
    submission_withdraw,
)

Words = Mapping[str, Any]


class StepView(SubmissionView):
    """One step; a subclass says which, with what words, and by which verb."""

    scopes = (Scope.REVIEW,)

    step: ClassVar[Step]
    body: ClassVar[type[Serializer[Any]]] = NothingSerializer

    def take(self, submission: Submission, words: Words) -> object:
        """Take the step by its verb."""
        raise NotImplementedError

    def post(self, request: Request, number: str) -> Response:
        """Take the step; answers with the submission as it then stands."""
        only_format(request.query_params)
        submission = self.seen_for(self.step, number)
        words = self.words(self.body)
        with findings_told(self, self.step, [submission]):
            self.take(submission, words)
        return Response(told_in_full(self.seen(number), request, self.person))


def _described(name: str, body: type[Serializer[Any]], sentence: str) -> Callable[[Any], Any]:
    """Describe a step in the OpenAPI document."""
    return extend_schema_view(
        post=extend_schema(
            tags=TAGS,
            operation_id=f"submissions_{name}",
            description=sentence,
            parameters=[NUMBER],
            request=body,
            responses=with_problems(
                {200: SubmissionInFullSerializer}, 400, 401, 403, 404, 409, 415, 422, 503
            ),
        )
    )


@_described("submit", NothingSerializer, "Send it to the Panel; refused while it has problems.")
class Submit(StepView):
    """Sending a draft to the Panel."""

    scopes = (Scope.SUBMIT,)
    step = Step.SUBMIT

    def take(self, submission: Submission, words: Words) -> object:
        return submission_submit(submission=submission, by=self.person)


@_described("withdraw", RemarkSerializer, "Take it back.")
class Withdraw(StepView):
    """Taking a submission back."""

    scopes = (Scope.SUBMIT,)
    step, body = Step.WITHDRAW, RemarkSerializer

    def take(self, submission: Submission, words: Words) -> object:
        reason = words.get("reason", "")
        return submission_withdraw(submission=submission, by=self.person, reason=reason)


@_described("review", NothingSerializer, "The Panel takes it up.")
class Review(StepView):
    """Taking a submission up for review."""

    step = Step.START_REVIEW

    def take(self, submission: Submission, words: Words) -> object:
        return submission_start_review(submission=submission, by=self.person)


@_described("waive", WaiverSerializer, "Let one rule's advisories pass, in your name.")
class Waive(StepView):
    """Waiving a rule's advisories, of the whole submission or of one item."""

    step, body = Step.WAIVE, WaiverSerializer

    def take(self, submission: Submission, words: Words) -> object:
        item = None
        if "item" in words:
            item = submission.items.filter(position=words["item"]).first()
            if item is None:
                error = {"pointer": "#/item", "detail": "There is no item in this row."}
                raise Problem("There is no such item.", [error])
        return submission_waive(
            submission=submission,
            rule=words["rule"],
            reason=words["reason"],
            by=self.person,
            item=item,
        )


@_described("return", ReturnSerializer, "Send it back to its makers, who edit and send it again.")
class Return(StepView):
    """Returning a submission with comments on its items."""

    step, body = Step.RETURN, ReturnSerializer

    def take(self, submission: Submission, words: Words) -> object:
        texts = {each["item"]: each["text"] for each in words.get("comments", ())}
        listed = submission.items.filter(position__in=texts).values_list("position", "pk")
        keys = dict(listed)
        missing = [
            {"pointer": f"#/comments/{place}/item", "detail": f"There is no item in row {row}."}
            for place, row in enumerate(texts)
            if row not in keys
        ]
        if missing:
            raise Problem("Not all of these items are there; nothing was done.", missing)
        return submission_return(
            submission=submission,
            by=self.person,
            reason=words["reason"],
            comments={keys[row]: text for row, text in texts.items()},
        )


@_described("accept", RemarkSerializer, "Accept it: the registers change, by one publication.")
class Accept(StepView):
    """Accepting one submission."""

    step, body = Step.ACCEPT, RemarkSerializer

    def take(self, submission: Submission, words: Words) -> object:
        return submissions_accept(
            submissions=[submission], by=self.person, reason=words.get("reason", "")
        )


@_described("reject", ReasonSerializer, "Turn it down, for a reason that its makers see.")
class Reject(StepView):
    """Turning a submission down."""

    step, body = Step.REJECT, ReasonSerializer

    def take(self, submission: Submission, words: Words) -> object:
        return submission_reject(submission=submission, reason=words["reason"], by=self.person)
