"""The list of publications, the newest first."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from sec_registry.publications.pages.door import for_readers
from sec_registry.publications.telling import changes_counted, in_words
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import number_of

A_PAGE = 25


@for_readers
def publications_page(request: HttpRequest) -> HttpResponse:
    """A page of publications, and what each changed on the public list."""
    before = number_of(request.GET.get("before", ""))
    newest = Publication.objects.order_by("-number").values_list("number", flat=True)
    listed = Publication.objects.order_by("-number")
    if before:
        listed = listed.filter(number__lt=min(before, 2**31 - 1))
    found = list(listed[: A_PAGE + 1])
    shown = found[:A_PAGE]
    counted = changes_counted([each.number for each in shown])
    context = {
        "title": "Publications",
        "rows": [(each, in_words(counted[each.number])) for each in shown],
        "last": next(iter(newest[:1]), 0),
        "before": before,
        "following": shown[-1].number if len(found) > A_PAGE else None,
    }
    return TemplateResponse(request, "publications/list.html", context)
