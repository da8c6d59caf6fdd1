"""What the lock-out counts by."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def typed_address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The email address that somebody tried to sign in with, spelt as accounts spell it.

    SECURITY: the account is found however its address is typed, so every spelling must count as
    one, or each new mixture of capitals would bring five more guesses.
    """
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(typed).replace("\0", "").strip().lower()[:254]
