"""Who asks, where a door let in nobody but people who are signed in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def person_of(request: HttpRequest | Request) -> User:
    """Who asks; raises ``PermissionDenied`` where the door was left open."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
