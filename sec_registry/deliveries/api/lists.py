"""The publications with something for DCC, the newest first."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sec_registry.deliveries.api.answers import StandPageSerializer, StandSerializer, stand_told
from sec_registry.deliveries.api.door import TAGS, DeliveryView
from sec_registry.deliveries.api.filters import PublicationFilters
from sec_registry.deliveries.overview import delivered_publications, stands_of
from sec_registry.registers.filters import narrowing
from sec_registry.registers.listed import Tabled, listed_answer
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.schema import AS_TABLES, with_problems


def described(filters: Any) -> list[OpenApiParameter]:
    """The filters as the description of the API has them."""
    return [
        OpenApiParameter(name, str, description=each.extra["help_text"], enum=each.extra["words"])
        for name, each in filters.base_filters.items()
    ]


class Deliveries(Tabled, DeliveryView):
    """Deliveries to DCC: where each publication stands, for DCC and the Panel."""

    @extend_schema(
        tags=TAGS,
        operation_id="deliveries_list",
        parameters=[*described(PublicationFilters), *NEWEST],
        responses=with_problems(
            {(200, "application/json"): StandPageSerializer, **AS_TABLES}, 400, 401, 403, 503
        ),
    )
    def get(self, request: Request) -> Response:
        """A page of publications that changed the CPL; ``next`` leads to earlier ones."""
        filters = narrowing(request.query_params, PublicationFilters)
        asked = newest_asked(
            request.query_params, PublicationFilters.base_filters, dict(filters.wrong)
        )
        rows = delivered_publications()
        for each, value in filters.given:
            rows = each.filter(rows, value)
        shown, beside = newest_page(request, rows, asked)
        body = {**beside, "results": [stand_told(each) for each in stands_of(shown)]}
        return listed_answer(request, "deliveries", body, of=StandSerializer)
