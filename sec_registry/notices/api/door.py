"""Who knocks at subscriptions: whoever is signed in (401), for their own (404)."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from accounts.asking import person_of
from accounts.gate import Gate
from accounts.scopes import Scope
from sec_registry.notices.models import Subscription
from sec_registry.notices.services import subscriptions_of
from sec_registry.registers.door import found_among

TAGS = ["Subscriptions"]


class OwnGate(Gate):
    """A view of one's own subscriptions: looked at with any reading token, changed with its own."""

    permission_classes = [IsAuthenticated]
    scopes = (Scope.SUBSCRIBE,)
    scopes_of: ClassVar[Mapping[str, Collection[Scope]]] = {"get": (Scope.READ, Scope.SUBSCRIBE)}


def own_of(request: Request, number: str) -> Subscription:
    """The person's subscription of this number; not there and not theirs answer alike."""
    return found_among(subscriptions_of(person_of(request)), number)
