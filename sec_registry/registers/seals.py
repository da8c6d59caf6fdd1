"""What is done with each publication in the transaction that makes it, from the settings.

Signing (and whatever else must happen with a publication or not at all) stands above the
registers, so it is named in the composition's settings instead of being imported here.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

#: Called while the ledger is open, when the last publication and its states are written.
Seal = Callable[[], object]


@cache
def seals() -> tuple[Seal, ...]:
    """All of them, in the order in which they are called."""
    return tuple(import_string(path) for path in settings.SEC_SEALS)
