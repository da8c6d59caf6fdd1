"""The extract of a publication, as a file for DCC's systems."""

from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from cpl.api import DeviceModelSerializer
from sec_registry.deliveries.api.door import TAGS, DeliveryView, publication_of
from sec_registry.deliveries.extracts import extract_of
from sec_registry.registers.broken_off import told_when_broken_off
from sec_registry.registers.filters import names_refused
from sec_registry.registers.models import Change
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.schema import NUMBER, with_problems
from sec_registry.registers.table_answers import CsvRenderer

WHOLE = OpenApiParameter(
    "whole",
    OpenApiTypes.BOOL,
    description="The whole list as the publication left it, instead of what it changed.",
)


class ExtractEntrySerializer(serializers.Serializer[Any]):
    """A changed record with the Panel's choice of fields; of a whole list, the document alone."""

    cpl_number = serializers.IntegerField()
    change = serializers.ChoiceField(Change.choices)
    document = DeviceModelSerializer(partial=True)


class ExtractSerializer(serializers.Serializer[Any]):
    """An extract of the Central Products List for DCC."""

    publication = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    whole_list = serializers.BooleanField()
    fields = serializers.ListField(  # type: ignore[assignment]  # a member of the answer, which hides the base's own only from the types
        child=serializers.CharField(), help_text="What the Panel keeps in extracts now."
    )
    results = ExtractEntrySerializer(many=True)


class DeliveryExtract(DeliveryView):
    """What DCC is given of a publication, for DCC and the Panel."""

    def get_renderers(self) -> list[BaseRenderer]:
        """A file: as JSON, or as a table."""
        return [JSONRenderer(), CsvRenderer()]

    @extend_schema(
        tags=TAGS,
        operation_id="deliveries_extract",
        parameters=[NUMBER, WHOLE],
        responses=with_problems(
            {(200, "application/json"): ExtractSerializer, (200, "text/csv"): str},
            400,
            401,
            403,
            404,
            503,
        ),
    )
    def get(self, request: Request, number: str) -> HttpResponseBase:
        """What the publication changed on the CPL, or the whole list, as one file."""
        wrong = names_refused(request.query_params, {"whole", FORMAT})
        whole = request.query_params.get("whole", "false")
        if whole not in ("true", "false"):
            wrong = {**wrong, "whole": ['Say "true" or "false".']}
        if wrong:
            raise InvalidQuery(wrong)
        extract = extract_of(publication_of(number), whole=whole == "true")
        if isinstance(request.accepted_renderer, CsvRenderer):
            pieces, media_type, ending = extract.as_csv(), "text/csv; charset=utf-8", "csv"
        else:
            pieces, media_type, ending = extract.as_json(), "application/json", "json"
        name = f'attachment; filename="{extract.name}.{ending}"'
        headers = {"Content-Disposition": name}
        sent = told_when_broken_off(pieces)
        return StreamingHttpResponse(sent, content_type=media_type, headers=headers)
