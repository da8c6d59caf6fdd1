"""What ends with an account in the transaction that closes it, from the settings.

What an account has in the rooms above is theirs to end, so it is named in the composition's
settings instead of being imported here.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


class Closing(Protocol):
    """End what the account has; ``by`` is who closes it."""

    def __call__(self, *, user: User, by: User | str) -> object: ...


@cache
def closings() -> tuple[Closing, ...]:
    """All of them, in the order in which they are called."""
    return tuple(import_string(path) for path in settings.SEC_ACCOUNT_CLOSINGS)
