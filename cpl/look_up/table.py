"""Questions as a table: a first row of headings says what stands in each column.

Columns come in any order, and others beside them are passed over: an export of the list, or an
inventory, is asked about as it is. A row that says an identity is asked by it, else by its Hash.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain

from cpl.headings import CALLED, places_of
from cpl.lookup_items import IMAGE_HASH, question_read
from cpl.lookups import Question
from cpl.spellings import DUIS, HARDWARE, MODEL, TYPE, Wrong
from sec_registry.registers.csv_rows import csv_rows
from sec_registry.registers.tables import unescaped

_CALLED = {**CALLED, IMAGE_HASH: ("imagehash", "hash", "manufacturerimagehash")}
_HEADINGS = frozenset(chain.from_iterable(_CALLED.values()))
Row = tuple[int, list[str], Question | list[Wrong]]


def table_read(text: str) -> list[Row] | None:
    """The rows below the headings, numbered as a spreadsheet shows them, with what each asks.

    None where the first row has no headings. Raises ``CsvUnusable``.
    """
    with closing(csv_rows(io.BytesIO(text.encode()), _HEADINGS, [])) as rows:
        filled = ((number, cells) for number, row in rows if any(cells := [*map(_plain, row)]))
        _, headings = next(filled, (0, []))
        places, twice = places_of(headings, _CALLED)
        # One word alone may be a model's name.
        if len(places.keys() - {TYPE}) < 2 and IMAGE_HASH not in places:
            return None
        wrong = [Wrong(heading, "It stands there twice.") for heading in twice]
        return [(number, cells, wrong or _asked(cells, places)) for number, cells in filled]


def _asked(cells: Sequence[str], places: Mapping[str, int]) -> Question | list[Wrong]:
    said = dict(_said(cells, places))
    image_hash = said.pop(IMAGE_HASH, "")
    if image_hash and not said.keys() - {TYPE}:
        return question_read({IMAGE_HASH: image_hash})
    code = said.pop(DUIS, "")
    if code and not said.keys() >= {MODEL, HARDWARE}:
        # A model written so is taken apart, whatever stands beside it.
        said[MODEL] = code
        said.pop(HARDWARE, None)
    return question_read(said)


def _said(cells: Sequence[str], places: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for member, place in places.items():
        if place < len(cells) and cells[place]:
            yield member, cells[place]


def _plain(cell: str) -> str:
    return unescaped(cell.strip()).strip()
