"""Who comes in to the pages of publications: everybody, to read.

What a page shows of a restricted register depends on who reads, so that no cache keeps any page.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from sec_registry.registers.busy import shown_or_busy

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Let everybody read; where a look cannot be recorded or worked out, nothing is shown."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = shown_or_busy(request, partial(view, request, *args, **kwargs))
        add_never_cache_headers(answer)
        return answer

    return require_safe(answering)
