"""
The middleware that binds a request id to every log line and logs each request.

It differs from django-structlog's own in what stays out of the log: the query string, and that
part of a path that opens something by itself.
"""

import re

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

#: SECURITY: whoever has the rest of such a path sets a password, or ends somebody's notices. By
#: the beginning, since it is logged too where it leads nowhere, as without its last stroke.
_OPENING = re.compile(
    r"^(/accounts/(?:password-reset|invitation)/[^/]+/|/subscriptions/stop/).+", re.DOTALL
)


class RequestLog(RequestMiddleware):
    """Log method and path of a request, never its query string or body."""

    # SECURITY: filters may name restricted values (a chipset, a contact); a path never does.
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return what the log says of a request."""
        path = _OPENING.sub(r"\1…", request.path)
        return f"{request.method} {path}"
