"""Any two publications compared on a page, with the form that names them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django_filters import FilterSet

from sec_registry.publications.pages.door import for_readers
from sec_registry.publications.pages.parts import open_registers, part_of, registers_asked
from sec_registry.registers.comparison_queries import END, START, sides_asked
from sec_registry.registers.comparisons import Sides
from sec_registry.registers.declaration import Register
from sec_registry.registers.filters import HexFilter, narrowing
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import GREATEST_LIMIT


class ComparedFilters(FilterSet):
    """What the form narrows a comparison to."""

    manufacturer = HexFilter(digits=4)


@for_readers
def comparison_page(request: HttpRequest) -> HttpResponse:
    """What differs between two publications, in one register after another or in one alone."""
    shown = registers_asked(request)
    numbers = Publication.objects.order_by("-number").values_list("number", flat=True)
    context: dict[str, Any] = {
        "title": "Compare two publications",
        "registers": open_registers(request.user),
        "register": request.GET.get("register", ""),
        "last": next(iter(numbers[:1]), 0),
        "asked": {name: request.GET.get(name, "") for name in (START, END, "manufacturer")},
        "wrong": {},
        "parts": [],
    }
    if START in request.GET and END in request.GET:
        filters = narrowing(request.GET, ComparedFilters)
        asked = [(register, *sides_asked(register, request.GET)) for register in shown]
        # Which publications there are is the same for every register.
        wrong = {**filters.wrong, **asked[0][2]}
        context["wrong"] = {name: " ".join(said) for name, said in wrong.items()}
        if not wrong:
            context["sides"] = asked[0][1]
            context["parts"] = [
                (part_of(request, register, sides, filters), _table(request, register, sides))
                for register, sides, _ in asked
            ]
    status = 400 if context["wrong"] else 200
    return TemplateResponse(request, "publications/compare.html", context, status=status)


def _table(request: HttpRequest, register: Register, sides: Sides) -> str:
    """The address of the same as a table, over REST."""
    query: dict[str, Any] = {START: sides.start.publication, END: sides.end.publication}
    if manufacturer := request.GET.get("manufacturer", "").strip():
        query["manufacturer"] = manufacturer
    table = urlencode({**query, "limit": GREATEST_LIMIT, "format": "csv"})
    return f"{reverse(f'{register.route}-comparison')}?{table}"
