"""Who knocks at subscriptions: whoever is signed in (401), for their own (404)."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.gate import Gate
from accounts.models import User
from accounts.scopes import Scope
from sec_registry.notices.models import Subscription
from sec_registry.notices.services import subscriptions_of
from sec_registry.registers.caching import PRIVATE
from sec_registry.registers.door import whole_number

TAGS = ["Subscriptions"]


class SignedIn(BasePermission):
    """Whoever is signed in."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, User)


class OwnGate(Gate):
    """A view of one's own subscriptions: looked at with any reading token, changed with its own."""

    permission_classes = [SignedIn]
    scopes = (Scope.SUBSCRIBE,)
    scopes_of: ClassVar[Mapping[str, Collection[Scope]]] = {"get": (Scope.READ, Scope.SUBSCRIBE)}


def person_of(request: Request) -> User:
    """Who asks."""
    person: Any = request.user
    return person  # type: ignore[no-any-return]  # ``SignedIn`` lets nobody else in


def own_of(request: Request, number: str) -> Subscription:
    """The person's subscription of this number; not there and not theirs answer alike."""
    found = subscriptions_of(person_of(request)).filter(pk=whole_number(number) or 0).first()
    if found is None:
        raise NotFound
    return found


def private(body: Any, *, status: int = 200) -> Response:
    """An answer that no cache keeps."""
    return Response(body, status=status, headers={"Cache-Control": PRIVATE})
