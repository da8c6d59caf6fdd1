"""Gaps among pathways over REST: all for the Panel, their own for Parties that speak for some."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.asking import person_of
from firmware.fleet.door import FleetDoor
from firmware.gaps.find import GapKind
from firmware.gaps.told import gaps_told, members, rows
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.door import channel_of
from sec_registry.registers.filters import names_refused
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import with_problems
from sec_registry.registers.table_answers import CsvRenderer, csv_answer

KIND, MANUFACTURER = "gap", "manufacturer"
WORDS = {kind.value: kind for kind in GapKind}


class GapSerializer(serializers.Serializer[Any]):
    """A gap at a Device Model; others are those that it concerns beside it."""

    gap = serializers.ChoiceField([(word, word) for word in WORDS])
    cpl_number = serializers.IntegerField()
    others = serializers.ListField(child=serializers.IntegerField())
    clause = serializers.CharField()
    detail = serializers.CharField()


class GapsSerializer(serializers.Serializer[Any]):
    """Gaps among pathways. SEC Parties only – must not be shared (F2.17B)."""

    publication = serializers.IntegerField()
    marking = serializers.CharField()
    totals = serializers.DictField(child=serializers.IntegerField())
    results = GapSerializer(many=True)


class PathwayGaps(FleetDoor):
    """Gaps among upgrade pathways. SEC Parties only – must not be shared (F2.17B)."""

    def get_renderers(self) -> list[BaseRenderer]:
        """Gaps may be asked for as a table."""
        return [*super().get_renderers(), CsvRenderer()]

    def channel(self, request: Request) -> Channel:
        """A list like any other."""
        return channel_of(request)

    @extend_schema(
        tags=["Firmware Information Repository"],
        operation_id="firmware_gaps",
        parameters=[
            OpenApiParameter(KIND, str, enum=tuple(WORDS), description="Gaps of this kind alone."),
            OpenApiParameter(MANUFACTURER, str, description="Of this Manufacturer code alone."),
        ],
        responses=with_problems(
            {(200, "application/json"): GapsSerializer, (200, "text/csv"): str}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """What is not provided, dead ends, islands, forks, blocks without an alternative."""
        query = request.query_params
        wrong = dict(names_refused(query, {KIND, MANUFACTURER, FORMAT}))
        if query.get(KIND) and query[KIND] not in WORDS:
            wrong[KIND] = [f"There is {', '.join(WORDS)}."]
        if wrong:
            raise InvalidQuery(wrong)
        told = gaps_told(
            by=person_of(request),
            channel=self.channel(request),
            kind=WORDS.get(query.get(KIND, "")),
            manufacturer=query.get(MANUFACTURER, ""),
        )
        if isinstance(request.accepted_renderer, CsvRenderer):
            name = f"pathway-gaps-publication-{told.publication}"
            table = rows(told, person_of(request))
            return csv_answer(name, table, {"publication": told.publication})
        return Response(members(told))
