"""What would be said of a draft, without keeping it."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from sec_registry.registers.findings import Level
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import with_problems
from sec_registry.submissions.api.answers import RehearsalSerializer
from sec_registry.submissions.api.bodies import DraftSerializer, rows_of
from sec_registry.submissions.api.door import TAGS, SubmissionView
from sec_registry.submissions.api.on_behalf import on_behalf_asked
from sec_registry.submissions.api.telling import markings_of_findings, seen_told
from sec_registry.submissions.errors import NotForYou
from sec_registry.submissions.permissions import may_create
from sec_registry.submissions.rehearsal import rehearse
from sec_registry.submissions.rehearsed import KEPT

#: So many are shown, of those that a rehearsal keeps.
MOST_SHOWN = KEPT


class ValidateOnly(SubmissionView):
    """Validating a draft that is not kept."""

    scopes = (Scope.SUBMIT,)

    @extend_schema(
        tags=TAGS,
        operation_id="submissions_rehearse",
        request=DraftSerializer,
        responses=with_problems({200: RehearsalSerializer}, 400, 401, 403, 413, 415, 503),
    )
    def post(self, request: Request) -> Response:
        """Every finding at once, and how much would change; nothing is stored.

        The first 1,000 findings are shown, problems first; all are counted.
        """
        only_format(request.query_params)
        if not may_create(self.person):
            raise NotForYou("People of an organisation and of the Panel make submissions.")
        sent = self.words(DraftSerializer)
        # Refused here too, where sending it would be.
        on_behalf_asked(sent.get("on_behalf_of"), self.person)
        rows, notes = rows_of(sent["items"])
        rehearsal = rehearse(rows, notes, by=self.person, channel=self.channel)
        found = rehearsal.findings
        shown = found.first[:MOST_SHOWN]
        return Response(
            {
                "markings": markings_of_findings(shown),
                "sendable": not rehearsal.problems,
                "findings": {level.value: found.count(level) for level in Level},
                "results": [seen_told(each, by_item=True) for each in shown],
                "changes": dict(rehearsal.difference.fields),
            }
        )
