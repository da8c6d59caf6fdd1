"""CPA dates by window over REST (P7). The public answer is for caches; pathways are asked for.

SECURITY: with ``pathways=true`` the answer is of the Firmware Information Repository: role first,
recorded before it leaves, kept out of every cache. Without it the answer is the same for everybody.
"""

import logging
from typing import Any, NoReturn

from django.db import DatabaseError
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import Gate
from accounts.scopes import Scope
from cpl.api import ManufacturerSerializer, ModelSerializer
from cpl.choices import DateKind
from cpl.cpa_forecast import DEFAULT, LONGEST, Forecast, cpa_forecast
from firmware.cpa_forecast_answer import Told, members, rows, with_pathways
from firmware.register import FIR
from sec_registry.registers.caching import list_tag, mark_public, mark_restricted, unchanged
from sec_registry.registers.disclosure import refuse
from sec_registry.registers.door import channel_of, whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.models import Ledger
from sec_registry.registers.problems import InvalidQuery, Unavailable
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import with_problems
from sec_registry.registers.table_answers import CsvRenderer, csv_answer

DAYS = OpenApiParameter(
    "days",
    {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": DEFAULT},
    description="The window: today and so many days after it.",
)
PATHWAYS = OpenApiParameter(
    "pathways",
    str,
    enum=("true", "false"),
    description="Also the upgrade pathways affected: for those who may read the FIR (F2.17B).",
)


class DatedModelSerializer(serializers.Serializer[Any]):
    """A current Device Model that the certificate covers."""

    cpl_number = serializers.IntegerField()
    device_type = serializers.CharField()
    manufacturer = ManufacturerSerializer()
    model = ModelSerializer()
    hardware_version = serializers.CharField()
    firmware_version = serializers.CharField()


class StepSerializer(serializers.Serializer[Any]):
    """A step that would end."""

    to = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """With a member whose name is a word of the language."""
        return {"from": serializers.IntegerField(), **super().get_fields()}


class PathwaysSerializer(serializers.Serializer[Any]):
    """What would end if the Device Models left the list together; for the FIR's audience."""

    steps = StepSerializer(many=True)
    stranded = serializers.ListField(child=serializers.IntegerField())


class DatedCertificateSerializer(serializers.Serializer[Any]):
    """A CPA Certificate whose date is past or falls into the window."""

    certificate = serializers.CharField()
    standard_version = serializers.CharField()
    date = serializers.DateField()
    date_kind = serializers.ChoiceField(DateKind.choices)
    security_characteristics_version = serializers.CharField()
    days_left = serializers.IntegerField(help_text="Below 0 once the date is past.")
    device_models = DatedModelSerializer(many=True)
    pathways = PathwaysSerializer(required=False)


class CpaForecastSerializer(serializers.Serializer[Any]):
    """CPA Certificates by date, those whose date is past apart."""

    publication = serializers.IntegerField()
    today = serializers.DateField()
    days = serializers.IntegerField()
    until = serializers.DateField()
    marking = serializers.CharField(required=False, help_text="With pathways: who may see this.")
    overdue = DatedCertificateSerializer(many=True)
    results = DatedCertificateSerializer(many=True)


class CpaForecast(Gate):
    """CPA Certificates that expire or are to be renewed, for anyone."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)

    def get_renderers(self) -> list[BaseRenderer]:
        """The forecast may be asked for as a table."""
        return [*super().get_renderers(), CsvRenderer()]

    @extend_schema(
        tags=["Central Products List"],
        operation_id="cpa_forecast",
        parameters=[DAYS, PATHWAYS],
        responses=with_problems(
            {
                (200, "application/json"): CpaForecastSerializer,
                (200, "text/csv"): str,
                304: None,
            },
            400,
            401,
            403,
            503,
        ),
    )
    def get(self, request: Request) -> Response:
        """Certificates by date, with the current Device Models that each covers."""
        days, pathways = _asked(request)
        publication = Ledger.objects.values_list("last_publication", flat=True).get(pk=1)
        today = timezone.localdate()
        if pathways:
            return self._restricted(request, cpa_forecast(today=today, days=days), publication)
        # Another day is another answer.
        tag = f'"{today.isoformat()}-{list_tag(request, publication)[1:]}'
        if unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        told = Told(cpa_forecast(today=today, days=days))
        return mark_public(_answer(request, told, publication), request, tag)

    def _restricted(self, request: Request, forecast: Forecast, publication: int) -> Response:
        user: Any = request.user
        if not FIR.reach(user).everything:
            self._turn_away(request)
        try:
            told = with_pathways(forecast, publication, by=user, channel=channel_of(request))
        except DatabaseError as error:
            logging.getLogger(__name__).exception("A disclosure could not be recorded")
            raise Unavailable from error
        return mark_restricted(_answer(request, told, publication), FIR.marking)

    def _turn_away(self, request: Request) -> NoReturn:
        refuse(register=FIR, by=request.user, numbers=[], channel=channel_of(request))
        self.permission_denied(request)
        raise AssertionError  # it never returns


def _answer(request: Request, told: Told, publication: int) -> Response:
    if isinstance(request.accepted_renderer, CsvRenderer):
        name = f"cpa-forecast-{told.forecast.today.isoformat()}"
        return csv_answer(name, rows(told, request.user), {"publication": publication})
    return Response(members(told, publication))


def _asked(request: Request) -> tuple[int, bool]:
    query = request.query_params
    wrong = dict(names_refused(query, {"days", "pathways", FORMAT}))
    days = whole_number(query.get("days", str(DEFAULT)) or "0")
    if days is None or days > LONGEST:
        wrong["days"] = [f"A window has 1 to {LONGEST} days."]
    pathways = query.get("pathways", "false")
    if pathways not in ("true", "false"):
        wrong["pathways"] = ['Say "true" or "false".']
    if wrong:
        raise InvalidQuery(wrong)
    return days or DEFAULT, pathways == "true"
