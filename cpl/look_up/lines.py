"""Questions as people write them: a line each, its parts in the order of the identity.

A line is a Hash; or Manufacturer, DUIS model code and firmware; or Manufacturer, model, hardware
and firmware, with the device type before them or not. Between the parts are tabs, semicolons,
commas or blanks, as they come out of a spreadsheet, a csv file or a message. Where the first line
has headings, the parts stand as those say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cpl.look_up.table import table_read
from cpl.lookup_items import FORMS, IMAGE_HASH, question_read
from cpl.lookups import Question
from cpl.spellings import DUIS, IDENTITY, NEEDED, Wrong
from sec_registry.registers.csv_rows import CsvUnusable
from sec_registry.registers.tables import unescaped

#: The members of a line by how many parts it has.
_PARTS: dict[int, Sequence[str]] = {
    1: (IMAGE_HASH,),
    len(FORMS[DUIS]): FORMS[DUIS],
    len(NEEDED): NEEDED,
    len(IDENTITY): IDENTITY,
}
_BETWEEN = ("\t", ";", ",")
LINE = "line"


@dataclass(frozen=True)
class Line:
    """A line with its number, and the question that it asks or what is wrong with it."""

    number: int
    text: str
    asks: Question | list[Wrong]


def lines_read(text: str) -> list[Line]:
    """The lines that are not blank, but for headings."""
    try:
        table = table_read(text)
    except CsvUnusable:
        # Lines that are no table may have quotation marks anywhere.
        table = None
    if table is not None:
        return [Line(number, " ".join(cells), asks) for number, cells, asks in table]
    return [
        Line(number, line.strip(), line_read(line))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]


def line_read(line: str) -> Question | list[Wrong]:
    """The question that the line asks, or everything that is wrong with it."""
    parts = _parts(line)
    members = _PARTS.get(len(parts))
    if members is None:
        expected = "Hash; or Manufacturer, DUIS model, firmware; or type, Manufacturer, model, "
        detail = f"Of {len(parts)} parts nobody knows which is which."
        return [Wrong(LINE, detail, expected=f"{expected}hardware, firmware")]
    return question_read(dict(zip(members, parts, strict=True)))


def _parts(line: str) -> list[str]:
    mark = next((each for each in _BETWEEN if each in line), None)
    cells = (unescaped(cell.strip().strip('"')).strip() for cell in line.split(mark))
    found = list(cells)
    # A device type that is left out of a table leaves its cell behind.
    return found[1:] if len(found) == len(IDENTITY) and not found[0] else found
