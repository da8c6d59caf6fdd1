"""Who may knock: whoever is signed in for their own, the committee's members to decide.

Role first (401, 403), then look-up (404); what is not there and what is not theirs is the same.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar

from django.core.exceptions import ValidationError
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.gate import Gate
from accounts.people import is_ssc
from accounts.scopes import Scope
from sec_registry.registers.problems import Problem
from zigbee.access_api.bodies import as_asked
from zigbee.request_standing import TooLate

TAGS = ["Zigbee access"]


class Members(BasePermission):
    """Members of the Security Sub Committee."""

    message = "Only members of the Security Sub Committee give and take access to Zigbee records."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return is_ssc(request.user)


class AccessGate(Gate):
    """One's own requests and grants; all of them for the committee."""

    permission_classes = [IsAuthenticated]
    scopes = (Scope.ACCESS,)
    scopes_of: ClassVar[Mapping[str, Collection[Scope]]] = {
        "get": (Scope.READ, Scope.ACCESS, Scope.REVIEW)
    }


class CommitteeGate(Gate):
    """What only the committee does."""

    permission_classes = [Members]
    scopes = (Scope.REVIEW,)


@contextmanager
def verbs_told() -> Iterator[None]:
    """Say what a verb refuses as the API says it."""
    try:
        yield
    except ValidationError as error:
        raise as_asked(error) from error
    except TooLate as late:
        raise Problem(str(late), status=409) from late
