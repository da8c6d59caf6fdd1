"""What is told when a SEC Party's cessation is recorded, moved or taken back, from the settings.

What the rooms above open to a Party's people is theirs to look after, as with ``joinings``.
"""

from datetime import date
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Organisation, User


class Cessation(Protocol):
    """Take note that the organisation ceases on another day, or never; ``before`` it was."""

    def __call__(
        self, *, organisation: Organisation, before: date | None, by: User | str
    ) -> object: ...


@cache
def _cessations() -> tuple[Cessation, ...]:
    return tuple(import_string(path) for path in settings.SEC_PARTY_CESSATIONS)


def cessation_told(*, organisation: Organisation, before: date | None, by: User | str) -> None:
    """Tell of it, in the transaction in which it is recorded."""
    for told in _cessations():
        told(organisation=organisation, before=before, by=by)
