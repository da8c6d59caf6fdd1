"""Gaps among pathways over REST: all for the Panel, their own for Parties that speak for some."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from firmware.fleet.door import FleetDoor
from firmware.gaps.find import GapKind
from firmware.gaps.told import GapsAsked, gaps_told, members, rows
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.door import channel_of
from sec_registry.registers.filters import names_refused
from sec_registry.registers.listed import Tabled
from sec_registry.registers.paging import next_address, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import (
    AFTER,
    AS_TABLES,
    COUNT,
    LIMIT,
    POINT_IN_TIME,
    with_problems,
)
from sec_registry.registers.table_answers import is_table, rows_answer

KIND, MANUFACTURER = "gap", "manufacturer"
PARAMETERS = frozenset({KIND, MANUFACTURER, "limit", "after", "count", "publication", "at", FORMAT})
WORDS = {kind.value: kind for kind in GapKind}


class GapSerializer(serializers.Serializer[Any]):
    """A gap at a Device Model; others are those that it concerns beside it."""

    gap = serializers.ChoiceField([(word, word) for word in WORDS])
    cpl_number = serializers.IntegerField()
    others = serializers.ListField(child=serializers.IntegerField())
    clause = serializers.CharField()
    detail = serializers.CharField()
    remedy = serializers.CharField(help_text="What to submit, in words of the workbook.")


class GapsSerializer(serializers.Serializer[Any]):
    """Gaps among pathways. SEC Parties only – must not be shared (F2.17B)."""

    publication = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    totals = serializers.DictField(
        child=serializers.IntegerField(), required=False, help_text="By kind; with count=true."
    )
    marking = serializers.CharField()
    results = GapSerializer(many=True)


class PathwayGaps(Tabled, FleetDoor):
    """Gaps among upgrade pathways. SEC Parties only – must not be shared (F2.17B)."""

    def channel(self, request: Request) -> Channel:
        """A list like any other."""
        return channel_of(request)

    @extend_schema(
        tags=["Firmware Information Repository"],
        operation_id="firmware_gaps",
        parameters=[
            OpenApiParameter(KIND, str, enum=tuple(WORDS), description="Gaps of this kind alone."),
            OpenApiParameter(MANUFACTURER, str, description="Of this Manufacturer code alone."),
            LIMIT,
            AFTER,
            COUNT,
            *POINT_IN_TIME,
        ],
        responses=with_problems(
            {(200, "application/json"): GapsSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """What is not provided, dead ends, islands, forks, blocks without an alternative.

        A page holds the gaps of so many Device Models; a table holds all, unless `limit` is given.
        """
        asked = _asked(request)
        told = gaps_told(by=person_of(request), channel=self.channel(request), asked=asked)
        if told is None:
            raise InvalidQuery(
                {"publication": [f"There is no publication {asked.publication} yet."]}
            )
        following = None
        if told.next_after is not None:
            place = {"publication": told.publication, "after": told.next_after}
            following = next_address(request, **place)
        if is_table(request):
            name = f"pathway-gaps-publication-{told.publication}"
            members_of_page = {"publication": told.publication, "next": following}
            return rows_answer(request, name, rows(told, person_of(request)), members_of_page)
        return Response(members(told, following))


def _asked(request: Request) -> GapsAsked:
    """Read the query; raises ``InvalidQuery`` with everything that is wrong in it."""
    query = request.query_params
    page = page_asked(query)
    wrong = {**page.wrong, **names_refused(query, PARAMETERS)}
    if query.get(KIND) and query[KIND] not in WORDS:
        wrong[KIND] = [f"There is {', '.join(WORDS)}."]
    if wrong:
        raise InvalidQuery(wrong)
    return GapsAsked(
        kind=WORDS.get(query.get(KIND, "")),
        manufacturer=query.get(MANUFACTURER, ""),
        publication=page.publication,
        after=page.after,
        limit=None if is_table(request) and "limit" not in query else page.limit,
        totals=page.count,
    )
