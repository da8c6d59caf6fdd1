"""The publications with something for DCC: where each stands, and what is overdue."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from sec_registry.deliveries.clocks import Running, standing_as
from sec_registry.deliveries.models import Clock
from sec_registry.deliveries.overview import delivered_publications, stands_of
from sec_registry.deliveries.pages.door import DeliveryPage
from sec_registry.registers.deliveries import DeliveryState
from sec_registry.registers.loading import under_way

A_PAGE = 25
#: What the list is narrowed to: the word of the address, and what the tab says.
GROUPS = (
    ("all", "All"),
    ("open", "Not all loaded"),
    (Running.OVERDUE.value, "Overdue"),
    (Running.UNKNOWN.value, "No date known"),
)


class DeliveriesPage(DeliveryPage):
    """The list, the newest publication first."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of publications."""
        word = request.GET.get("show", "all")
        rows = delivered_publications().order_by("-number")
        if word == "open":
            rows = rows.filter(pk__in=under_way().order_by().values("publication_id"))
        elif word in (Running.OVERDUE, Running.UNKNOWN):
            rows = rows.filter(pk__in=standing_as(word).order_by().values("publication_id"))
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        stands = stands_of(page.object_list)
        context: dict[str, Any] = {
            "title": "Deliveries to DCC",
            "page": page,
            "rows": [
                {
                    "stand": each,
                    "loaded": each.states[DeliveryState.LOADED],
                    "failed": each.states[DeliveryState.FAILED],
                    "given": each.dues[Clock.GIVEN],
                    "to_load": each.dues[Clock.LOADED],
                }
                for each in stands
            ],
            "tabs": [(each, label, each == word) for each, label in GROUPS],
        }
        return TemplateResponse(request, "deliveries/list.html", context)
