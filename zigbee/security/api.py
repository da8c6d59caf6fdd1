"""The security query over REST, as far as the reader's grants go: recorded, kept out of caches."""

from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from accounts.scopes import Scope
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.door import RegisterDoor, channel_of
from sec_registry.registers.filters import names_refused
from sec_registry.registers.listed import Tabled
from sec_registry.registers.paging import PageAsked, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.table_answers import (
    CsvRenderer,
    csv_streamed,
    is_table,
    marking_cells,
)
from zigbee.columns import CODE
from zigbee.security.asked import LONGEST, Page, SecurityAnswer, SecurityAsked, security_answer
from zigbee.security.schema import SecurityQuerySchema
from zigbee.security.told import members, rows

PARAMETERS = frozenset({*LONGEST, "publication", "at", "limit", "after", FORMAT})
#: What a table, which holds all of it, has no use for.
OF_PAGES = ("limit", "after")


class SecurityQueries(Tabled, RegisterDoor, kind=True):
    """The security query. Access is managed by the Security Sub Committee (F2.38)."""

    register = CODE
    scopes = (Scope.READ, Scope.REVIEW)
    schema = SecurityQuerySchema()
    tables = (CsvRenderer,)

    def list(self, request: Request) -> HttpResponseBase:
        """Current Device Models with a stack of the vendor below the version, and where to go.

        A page of them, by CPL number; counts are of all. As csv it is all of them.
        Only within one's reach. What cannot be compared is told apart, and never taken as safe.
        """
        asked, page = _asked(request)
        stand = self._standing(page.publication)
        if not self.door.reach(request.user):
            self._refuse(request)
        answer = security_answer(
            asked=asked,
            by=person_of(request),
            publication=stand.publication,
            channel=channel_of(request),
            page=None if is_table(request) else Page(page.limit, page.after),
        )
        if not is_table(request):
            told = Response(members(answer, _next(request, answer)))
            return mark_restricted(told, answer.marking)
        # Recorded whole by now; what is sent is read once more, as it goes.
        name = f"security-query-publication-{answer.publication}"
        table = rows(answer, marking_cells(answer.marking, request.user))
        file = csv_streamed(name, table, {"publication": answer.publication})
        return mark_restricted(file, answer.marking)


def _next(request: Request, answer: SecurityAnswer) -> str | None:
    if answer.following is None:
        return None
    place = {"publication": str(answer.publication), "after": str(answer.following)}
    given = {name: each for name, each in request.query_params.items() if name != "at"}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**given, **place})}")


def _asked(request: Request) -> tuple[SecurityAsked, PageAsked]:
    query = request.query_params
    page = page_asked(query)
    asked = SecurityAsked(*(query.get(name, "") for name in LONGEST))
    wrong = {**page.wrong, **asked.wrong, **names_refused(query, PARAMETERS)}
    if is_table(request):
        whole = "A table holds the whole answer: leave it out."
        wrong |= {name: [whole] for name in OF_PAGES if name in query}
    if wrong:
        raise InvalidQuery(wrong)
    return asked, page
