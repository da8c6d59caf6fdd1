"""Who supplied what a Zigbee record holds: known in a room above, which enters here how to tell.

Imports go down only: a record knows nothing of the submissions that changed it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Supplier:
    """The row of a submission that last typed the Zigbee part of a record, and whose it was.

    ``emails`` are those who are told that a question waits there.
    """

    submission: int
    row: int
    name: str
    emails: tuple[str, ...]


#: The suppliers of the records of these CPL numbers; of one that nobody supplied there is none.
Found = Callable[[Collection[int]], Mapping[int, Supplier]]

_FROM_ABOVE: list[Found] = []


def supplied(found: Found) -> Found:
    """Have questions find their supplier by this function; a decorator."""
    _FROM_ABOVE.append(found)
    return found


def suppliers_of(numbers: Collection[int]) -> dict[int, Supplier]:
    """The supplier of each record, by CPL number."""
    known: dict[int, Supplier] = {}
    for found in _FROM_ABOVE:
        known.update(found(numbers))
    return known
