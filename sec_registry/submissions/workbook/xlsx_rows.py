"""Rows of an Excel workbook's first visible sheet, each cell with the type that Excel gave it.

Whole numbers come as int, other numbers as float, dates as ISO text; texts stay as they stand.
Nothing is turned into text that was not text: a number where hexadecimal belongs is for a rule to
refuse.
"""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from sec_registry.registers.findings import Level
from sec_registry.submissions.workbook.notes import IntakeNotes
from sec_registry.submissions.workbook.result import Damaged, RawCell, RawRows, WorkbookUnusable
from sec_registry.submissions.workbook.xlsx_package import SheetFacts, checked_copy

#: Beyond this Excel itself no longer keeps every digit of a whole number.
_EXACT = 10**15

_Value = int | float | str | bool | time | date | datetime | timedelta


def xlsx_rows(stream: BinaryIO, notes: IntakeNotes) -> RawRows:
    """The sheet's rows from its first filled one on, under Excel's own row numbers."""
    with NamedTemporaryFile(prefix="workbook-", suffix=".xlsx") as copy:
        facts = checked_copy(stream, copy.file)
        copy.flush()
        sheet = _sheet(copy.name)
        _note_other_sheets(facts, notes)
        yield from _rows(sheet, facts)


def _sheet(path: str) -> CalamineSheet:
    try:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except BaseException as error:
        # The parser's panics are no Exceptions; everything else that is none is let through.
        if isinstance(error, CalamineError) or type(error).__module__ == "pyo3_runtime":
            raise WorkbookUnusable(
                "The Excel workbook is damaged and cannot be read. Open it in Excel and save it "
                "again."
            ) from error
        raise


def _note_other_sheets(facts: SheetFacts, notes: IntakeNotes) -> None:
    if facts.other_sheets:
        notes.add(
            "first-sheet-is-read",
            f'Only the first sheet, "{facts.name}", was read; the workbook has '
            f"{facts.other_sheets} more.",
            level=Level.NOTE,
        )


def _rows(sheet: CalamineSheet, facts: SheetFacts) -> Iterator[tuple[int, list[RawCell]]]:
    if sheet.start is None:
        return
    left = sheet.start[1]
    in_error: dict[int, dict[int, str]] = {}
    for (row, column), shown in facts.errors.items():
        in_error.setdefault(row, {})[column] = shown
    # The parser leaves blank columns in front out, but not blank rows.
    for position, values in enumerate(sheet.iter_rows(), start=1):
        cells: list[RawCell] = [None] * left
        cells.extend(map(_cell, values))
        # The parser gives such a cell as blank, which would pass for "nothing to say".
        for column, shown in in_error.get(position, {}).items():
            if column <= len(cells):
                cells[column - 1] = Damaged(shown or "an error")
        yield position, cells


def _cell(value: _Value) -> RawCell:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        at_midnight = value.time() == time.min
        return value.date().isoformat() if at_midnight else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _text(value: str) -> RawCell:
    if not value:
        return None
    # Excel's escape for it; no database takes it, and no text needs it.
    return Damaged("a zero character") if "\0" in value else value


def _number(value: float) -> RawCell:
    if not math.isfinite(value):
        return Damaged("a number too large to be one")
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
