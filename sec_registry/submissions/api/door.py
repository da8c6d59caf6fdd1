"""What the views of submissions share: whose a submission is, and how a refusal is said.

Signed in first (401), then look-up (404: not there and not yours are the same), then the right to
do it (403), then the words (400), then whether its state allows it (409) and its findings (422).
"""

from collections.abc import Collection
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.gate import Gate
from accounts.models import User
from accounts.scopes import Scope
from sec_registry.registers.caching import kept_private
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.door import channel_of, found_among
from sec_registry.registers.problems import Problem
from sec_registry.submissions.errors import (
    KeyUsed,
    NotAcceptable,
    NotForYou,
    StateForbids,
    Unusable,
)
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import may, submissions_visible_to
from sec_registry.submissions.rights import rights_asked_once

TAGS = ["Submissions"]
#: What a refused wish is answered with; the first that fits.
_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (KeyUsed, 422),
    (Unusable, 400),
    (StateForbids, 409),
    (NotAcceptable, 422),
)


class SubmissionView(Gate):
    """A view of submissions, for whoever is signed in; what they see of them is theirs to see."""

    permission_classes = [IsAuthenticated]
    # Whoever sends and whoever reviews follows; what is done names its own.
    scopes: ClassVar[Collection[Scope]] = (Scope.SUBMIT, Scope.REVIEW)
    request: Request

    def get_view_name(self) -> str:
        """The title of the browsable page: the class's name in words."""
        name = "".join(f" {each}" if each.isupper() else each for each in type(self).__name__)
        return name.strip().capitalize()

    @property
    def person(self) -> User:
        """Who asks; the permission lets nobody else in."""
        user = self.request.user
        if not isinstance(user, User):
            raise NotForYou
        return user

    @property
    def channel(self) -> Channel:
        """How the answer leaves."""
        return channel_of(self.request)

    def seen(self, number: str) -> Submission:
        """The submission of this number, if it is this person's to see; raises ``NotFound``."""
        rows = submissions_visible_to(self.person)
        beside = ("created_by", "organisation", "decided_by")
        return found_among(rows.select_related(*beside), number)

    def seen_for(self, step: Step, number: str) -> Submission:
        """The same for who may take this step, before a word of the body is read."""
        submission = self.seen(number)
        if not may(self.person, step, submission):
            raise NotForYou(f"You may not {step.label.lower()} submission {submission.pk}.")
        return submission

    def words(self, body: type[Serializer[Any]]) -> dict[str, Any]:
        """What was sent, if it fits this body; raises with every fault at once."""
        sent = body(data=self.request.data)
        sent.is_valid(raise_exception=True)
        words: dict[str, Any] = sent.validated_data
        return words

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer out of one right."""
        with rights_asked_once():
            return super().dispatch(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        """What a verb refuses becomes a problem."""
        status = next((status for kind, status in _STATUSES if isinstance(exc, kind)), None)
        if status is not None:
            exc = Problem(str(exc), status=status)
        return super().handle_exception(exc)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Keep every answer out of every cache."""
        return kept_private(super().finalize_response(request, response, *args, **kwargs))
