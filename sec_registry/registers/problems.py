"""Errors as RFC 9457 problems, always ``application/problem+json``.

Whatever format was negotiated, an error is a problem document: a client that asked for a table
must not read an error as one. SECURITY: "not there" and "not yours" are one and the same document,
so nothing in it tells of the request (no ``instance``).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
NOT_FOUND = "There is nothing here, or nothing that you may see."
UNAVAILABLE = "The registry cannot answer just now. Nothing was shown or changed; please try again."
RETRY_AFTER = 5  # seconds

logger = logging.getLogger(__name__)

#: One error; where a table was sent, with its row, field, and what was found and expected there.
Entry = Mapping[str, str | int]


class ProblemRenderer(JSONRenderer):
    """JSON under the media type of problems."""

    media_type = MEDIA_TYPE
    format = "problem"
    ensure_ascii = False


class Problem(exceptions.APIException):
    """A refusal that brings its list of errors with it."""

    def __init__(self, detail: str, errors: Sequence[Entry] = (), status: int = 400) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = list(errors)


class InvalidQuery(Problem):
    """Query parameters that cannot be used: names with what is wrong with each."""

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        errors = [
            {"pointer": f"#/{pointer_token(name)}", "parameter": name, "detail": sentence}
            for name, sentences in wrong.items()
            for sentence in sentences
        ]
        super().__init__(f"Wrong in the query: {', '.join(wrong)}.", errors)


class Unavailable(exceptions.APIException):
    """The database cannot be read, or a disclosure cannot be recorded: come back later."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = UNAVAILABLE


def problem_document(status: int, detail: str, errors: Sequence[Entry] = ()) -> dict[str, Any]:
    """The members of a problem; its type is the status itself."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }
    return {**document, "errors": list(errors)} if errors else document


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of a view; None leaves it to be raised and logged as a fault."""
    error = _as_api_exception(exc)
    if error is None:
        return None
    detail, errors = _said(error)
    response = Response(
        problem_document(error.status_code, detail, errors),
        status=error.status_code,
        headers={"Cache-Control": "no-store", **_headers(error)},
    )
    request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = MEDIA_TYPE
    return response


def plain_problem(status: int, detail: str) -> HttpResponse:
    """A problem for where no view of the API framework answers."""
    body = ProblemRenderer().render(problem_document(status, detail))
    return HttpResponse(
        body, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"}
    )


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, Http404 | exceptions.NotFound):
        return exceptions.NotFound(NOT_FOUND)
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, DjangoPermissionDenied):
        return exceptions.PermissionDenied(str(exc) or None)
    if isinstance(exc, DjangoValidationError):
        return exceptions.ValidationError(get_error_detail(exc))
    if isinstance(exc, RequestDataTooBig):
        longest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return Problem(f"The body is longer than {longest:,} bytes.", status=413)
    if isinstance(exc, OperationalError | InterfaceError):
        # A lock that was not given in time, or a database that is away.
        logger.error("The database did not answer", exc_info=exc)
        return Unavailable()
    return None


def _said(error: exceptions.APIException) -> tuple[str, list[Entry]]:
    if isinstance(error, Problem):
        return str(error.detail), error.errors
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.detail))
        count = "one error" if len(errors) == 1 else f"{len(errors)} errors"
        return f"The request has {count}; nothing was done.", errors
    return str(error.detail), []


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    wait = RETRY_AFTER if isinstance(error, Unavailable) else getattr(error, "wait", None)
    if wait:
        headers["Retry-After"] = str(int(wait))
    return headers


def _flat(detail: Any, pointer: str = "#") -> Iterator[Entry]:
    """The errors of a serializer, nested by member and position, as a list with JSON Pointers."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = name in ("non_field_errors", "__all__")
            yield from _flat(inner, pointer if own else f"{pointer}/{pointer_token(str(name))}")
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            at_position = isinstance(inner, Mapping | list)
            yield from _flat(inner, f"{pointer}/{position}" if at_position else pointer)
    else:
        yield {"pointer": pointer, "detail": str(detail)}


def pointer_token(token: str) -> str:
    """One step of a JSON Pointer, made ready for an address."""
    # A pointer inside an address (RFC 6901, section 6), as RFC 9457 writes it.
    return quote(token.replace("~", "~0").replace("/", "~1"), safe="~")
