"""Accepting several submissions at once, and what that would do to upgrade pathways."""

from collections.abc import Sequence

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.people import is_panel_reviewer
from accounts.scopes import Scope
from sec_registry.registers.door import whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.problems import InvalidQuery, Problem
from sec_registry.registers.queries import FORMAT, only_format
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.api.answers import AcceptedTogetherSerializer
from sec_registry.submissions.api.bodies import TogetherSerializer
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.impact import ImpactSerializer, impact_answer
from sec_registry.submissions.api.refusals import findings_told
from sec_registry.submissions.api.telling import told_in_full
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.impact import impact_together
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import submissions_visible_to

CHOSEN = "submissions"
#: So many are told of together, or accepted.
MOST = 1_000


class AcceptTogether(SubmissionView):
    """Accepting several submissions as one publication."""

    scopes = (Scope.REVIEW,)

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_accept_together_impact",
        parameters=[
            OpenApiParameter(
                CHOSEN,
                required=True,
                pattern=r"^[0-9]+(,[0-9]+)*$",
                description="Their numbers, with commas between them.",
            )
        ],
        responses=with_problems({200: ImpactSerializer}, 400, 401, 403, 503),
    )
    def get(self, request: Request) -> Response:
        """What accepting all of them would do to upgrade pathways; nothing is accepted."""
        self._reviewers_alone()
        chosen = self._chosen(_named(request.query_params))
        return impact_answer(
            impact_together(submissions=chosen, by=self.person, channel=self.channel)
        )

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
        self._reviewers_alone()
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

    def _reviewers_alone(self) -> None:
        if not is_panel_reviewer(self.person):
            raise NotForYou("Reviewers of the Panel accept submissions.")

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


def _named(parameters: QueryDict) -> list[int]:
    """The submissions that the query names; raises ``InvalidQuery``."""
    wrong = names_refused(parameters, {CHOSEN, FORMAT})
    words = parameters.get(CHOSEN, "").split(",")
    numbers = [whole_number(word.strip()) for word in words if word.strip()]
    found = [number for number in numbers if number]
    if not found or len(found) < len(numbers) or len(found) > MOST:
        wrong[CHOSEN] = [f"1 to {MOST:,} numbers of submissions are needed, such as 12,14."]
    if wrong:
        raise InvalidQuery(wrong)
    return found
