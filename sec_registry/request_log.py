"""
The middleware that binds a request id to every log line and logs each request.

It differs from django-structlog's own in what stays out of the log: the query string, that part of
a path that opens something by itself, and an address that nobody but the client says it has.
"""

import re

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars

from accounts.throttling import address_of

#: SECURITY: whoever has the rest of such a path sets a password, or ends somebody's notices. By
#: the beginning, since it is logged too where it leads nowhere, as without its last stroke.
_OPENING = re.compile(
    r"^(/accounts/(?:password-reset|invitation)/[^/]+/|/subscriptions/stop/).+", re.DOTALL
)


class RequestLog(RequestMiddleware):
    """Log method and path of a request, never its query string or body."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """Name whom requests are counted against: no header is believed but our own proxy's."""
        bind_contextvars(ip=address_of(request))

    # SECURITY: filters may name restricted values (a chipset, a contact); a path never does.
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return what the log says of a request."""
        path = _OPENING.sub(r"\1…", request.path)
        return f"{request.method} {path}"
