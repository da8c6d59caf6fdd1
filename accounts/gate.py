"""The gate before every view of the API: requests are counted, then a token's scopes looked at.

Both happen before a view's own permissions, so that refusals are counted too and cost little.
Every view under ``/api/`` is a ``Gate``; a token with scopes opens no other view
(``accounts.authentication``).
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, NoReturn

from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import ApiToken
from accounts.scopes import Scope

#: For routes that every token opens, such as the root.
ANY_SCOPE: Collection[Scope] = tuple(Scope)


class Gate(APIView):
    """A view that says which scopes open it; any one of them is enough, and by default none is.

    ``scopes_of`` names other scopes for single actions of a view set, or methods of a plain view.
    """

    scopes: ClassVar[Collection[Scope]] = ()
    scopes_of: ClassVar[Mapping[str, Collection[Scope]]] = {}

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, count the request, and see whether their token will do."""
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            # Guesses are counted too, against the address that they come from.
            super().check_throttles(request)
            raise
        super().check_throttles(request)
        self._check_scopes(request)

    def check_throttles(self, request: Request) -> None:
        """Nothing more: the request was counted before anything was refused."""

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        """Refuse, and say when to come back."""
        raise Throttled(wait, "Too many requests: please wait as Retry-After says.")

    def scopes_for(self, deed: str) -> Collection[Scope]:
        """The scopes that open an action or a method."""
        return self.scopes_of.get(deed, self.scopes)

    def _check_scopes(self, request: Request) -> None:
        token: Any = request.auth
        if not isinstance(token, ApiToken) or not token.scopes:
            return
        deed = getattr(self, "action", None) or str(request.method).lower()
        needed = self.scopes_for(deed)
        if not set(needed) & set(token.scopes):
            self.permission_denied(request, message=_missing(needed))


def _missing(needed: Collection[Scope]) -> str:
    if not needed:
        return "No token does this: sign in."
    listed = " or ".join(f'"{scope.value}"' for scope in needed)
    return f"This token lacks the scope {listed}."
