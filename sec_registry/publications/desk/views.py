"""A list and a record as published in a publication or at a time (P4), under today's right to read.

What is shown of a restricted register is recorded first, number by number, as on its other pages.
"""

import json
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from sec_registry.publications.desk.door import pages_of, standing_asked
from sec_registry.publications.pages.compared import ComparedFilters
from sec_registry.registers.admin.presentation import badge, facts_table, verbatim
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import Document
from sec_registry.registers.filters import narrowing
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import Standing, as_published

A_PAGE = 50
HEADINGS = (
    "CPL number",
    "Device type",
    "Manufacturer",
    "Model",
    "Hardware",
    "Firmware",
    "Status",
    "Published in",
)


def published_list(request: HttpRequest, code: str, *, site: AdminSite) -> HttpResponse:
    """The register as published: a page of records in the order of their CPL numbers."""
    pages = pages_of(site, code)
    if (answer := pages.refused(request)) is not None:
        return answer
    register = pages.declared
    asked, stand, wrong = standing_asked(request, register)
    filters = narrowing(_filled(request), ComparedFilters)
    wrong |= filters.wrong
    rows: list[tuple[int, int, str]] = []
    if not wrong and asked.after < stand.highest_number:
        held = as_published(register.visible_to(request.user), stand.publication)
        onward = filters.narrow(held, asked.after)
        rows = list(onward.values_list("cpl_number", "published_in", "document")[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    if not wrong:
        pages.record(request, [number for number, *_ in shown])
    cells = [_row(register, stand, *row) for row in shown]
    context = {
        "title": f"{register.title} as published",
        "table": facts_table(HEADINGS, cells) if cells else "",
        "following": shown[-1][0] if len(rows) > A_PAGE else None,
        "filtered": True,
    }
    return _page(request, site, pages, stand, wrong, context)


def published_record(
    request: HttpRequest, code: str, number: int, *, site: AdminSite
) -> HttpResponse:
    """One record as published."""
    pages = pages_of(site, code)
    register = pages.declared
    reach = register.reach(request.user)
    # Not there at any time and not theirs: the same answer, and the same record of the attempt.
    known = register.within(reach).filter(cpl_number=number).exists() if number < 2**31 else False
    if (answer := pages.refused(request, number, known=known)) is not None:
        return answer
    _, stand, wrong = standing_asked(request, register)
    document: Document | None = None
    if not wrong:
        pages.record(request, [number])
        held = as_published(register.within(reach), stand.publication).filter(cpl_number=number)
        text = next(iter(held.values_list("document", flat=True)[:1]), None)
        document = None if text is None else json.loads(text)
    context = {
        "title": f"CPL {number} as published",
        "table": "" if document is None else _facts(register, document),
        "number": number,
    }
    return _page(request, site, pages, stand, wrong, context)


def _page(
    request: HttpRequest,
    site: AdminSite,
    pages: Any,
    stand: Standing,
    wrong: dict[str, list[str]],
    context: dict[str, Any],
) -> HttpResponse:
    request.current_app = site.name
    names = ("publication", "at", "manufacturer")
    return TemplateResponse(
        request,
        "admin/published/page.html",
        {
            **site.each_context(request),
            "opts": pages.opts,
            "marking": pages.declared.marking,
            "code": pages.register,
            "stand": stand,
            "publication": Publication.objects.filter(number=stand.publication).first(),
            "asked": {name: request.GET.get(name, "") for name in names},
            "wrong": {name: " ".join(said) for name, said in wrong.items()},
            **context,
        },
        status=400 if wrong else 200,
    )


def _filled(request: HttpRequest) -> Any:
    given = request.GET.copy()
    if not given.get("manufacturer", "").strip():
        given.pop("manufacturer", None)
    return given


def _row(
    register: Register, stand: Standing, number: int, published_in: int, text: str
) -> tuple[object, ...]:
    document = json.loads(text)
    device = document.get("device", document)
    made_by, model = device["manufacturer"], device["model"]
    address = reverse("admin:published_record", args=[register.code, number])
    return (
        format_html('<a href="{}?publication={}">{}</a>', address, stand.publication, number),
        device["device_type"],
        f"{made_by['code']} {made_by['name']}",
        f"{model['identifier']} {model['name']}".strip(),
        device["hardware_version"],
        device["firmware_version"],
        badge(device["status"], device["status"].capitalize()),
        published_in,
    )


def _facts(register: Register, document: Document) -> str:
    said = register.table.row(document)
    return facts_table(("Field", "As published"), [(name, verbatim(v)) for name, v in said.items()])
