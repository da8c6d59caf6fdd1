"""API sign-in by token: ``Authorization: Bearer TOKEN``.

django-rest-knox stores and compares digests; what differs here is how it fails. Whatever stands in
the header is answered with 401, and an expired token is refused but stays, since records of use and
its owner's list speak of it.
"""

import re
from hmac import compare_digest
from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.bearers import bearers
from accounts.models import ApiToken, User
from accounts.services.tokens import token_used

_TOKEN = re.compile(r"[0-9A-Za-z_]{16,256}", re.ASCII)
# One sentence for every reason: a stranger learns nothing about tokens that once were.
_REFUSED = "This token is not valid."
_NOT_HERE = "A token with scopes does not open this."


class BearerAuthentication(TokenAuthentication):
    """Recognises an account by its token; ``request.auth`` is then the ``ApiToken``."""

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        # A server may hand over as empty what it could not read; that is not "no header".
        if request.META.get("HTTP_AUTHORIZATION", "unsent").strip() == "":
            raise AuthenticationFailed(_REFUSED)
        try:
            found: tuple[User, ApiToken] | None = super().authenticate(request)
        except UnicodeError:
            raise AuthenticationFailed(_REFUSED) from None
        # SECURITY: a view that is no ``accounts.gate.Gate`` would not look at the scopes.
        if found and found[1].scopes and not _looks_at_scopes(request):
            raise AuthenticationFailed(_NOT_HERE)
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """The account and token that these letters stand for."""
        clear = token.decode("utf-8")
        # Before the database is asked: it cannot even compare some letters (PostgreSQL and NUL).
        if not _TOKEN.fullmatch(clear):
            raise AuthenticationFailed(_REFUSED)
        digest = hash_token(clear)
        key = clear[: CONSTANTS.TOKEN_KEY_LENGTH]
        for candidate in bearers(key):
            if compare_digest(digest, candidate.digest):
                token_used(token=candidate)
                return candidate.user, candidate
        raise AuthenticationFailed(_REFUSED)


def _looks_at_scopes(request: Request) -> bool:
    context = getattr(request, "parser_context", None) or {}
    return hasattr(context.get("view"), "scopes_for")


class BearerScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # registers itself, untyped
    """Describes the sign-in in the OpenAPI document."""

    target_class = "accounts.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}
