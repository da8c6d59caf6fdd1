"""Pages while the database does not answer, or does not record a disclosure: nothing is shown."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse

from sec_registry.registers.problems import RETRY_AFTER

logger = logging.getLogger(__name__)


def shown_or_busy(request: HttpRequest, show: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What ``show`` answers, or the page that asks to come back in a moment (503)."""
    try:
        answer = show()
        if isinstance(answer, TemplateResponse):
            # Here, where a database that does not answer still becomes a page.
            answer.render()
    except (OperationalError, InterfaceError):
        # An acceptance is under way, or a disclosure was not recorded.
        logger.exception("The database did not answer in time.")
        answer = render(request, "busy.html", status=503)
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer
