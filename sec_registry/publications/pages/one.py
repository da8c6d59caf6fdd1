"""One publication: what it changed, field by field, and what proves it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from sec_registry.publications.contents import signature_said
from sec_registry.publications.pages.door import for_readers
from sec_registry.publications.pages.parts import part_of, registers_asked
from sec_registry.publications.telling import changes_counted, in_words
from sec_registry.registers.comparisons import Sides
from sec_registry.registers.door import whole_number
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import Standing, standing


@for_readers
def publication_page(request: HttpRequest, number: str) -> HttpResponse:
    """What it changed in the registers that are open to the reader; looks are recorded."""
    found = _publication(number)
    parts = [
        part_of(
            request,
            register,
            Sides(
                standing(register, found.number - 1) or Standing(found.number - 1),
                standing(register, found.number) or Standing(found.number),
            ),
        )
        for register in registers_asked(request)
    ]
    last = Publication.objects.order_by("-number").values_list("number", flat=True)[0]
    context = {
        "title": f"Publication {found.number}",
        "publication": found,
        "told": in_words(changes_counted([found.number])[found.number]),
        "parts": parts,
        "signature": signature_said(found),
        "previous": found.number - 1,
        "following": found.number + 1 if found.number < last else None,
    }
    return TemplateResponse(request, "publications/one.html", context)


def _publication(text: str) -> Publication:
    number = whole_number(text)
    listed = Publication.objects.select_related("signature")
    found = listed.filter(number=number).first() if number and number < 2**31 else None
    if found is None:
        raise Http404
    return found
