"""Who may knock at a view at all; what they then see is the read door's business.

The settings name this module for their default, and the API framework loads it before it has
defined a view: so nothing is imported here that defines one.
"""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

    from sec_registry.registers.declaration import Register


class Closed(BasePermission):
    """The default: a view that names no permission is closed to everyone."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        return False

    def has_object_permission(self, request: "Request", view: "APIView", obj: object) -> bool:
        return False


class Admitted(BasePermission):
    """Role first: the register says to whom its door opens."""

    def __init__(self, register: "Register") -> None:
        self.register = register

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        return self.register.admits(request.user)
