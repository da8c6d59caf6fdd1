"""The front page: the search of the public list, and where each reader goes from here."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.generic import View

from accounts.throttling import seconds_to_wait
from cpl.search.page import search_shown
from sec_registry.registers.busy import shown_or_busy
from sec_registry.registers.caching import page_for_anybody
from sec_registry.registers.catalogue import registers


class FrontPage(View):
    """Public facts only: what is asked of the open list, the registers' names and markings."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page, for caches too where nobody is signed in."""
        page = shown_or_busy(request, lambda: _page(request))
        return page_for_anybody(request, page) if isinstance(page, HttpResponse) else page


def _page(request: HttpRequest) -> HttpResponse:
    # A search is counted as the API's requests are, which ask the same.
    wait = seconds_to_wait(request) if request.GET else 0
    search = search_shown(request, wait)
    today = search["today"]
    context: dict[str, Any] = {
        **search,
        "registers": [
            # SECURITY: a restricted register's total tells more than anybody may know.
            (each, None if each.restricted else today.records, bool(each.reach(request.user)))
            for each in registers()
        ],
    }
    page = TemplateResponse(request, "home.html", context, status=400 if search["wrong"] else 200)
    if wait:
        page.status_code, page["Retry-After"] = HTTPStatus.TOO_MANY_REQUESTS, str(wait)
    return page
