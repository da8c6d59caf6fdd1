"""Pages of the committee behind the address of a Zigbee record.

Whoever is no member of the Security Sub Committee finds the same page behind the address, whatever
they may read and whether or not there is such a record.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.people import is_ssc
from zigbee.models import ZigbeeRecord


def committees_page(
    page: Callable[[Any, HttpRequest, ZigbeeRecord], HttpResponse],
) -> Callable[[Any, HttpRequest, str], HttpResponse]:
    """The page, which is given the record when a member of the committee asks for it."""

    @wraps(page)
    def guarded(pages: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        refused: HttpResponse | None = pages._refusal(request, object_id)
        if refused is not None:
            return refused
        if not is_ssc(request.user):
            turned: HttpResponse = pages.turn_away(request, from_a_record=True)
            return turned
        return page(pages, request, pages.get_object(request, object_id))

    return guarded
