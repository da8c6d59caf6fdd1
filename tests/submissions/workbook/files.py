"""Workbook files as people's programs write them, made in memory."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from sec_registry.submissions.workbook import Workbook, read_workbook

XlsxCell = str | int | float | bool | date | datetime | None


def csv_bytes(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    """The rows as a csv file, quoted where they must be."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(
    *rows: Sequence[XlsxCell], other_sheets: Sequence[str] = (), **options: Any
) -> bytes:
    """The rows as an Excel workbook; a text stays a text, None is no cell at all."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, **options}
    )
    iso = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, iso)
            elif cell is not None:
                sheet.write(row, column, cell)
    for name in other_sheets:
        book.add_worksheet(name)
    book.close()
    return file.getvalue()


def repacked(file: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The archive with some of its parts changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            change = changes.get(name, bytes)
            after.writestr(name, change(before.read(name)))
    return packed.getvalue()


def with_sheet(file: bytes, old: bytes, new: bytes) -> bytes:
    """The Excel workbook with some bytes of its first sheet replaced."""
    return repacked(file, {"xl/worksheets/sheet1.xml": lambda part: part.replace(old, new)})


def read(file: bytes, name: str = "models.csv") -> Workbook:
    return read_workbook(name, io.BytesIO(file))


def rules_of(workbook: Workbook) -> list[str]:
    """The rules that the file as a whole broke, in order."""
    return [note["rule"] for note in workbook.intake_notes]
