"""What is told when somebody comes to belong or to act somewhere, from the settings.

What the rooms above open to an organisation's people, to the holders of a role or to one account is
theirs to look after, so it is named in the composition's settings instead of being imported here.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Organisation, User


class Joining(Protocol):
    """Take note of ``what`` happened: the person joins the organisation or the role, if any.

    ``anew``: what the account itself may has another standing too, since it was opened again, moved
    or came to be used by somebody else.
    """

    def __call__(
        self,
        *,
        user: User,
        what: str,
        by: User | str,
        organisation: Organisation | None,
        role: str,
        anew: bool,
    ) -> object: ...


@cache
def _joinings() -> tuple[Joining, ...]:
    return tuple(import_string(path) for path in settings.SEC_ACCOUNT_JOININGS)


def joining_told(
    *,
    user: User,
    what: str,
    by: User | str,
    organisation: Organisation | None = None,
    role: str = "",
    anew: bool = False,
) -> None:
    """Tell of it, in the transaction in which the person joins."""
    for told in _joinings():
        told(user=user, what=what, by=by, organisation=organisation, role=role, anew=anew)
