"""A disclosure as it is shown: as a document, and as a row of a table."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from sec_registry.registers.disclosure_row import COLUMNS
from sec_registry.registers.lasting import RightEnded
from sec_registry.registers.models import Disclosure
from sec_registry.registers.moments import written
from sec_registry.registers.tables import MARKING_COLUMNS

MARKING = "Record of disclosures – for those who oversee the registers, not to be shared"
#: The members of a document, in the order of a table's columns.
MEMBERS = ("id", *COLUMNS)
#: So many rows are read at once.
BATCH = 500


def document(row: Disclosure) -> dict[str, Any]:
    """The disclosure as it is shown."""
    shown = {name: getattr(row, name) for name in MEMBERS}
    return {**shown, "at": written(row.at)}


def table(documents: Iterable[dict[str, Any]], marking: list[str]) -> Iterator[list[str]]:
    """Headings, and a row for each document."""
    yield [*(name.replace("_", " ").capitalize() for name in MEMBERS), *MARKING_COLUMNS]
    for each in documents:
        numbers = "; ".join(str(number) for number in each["numbers"])
        cells = {**each, "numbers": numbers}
        yield [*(str(cells[name]) for name in MEMBERS), *marking]


def documents_of(rows: QuerySet[Disclosure], lasts: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """All of the rows, the newest first, read in lots; none that is added meanwhile.

    ``lasts`` is asked before each lot whether the right to see them does; raises ``RightEnded``.
    """
    ordered, last = rows.order_by("-pk"), None
    while True:
        if not lasts():
            raise RightEnded("The right to oversee ended meanwhile; the rest was not sent.")
        following = ordered if last is None else ordered.filter(pk__lt=last)
        lot = list(following[:BATCH])
        if not lot:
            return
        yield from map(document, lot)
        last = lot[-1].pk
