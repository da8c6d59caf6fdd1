"""
The middleware that keeps what is typed when a session ends in the middle of a form.

A form that comes from nobody is sent to the sign-in page. Where this browser was signed in before,
and not signed out, the page carries what was typed, sealed for that account (``kept_forms``).
"""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from accounts.kept_forms import sealed_form

#: The account that signed in here last. It opens nothing: it says for whom a form is sealed.
COOKIE = "last_signed_in"
_SALT = "accounts.keeping"
#: Longer than a session, which has ended by the time it is asked for.
_LASTING = 2 * settings.SESSION_COOKIE_AGE


class KeptForms:
    """Stands behind the middleware that knows who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        # Only what signs in or out, and what is posted, concerns this; who reads is not looked at.
        if request.method != "POST":
            return answer
        if isinstance(answer, HttpResponseRedirect) and _is_sign_in(answer.url):
            return _carried(request) or answer
        return _remembering(request, answer) if request.session.modified else answer


def _remembering(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Keep in the browser who is signed in now, or that nobody is any more."""
    if person := request.session.get(SESSION_KEY):
        answer.set_signed_cookie(
            COOKIE,
            str(person),
            salt=_SALT,
            max_age=_LASTING,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    elif COOKIE in request.COOKIES:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def _is_sign_in(address: str) -> bool:
    return urlsplit(address).path in (reverse("login"), reverse("admin:login"))


def _carried(request: HttpRequest) -> HttpResponseBase | None:
    """The sign-in page with what was typed; None where nobody can say whose it is."""
    person = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_LASTING)
    sealed = sealed_form(request, int(person)) if person and person.isdecimal() else ""
    if not sealed:
        return None
    answer = TemplateResponse(
        request,
        "registration/login.html",
        {
            "form": AuthenticationForm(request),
            "title": "Sign in",
            "next": request.get_full_path(),
            "kept": sealed,
        },
        status=HTTPStatus.FORBIDDEN,
    )
    add_never_cache_headers(answer)
    return answer.render()
