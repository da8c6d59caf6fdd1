"""Who knocks at the deliveries: role first (401, 403), then look-up (404)."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.gate import Gate
from accounts.scopes import Scope
from sec_registry.deliveries.permissions import may_see_deliveries
from sec_registry.registers.caching import kept_private
from sec_registry.registers.door import found_among
from sec_registry.registers.models import Publication

TAGS = ["Deliveries to DCC"]


class ForDcc(BasePermission):
    """DCC's people and systems, and the Panel's."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return may_see_deliveries(request.user)


class DeliveryView(Gate):
    """A view of deliveries; nothing of it is kept in a cache, since results come at any time."""

    permission_classes = [ForDcc]
    scopes = (Scope.READ, Scope.DELIVER)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Keep every answer out of every cache."""
        return kept_private(super().finalize_response(request, response, *args, **kwargs))


def publication_of(number: str) -> Publication:
    """The publication of this number, whether or not it changed the list; raises ``NotFound``."""
    return found_among(Publication.objects.all(), number)
