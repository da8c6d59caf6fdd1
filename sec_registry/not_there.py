"""What is not there, with DEBUG on: the page that production shows.

Django would answer with the table of all addresses; whoever looks at the sample, and opens what is
not theirs, is shown what they would be shown in earnest. Only with DEBUG on is it installed.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase

from sec_registry.errors import not_found


class AsInProduction:
    """Last of the middleware: nothing but Django's own answer for a 404 is of the class."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotFound):
            return not_found(request, Http404())
        return answer
