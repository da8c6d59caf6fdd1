"""Rows of text as an Excel workbook of one sheet, every cell a text and safe for spreadsheets."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from sec_registry.registers.tables import escaped

#: What an Excel sheet takes.
LONGEST_CELL = 32_767
LONGEST_NAME = 31
MOST_ROWS = 1_048_575
CHUNK = 1 << 16
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The same rows make the same bytes, whenever they are written.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's times have no zone
#: The column that says which record a row is of.
NUMBER = "CPL number"


class DoesNotFit(Exception):
    """The rows do not go into an Excel workbook; the message says why."""


@dataclass(frozen=True)
class Sheet:
    """What a workbook says beside its rows; ``frozen`` are the columns that stay in sight."""

    name: str
    title: str
    comments: str = ""
    frozen: int = 0


def sheet_pieces(sheet: Sheet, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The workbook's bytes; the first row are the headings. Raises ``DoesNotFit`` before any."""
    with tempfile.TemporaryFile() as file:
        _write(sheet, rows, file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _write(sheet: Sheet, rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    # Rows go to disk as they come, into a folder that goes with them; texts stay texts.
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(file, options) as book:
            said = {"title": sheet.title, "comments": sheet.comments, "created": MADE}
            book.set_properties(said)
            page = book.add_worksheet(sheet.name[:LONGEST_NAME])
            page.freeze_panes(1, sheet.frozen)
            _write_rows(page, rows)


def _write_rows(page: Any, rows: Iterable[Sequence[str]]) -> None:
    headings: Sequence[str] = ()
    for number, row in enumerate(rows):
        headings = headings or row
        if number > MOST_ROWS:
            raise DoesNotFit(f"An Excel sheet holds {MOST_ROWS:,} records: take csv or json.")
        for column, cell in enumerate(row):
            text = escaped(cell)
            if len(text) > LONGEST_CELL:
                of = dict(zip(headings, row, strict=False)).get(NUMBER)
                raise DoesNotFit(
                    f"{f'CPL {of}' if of else f'Row {number}'} has {len(text):,} characters as "
                    f'"{headings[column]}"; a cell of an Excel sheet holds {LONGEST_CELL:,}: take '
                    "csv or json."
                )
            if text:
                page.write_string(number, column, text)
