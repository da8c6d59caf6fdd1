"""CPA dates by window over REST (P7). The public answer is for caches; pathways are asked for.

SECURITY: with ``pathways=true`` the answer is of the Firmware Information Repository: role first,
recorded before it leaves, kept out of every cache. Without it the answer is the same for everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from accounts.gate import Gate
from accounts.scopes import Scope
from cpl.cpa_forecast import (
    DEFAULT,
    LONGEST,
    DatedCertificate,
    Forecast,
    Key,
    certificates_due,
    cpa_forecast,
)
from cpl.cpa_places import place_read, place_written
from cpl.register import CPL
from firmware.cpa_forecast_answer import Told, graph_disclosed, members, rows, with_pathways
from firmware.cpa_forecast_schema import (
    DAYS,
    PARAMETERS,
    PATHWAYS,
    PINNED,
    PLACE,
    CpaForecastSerializer,
)
from firmware.graph import Graph
from firmware.register import FIR
from sec_registry.registers.caching import list_tag, mark_public, mark_restricted, unchanged
from sec_registry.registers.disclosure import refuse
from sec_registry.registers.door import channel_of, whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.listed import Tabled
from sec_registry.registers.paging import (
    DEFAULT_LIMIT,
    GREATEST_LIMIT,
    Standing,
    number_of,
    standing,
)
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import LIMIT, with_problems
from sec_registry.registers.table_answers import CsvRenderer, csv_streamed, is_table


@dataclass(frozen=True)
class Asked:
    """What the query asks for, and what the list holds then."""

    today: date
    days: int
    pathways: bool
    stand: Standing
    limit: int
    after: Key | None

    def forecast(self) -> Forecast:
        """The page."""
        return cpa_forecast(
            today=self.today,
            days=self.days,
            limit=self.limit,
            after=self.after,
            publication=self.stand.publication,
        )

    def found(self) -> Iterator[DatedCertificate]:
        """All certificates of the window, as they are read."""
        return certificates_due(
            today=self.today, days=self.days, publication=self.stand.publication
        )


class CpaForecast(Tabled, Gate):
    """CPA Certificates that expire or are to be renewed, for anyone."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)
    tables = (CsvRenderer,)

    @extend_schema(
        tags=["Central Products List"],
        operation_id="cpa_forecast",
        parameters=[DAYS, PATHWAYS, LIMIT, PLACE, PINNED],
        responses=with_problems(
            {(200, "application/json"): CpaForecastSerializer, (200, "text/csv"): str, 304: None},
            400,
            401,
            403,
            503,
        ),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A page of certificates by date, each with the current Device Models that it covers."""
        asked = _asked(request)
        if asked.pathways:
            return self._restricted(request, asked)
        # Another day is another answer.
        tag = list_tag(request, asked.stand.publication, asked.stand.redactions)[1:]
        tag = f'"{asked.today.isoformat()}-{tag}'
        if unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        if is_table(request):
            return mark_public(_table(request, asked), request, tag)
        return mark_public(_page(request, asked, Told(asked.forecast())), request, tag)

    def _restricted(self, request: Request, asked: Asked) -> HttpResponseBase:
        if not FIR.reach(request.user).everything:
            self._turn_away(request)
        user = person_of(request)
        publication, channel = asked.stand.publication, channel_of(request)
        answer: HttpResponseBase
        if is_table(request):
            # Recorded whole before the first byte; then it is worked out once more, as it goes.
            graph = graph_disclosed(asked.found(), publication, by=user, channel=channel)
            answer = _table(request, asked, graph)
        else:
            told = with_pathways(asked.forecast(), publication, by=user, channel=channel)
            answer = _page(request, asked, told)
        return mark_restricted(answer, FIR.marking)

    def _turn_away(self, request: Request) -> NoReturn:
        refuse(register=FIR, by=request.user, numbers=[], channel=channel_of(request))
        self.permission_denied(request)
        raise AssertionError  # it never returns


def _page(request: Request, asked: Asked, told: Told) -> Response:
    publication, key = asked.stand.publication, told.forecast.following
    following = None
    if key is not None:
        place = {"publication": str(publication), "after": place_written(key)}
        query = urlencode({**request.query_params.dict(), **place})
        following = request.build_absolute_uri(f"{request.path}?{query}")
    return Response(members(told, publication, following))


def _table(request: Request, asked: Asked, graph: Graph | None = None) -> StreamingHttpResponse:
    cells = rows(asked.found(), asked.today, request.user, graph)
    name = f"cpa-forecast-{asked.today.isoformat()}"
    return csv_streamed(name, cells, {"publication": asked.stand.publication})


def _asked(request: Request) -> Asked:
    query = request.query_params
    wrong = dict(names_refused(query, {*PARAMETERS, FORMAT}))
    days = whole_number(query.get("days", str(DEFAULT)) or "0")
    if days is None or days > LONGEST:
        wrong["days"] = [f"A window has 1 to {LONGEST} days."]
    pathways = query.get("pathways", "false")
    if pathways not in ("true", "false"):
        wrong["pathways"] = ['Say "true" or "false".']
    limit = number_of(query.get("limit", str(DEFAULT_LIMIT)))
    if limit is None or not 1 <= limit <= GREATEST_LIMIT:
        wrong["limit"] = [f"A page holds 1 to {GREATEST_LIMIT} certificates."]
    after = None
    try:
        after = place_read(query["after"]) if "after" in query else None
    except ValueError:
        wrong["after"] = ["Take it from the next of the page before."]
    stand = _standing(query.get("publication"))
    if stand is None:
        wrong["publication"] = ["There is no such publication."]
    if is_table(request):
        whole = "A table holds the whole window: leave it out."
        wrong |= {name: [whole] for name in ("limit", "after") if name in query}
    if wrong or stand is None or limit is None:
        raise InvalidQuery(wrong)
    return Asked(timezone.localdate(), days or DEFAULT, pathways == "true", stand, limit, after)


def _standing(text: str | None) -> Standing | None:
    if text is None:
        return standing(CPL)
    number = number_of(text)
    return standing(CPL, number) if number is not None and number < 2**31 else None
