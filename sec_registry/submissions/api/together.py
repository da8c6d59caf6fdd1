"""Accepting several submissions at once."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import is_panel_reviewer
from accounts.scopes import Scope
from sec_registry.registers.problems import Problem
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.api.answers import AcceptedTogetherSerializer
from sec_registry.submissions.api.bodies import TogetherSerializer
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.refusals import findings_told
from sec_registry.submissions.api.telling import told_in_full
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import submissions_visible_to


class AcceptTogether(SubmissionView):
    """Accepting several submissions as one publication."""

    scopes = (Scope.REVIEW,)

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_accept_together",
        request=TogetherSerializer,
        responses=with_problems(
            {200: AcceptedTogetherSerializer}, 400, 401, 403, 409, 415, 422, 503
        ),
    )
    def post(self, request: Request) -> Response:
        """Accept all of them or none; they make one publication."""
        only_format(request.query_params)
        if not is_panel_reviewer(self.person):
            raise NotForYou("Reviewers of the Panel accept submissions.")
        words = self.words(TogetherSerializer)
        chosen = self._chosen(words["submissions"])
        with findings_told(self, Step.ACCEPT, chosen):
            publication = submissions_accept(
                submissions=chosen, by=self.person, reason=words.get("reason", "")
            )
        return Response(
            {
                "publication": publication.number,
                "submissions": [
                    told_in_full(self.seen(str(each.pk)), request, self.person) for each in chosen
                ],
            }
        )

    def _chosen(self, numbers: Sequence[int]) -> list[Submission]:
        found = submissions_visible_to(self.person).in_bulk(set(numbers))
        missing = [
            {"pointer": f"#/submissions/{place}", "detail": f"There is no submission {number}."}
            for place, number in enumerate(numbers)
            if number not in found
        ]
        if missing:
            raise Problem("Not all of these submissions are there; nothing was done.", missing)
        return list(found.values())
