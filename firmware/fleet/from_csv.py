"""An inventory from csv: columns by name in any order, one row for each kind of device.

Headings are read as ``cpl.headings`` does. An export of a register with a column of counts beside
it is an inventory as it is. Columns that say nothing of these are passed over and named in a note;
their cells are looked at by nobody. Columns may be separated as a spreadsheet's clipboard does it,
by tabs, and its other ways are taken too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, compress
from typing import Any, BinaryIO

from cpl.columns import (
    FIRMWARE_VERSION,
    HARDWARE_VERSION,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
)
from cpl.headings import CALLED, places_of
from cpl.spellings import SHOWN, TYPE, Wrong
from cpl.table import CPL_NUMBER
from firmware.fleet.cells import (
    COUNT,
    NUMBER,
    Device,
    device_named,
    number_said,
    plain,
    whole_count,
)
from firmware.fleet.inventory import Inventory, InventoryRefused, Problem, Tally
from firmware.fleet.uncollected import uncollected
from sec_registry.registers.csv_rows import CsvUnusable, csv_rows

MOST_COLUMNS = 200
#: What each member may be called, as ``cpl.headings`` reads them.
_CALLED: Mapping[str, tuple[str, ...]] = {
    NUMBER: ("cplnumber", "cplno", "cpl", "cplid", "cplentryid"),
    **CALLED,
    COUNT: ("count", "devices", "quantity", "qty", "numberofdevices", "noofdevices", "devicecount"),
}
#: So many spellings of counts are remembered, to be read once each.
REMEMBERED = 100_000
#: How the files begin that spreadsheets keep for themselves.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: As they mostly stand in a first line, to see by what the columns are separated.
HEADINGS = frozenset(
    {*chain(*_CALLED.values()), *_CALLED, *(member.replace("_", " ") for member in _CALLED)}
    | {name.casefold() for name in (CPL_NUMBER, MANUFACTURER_CODE, MODEL_IDENTIFIER)}
)
NO_COUNT = "There is no column of counts: every row counts as one device."


class _Columns:
    """Where in a row each member stands."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.places, twice = places_of(headings, _CALLED)
        self.wrong = [Wrong(heading, "It stands there twice.") for heading in twice]
        used = set(self.places.values())
        self.passed_over = [
            heading[:SHOWN]
            for place, heading in enumerate(headings)
            if place not in used and heading
        ]
        self.width = len(headings)
        #: The members that name devices, in the order in which they stand there.
        self.naming = sorted(self.places.keys() - {COUNT}, key=self.places.__getitem__)
        if not self.places.keys() - {COUNT, TYPE}:
            expected = (
                f'a first row with the heading "{CPL_NUMBER}", or with "{MANUFACTURER_CODE}", '
                f'"{MODEL_IDENTIFIER}", "{HARDWARE_VERSION}" and "{FIRMWARE_VERSION}"'
            )
            found_here = ", ".join(heading for heading in headings if heading)[:SHOWN]
            detail = "No column names Device Models."
            self.wrong.append(Wrong("headings", detail, found_here, expected))

    def notes(self) -> Iterator[str]:
        if COUNT not in self.places:
            yield NO_COUNT
        if self.passed_over:
            yield f"Columns not used: {', '.join(self.passed_over)}."


@uncollected()
def inventory_from_csv(stream: BinaryIO) -> Inventory:
    """Read it from a stream that can seek; raises ``InventoryRefused`` with every problem."""
    tally = Tally()
    notes: list[str] = []
    try:
        _refuse_workbook(stream)
        with closing(csv_rows(stream, HEADINGS, notes)) as rows:
            columns = _headings(rows)
            _add_rows(tally, columns, rows)
    except CsvUnusable as error:
        raise InventoryRefused([Problem(0, "file", str(error))]) from error

    number_at = columns.naming.index(NUMBER) if NUMBER in columns.naming else -1

    def read(words: Any) -> Device | list[Wrong]:
        said = words[number_at] if number_at >= 0 else ""
        if said and words.count("") == len(words) - 1 and (number := number_said(said)):
            return number
        cells = zip(columns.naming, words, strict=True)
        return device_named({member: plain(text) for member, text in cells if text})

    return tally.inventory(read, [*notes, *columns.notes()])


def _refuse_workbook(stream: BinaryIO) -> None:
    stream.seek(0)
    if stream.read(len(_WORKBOOKS[0])) in _WORKBOOKS:
        raise CsvUnusable(
            "This is a workbook. Save it as CSV UTF-8, or copy its cells into the rows on the page "
            "of fleet plans."
        )


def _headings(rows: Iterator[tuple[int, list[str]]]) -> _Columns:
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            if len(cells) > MOST_COLUMNS:
                raise InventoryRefused([Problem(number, "row", "There are too many columns.")])
            columns = _Columns([plain(cell) for cell in cells])
            if columns.wrong:
                wrong = columns.wrong
                raise InventoryRefused([Problem(number, *each) for each in wrong])
            return columns
    raise InventoryRefused([Problem(0, "file", "The file is empty.")])


def _add_rows(tally: Tally, columns: _Columns, rows: Iterator[tuple[int, list[str]]]) -> None:
    places = {columns.places[member] for member in columns.naming}
    naming = [place in places for place in range(columns.width)]
    count_at = columns.places.get(COUNT)
    counts: dict[str, int] = {}
    for number, found in rows:
        if not any(map(str.strip, found)):
            continue
        fits = len(found) == columns.width
        cells = found if fits else _fitted(tally, columns.width, number, found)
        count = 1
        if count_at is not None:
            text = cells[count_at]
            count = counts.get(text, 0) or _count(tally, number, text)
            if len(counts) < REMEMBERED:
                counts[text] = count
        tally.add(number, tuple(compress(cells, naming)), count)


def _count(tally: Tally, row: int, text: str) -> int:
    """How many devices the cell says; 0 where it is wrong, which is noted."""
    said = whole_count(plain(text))
    if isinstance(said, Wrong):
        tally.refuse(row, said)
        return 0
    return said


def _fitted(tally: Tally, width: int, row: int, cells: list[str]) -> list[str]:
    """The cells, as many as there are headings."""
    if any(map(str.strip, cells[width:])):
        tally.refuse(row, Wrong("row", "It has more cells than there are headings."))
    return [*cells[:width], *[""] * (width - len(cells))]
