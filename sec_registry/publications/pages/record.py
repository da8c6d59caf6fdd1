"""One Device Model as it is listed, and what other registers say of it to whoever may read them.

SECURITY: what is said of a register that is not open to the reader is the same for every number.
"""

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.asking import person_of
from sec_registry.publications.pages.door import for_readers
from sec_registry.publications.pages.parts import subject_of
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import Document
from sec_registry.registers.disclosure import disclose
from sec_registry.registers.door import whole_number
from sec_registry.registers.loading import not_loaded
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import Standing, as_published, number_of, standing

#: What every register says of its Device Model, which the page says once.
_SAID_ONCE = {"device", "cpl_number"}


@dataclass(frozen=True)
class RecordPart:
    """What a register says: cells by column; None where it says nothing to this reader."""

    register: Register
    cells: list[tuple[str, str]] | None
    address: str


@for_readers
def device_model_page(request: HttpRequest, number: str) -> HttpResponse:
    """The Device Model today, or as a publication held it; looks are recorded."""
    found, asked = whole_number(number), request.GET.get("publication", "")
    first, *others = registers()
    stand = _standing(first, asked)
    document = found and _document(request, first, found, stand)
    if not found or not document:
        raise Http404
    context = {
        "title": f"CPL {found}",
        "number": found,
        "query": f"?publication={stand.publication}" if asked else "",
        "subject": subject_of(document),
        "removed": document["removal"],
        "publication": Publication.objects.get(number=stand.publication),
        "not_loaded": not asked and bool(not_loaded([found])),
        "parts": [
            _part(first, document, found, stand),
            *(_part(each, _document(request, each, found, stand), found, stand) for each in others),
        ],
    }
    return TemplateResponse(request, "publications/record.html", context)


def _standing(register: Register, asked: str) -> Standing:
    publication = number_of(asked) if asked else None
    if asked and publication is None:
        raise Http404
    stand = standing(register, publication)
    if stand is None:
        raise Http404
    return stand


def _document(
    request: HttpRequest, register: Register, number: int, stand: Standing
) -> Document | None:
    """The record as far as the reader's right goes; the look is recorded before this returns."""
    reach = register.reach(request.user)
    if not reach:
        return None
    held = as_published(register.within(reach), stand.publication).filter(cpl_number=number)
    text = held.order_by().values_list("document", flat=True).first()
    if text is None:
        return None
    if register.restricted:
        disclose(
            register=register,
            by=person_of(request),
            numbers=[number],
            right=reach.right,
            channel=channel_of(request),
        )
    document: Document = json.loads(text)
    return document


def _part(
    register: Register, document: Document | None, number: int, stand: Standing
) -> RecordPart:
    address = reverse(f"{register.route}-detail", args=[number])
    cells = None
    if document is not None:
        row = register.table.row(document)
        once = _SAID_ONCE if register.restricted else set()
        cells = [
            (column, row[column])
            for column, member in register.table.columns.items()
            if member not in once and row.get(column)
        ]
    return RecordPart(register, cells, f"{address}?publication={stand.publication}")
