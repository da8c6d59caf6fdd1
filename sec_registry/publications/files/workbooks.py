"""A register as a workbook: rows that amend it to what it is already, so that reading them changes
nothing until somebody types.

Removed Device Models have no action, and reading the workbook leaves such rows aside. Columns of
the vocabulary that would ask for something else (the day of a planned removal) stay blank on rows
that amend.
"""

import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any

import xlsxwriter

from cpl.choices import Status
from cpl.table import CPL_NUMBER, STATUS
from sec_registry.publications.files.editions import Edition
from sec_registry.publications.files.forms import Form, Marking, Rows
from sec_registry.registers.catalogue import columns
from sec_registry.registers.table_answers import csv_bytes, table_headings, table_rows
from sec_registry.registers.tables import escaped
from sec_registry.registers.vocabulary import ITEM, Action

ACTION = "Action"
#: What an Excel sheet takes.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
CHUNK = 1 << 16
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DoesNotFit(Exception):
    """The register does not go into an Excel workbook; the message says why."""


def workbook_headings(edition: Edition) -> list[str]:
    """The headings: the list's own, with the action first."""
    return [ACTION, *table_headings(edition.register)]


def workbook_rows(edition: Edition, rows: Rows, marking: Marking) -> Iterator[list[str]]:
    """A row for each document, under ``workbook_headings``."""
    headings = table_headings(edition.register)
    asking = {each.name for each in columns().values() if each.register == ITEM} - {CPL_NUMBER}
    asks = [place for place, name in enumerate(headings) if name in asking]
    status = headings.index(STATUS)
    for some in rows:
        documents = [each.document for each in some]
        for row in table_rows(edition.register, documents, marking=marking):
            if row[status] == Status.REMOVED:
                yield ["", *row]
                continue
            for place in asks:
                row[place] = ""
            yield [Action.AMEND, *row]


def _csv(edition: Edition, rows: Rows, marking: Marking) -> Iterator[bytes]:
    yield csv_bytes([workbook_headings(edition)])
    for some in rows:
        yield csv_bytes(workbook_rows(edition, [some], marking))


def _xlsx(edition: Edition, rows: Rows, marking: Marking) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _write_sheet(edition, rows, marking, file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _write_sheet(edition: Edition, rows: Rows, marking: Marking, file: IO[bytes]) -> None:
    # Rows go to disk as they come, into a folder that goes with them; texts stay texts.
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(file, options) as book:
            told = f"Publication {edition.publication}, {edition.digest}"
            title = edition.register.title
            book.set_properties({"title": title, "comments": "\n".join([told, *marking])})
            sheet = book.add_worksheet(edition.register.short_title)
            sheet.freeze_panes(1, 3)
            _write_rows(sheet, edition, rows, marking)


def _write_rows(sheet: Any, edition: Edition, rows: Rows, marking: Marking) -> None:
    headings = workbook_headings(edition)
    for number, row in enumerate(chain([headings], workbook_rows(edition, rows, marking))):
        if number > MOST_ROWS:
            raise DoesNotFit(f"An Excel sheet holds {MOST_ROWS:,} records: take csv or json.")
        for column, cell in enumerate(row):
            text = escaped(cell)
            if len(text) > LONGEST_CELL:
                raise DoesNotFit(
                    f'CPL {row[1]} has {len(text):,} characters as "{headings[column]}"; a cell of '
                    f"an Excel sheet holds {LONGEST_CELL:,}: take csv or json."
                )
            if text:
                sheet.write_string(number, column, text)


WORKBOOK_CSV = Form("csv", "text/csv; charset=utf-8", _csv)
XLSX = Form("xlsx", XLSX_TYPE, _xlsx)
