"""The security query over REST, as far as the reader's grants go: recorded, kept out of caches."""

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from accounts.scopes import Scope
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.door import RegisterDoor, channel_of
from sec_registry.registers.filters import names_refused
from sec_registry.registers.paging import page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.table_answers import CsvRenderer, csv_answer, is_table, marking_cells
from zigbee.columns import CODE
from zigbee.security.asked import LONGEST, SecurityAnswer, SecurityAsked, security_answer
from zigbee.security.schema import SecurityQuerySchema
from zigbee.security.told import members, rows

PARAMETERS = frozenset({*LONGEST, "publication", "at", FORMAT})


class SecurityQueries(RegisterDoor, kind=True):
    """The security query. Access is managed by the Security Sub Committee (F2.38)."""

    register = CODE
    scopes = (Scope.READ, Scope.REVIEW)
    schema = SecurityQuerySchema()

    def get_renderers(self) -> list[BaseRenderer]:
        """The answer may be asked for as a table."""
        return [*super().get_renderers(), CsvRenderer()]

    def list(self, request: Request) -> Response:
        """Current Device Models with a stack of the vendor below the version, and where to go.

        Only within one's reach. What cannot be compared is told apart, and never taken as safe.
        """
        asked, publication = _asked(request)
        stand = self._standing(publication)
        if not self.door.reach(request.user):
            self._refuse(request)
        answer = self._answered(request, asked, stand.publication)
        if is_table(request):
            name = f"security-query-publication-{answer.publication}"
            table = rows(answer, marking_cells(answer.marking, request.user))
            response = csv_answer(name, table, {"publication": answer.publication})
        else:
            response = Response(members(answer))
        return mark_restricted(response, answer.marking)

    def _answered(self, request: Request, asked: SecurityAsked, publication: int) -> SecurityAnswer:
        return security_answer(
            asked=asked,
            by=person_of(request),
            publication=publication,
            channel=channel_of(request),
        )


def _asked(request: Request) -> tuple[SecurityAsked, int | None]:
    query = request.query_params
    page = page_asked(query)
    asked = SecurityAsked(*(query.get(name, "") for name in LONGEST))
    wrong = {**page.wrong, **asked.wrong, **names_refused(query, PARAMETERS)}
    if wrong:
        raise InvalidQuery(wrong)
    return asked, page.publication
