"""What is told when somebody comes to belong somewhere, from the settings.

What the rooms above open to an organisation's people or to the holders of a role is theirs to look
after, so it is named in the composition's settings instead of being imported here.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Organisation, User


class Joining(Protocol):
    """Take note that the person joins; ``returns``: their closed account was opened again."""

    def __call__(
        self,
        *,
        user: User,
        by: User | str,
        organisation: Organisation | None,
        role: str,
        returns: bool,
    ) -> object: ...


@cache
def _joinings() -> tuple[Joining, ...]:
    return tuple(import_string(path) for path in settings.SEC_ACCOUNT_JOININGS)


def joining_told(
    *,
    user: User,
    by: User | str,
    organisation: Organisation | None = None,
    role: str = "",
    returns: bool = False,
) -> None:
    """Tell of it, in the transaction in which the person joins."""
    for told in _joinings():
        told(user=user, by=by, organisation=organisation, role=role, returns=returns)
