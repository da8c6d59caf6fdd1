"""Who comes in to the pages of publications: everybody, to read.

What a page shows of a restricted register depends on who reads, so that no cache keeps any page.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Let everybody read; where a look cannot be recorded or worked out, nothing is shown."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
            if isinstance(answer, TemplateResponse):
                # Here, where a database that does not answer still becomes a page.
                answer.render()
        except DatabaseError:
            logging.getLogger(__name__).exception("The page could not be made")
            answer = render(request, "publications/busy.html", status=503)
            answer["Retry-After"] = "5"
        add_never_cache_headers(answer)
        return answer

    return require_safe(answering)
