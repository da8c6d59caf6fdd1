"""What caches may keep: public lists until the next publication, restricted content never.

A publication never changes, so its number and the address make a strong tag; a single document is
tagged by its own bytes and stays fresh across publications that leave it alone.
"""

import hashlib
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

#: Part of every list's tag: raise it when the same publication is to be written differently.
LIST_FORM = "2"
PUBLIC = "public, max-age=0, must-revalidate"
#: Not for good: redaction may have to take something out again.
SETTLED = "public, max-age=86400, immutable"
PRIVATE = "private, no-store"
MARKING = "Registry-Marking"

A = TypeVar("A", bound=HttpResponseBase)


def list_tag(request: Request, publication: int, redactions: int = 0) -> str:
    """The strong entity tag of a list's answer to this address at this publication.

    ``redactions`` is how often something in it was redacted since: each makes it another answer.
    """
    form = f"{LIST_FORM} {request.accepted_renderer.format} {redactions or ''}"
    address = f"{form} {request.build_absolute_uri()}"
    return f'"{publication}-{hashlib.sha256(address.encode()).hexdigest()[:16]}"'


def document_tag(body: bytes) -> str:
    """The strong entity tag of a single document."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether the client says that it holds this very answer."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return any(each == "*" or each.removeprefix("W/") == tag for each in held)


def is_data(request: Request) -> bool:
    """Whether the answer is data; a browsable page shows who is signed in and is not kept."""
    return request.accepted_renderer.format != "api"


def mark_public(response: A, request: Request, tag: str) -> A:
    """Let caches keep an answer that anyone may see, and ask again each time."""
    if is_data(request):
        response["ETag"] = tag
        response["Cache-Control"] = PUBLIC
    else:
        response["Cache-Control"] = PRIVATE
    return response


def settle(response: Response) -> Response:
    """Let caches keep a public answer for a day without asking: nothing published changes it."""
    if response["Cache-Control"] == PUBLIC:
        response["Cache-Control"] = SETTLED
    return response


def private_answer(body: Any = None, *, status: int = 200) -> Response:
    """An answer of the API that no cache keeps: what is the reader's own."""
    return kept_private(Response(body, status=status))


def kept_private(response: A) -> A:
    """The answer, kept out of every cache."""
    response["Cache-Control"] = PRIVATE
    return response


def page_for_anybody(request: HttpRequest, page: HttpResponse) -> HttpResponseBase:
    """A page of public content, made ready to be kept by caches that ask again each time.

    The tag is that of its bytes, since a page also changes with its templates. Whoever is signed in
    gets a page of their own, with their name on it; so does whom a message waits for.
    """
    patch_vary_headers(page, ["Cookie"])
    told = getattr(get_messages(request), "used", False)
    if request.user.is_authenticated or told or page.status_code != HTTPStatus.OK:
        return kept_private(page)
    page["Cache-Control"] = PUBLIC
    page["ETag"] = document_tag(page.content)
    # Without a condition that holds, the page itself.
    return get_conditional_response(request, etag=page["ETag"], response=page) or page


def keep_to_reader(response: Response) -> None:
    """Keep what depends on who reads out of caches that several people share."""
    response["Cache-Control"] = response["Cache-Control"].replace("public", "private")
    patch_vary_headers(response, ["Authorization", "Cookie"])


def mark_restricted(response: A, marking: str) -> A:
    """Keep an answer out of every cache, and say on it who may see it."""
    response["Cache-Control"] = PRIVATE
    # Headers hold no dash but the hyphen.
    response[MARKING] = marking.replace("–", "-")
    return response
