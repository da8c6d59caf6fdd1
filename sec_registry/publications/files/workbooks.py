"""A register as a workbook: rows that amend it to what it is already, so that reading them changes
nothing until somebody types.

Removed Device Models have no action, and reading the workbook leaves such rows aside. Columns of
the vocabulary that would ask for something else (the day of a planned removal) stay blank on rows
that amend.
"""

from collections.abc import Iterator
from itertools import chain

from cpl.choices import Status
from cpl.table import CPL_NUMBER, STATUS
from sec_registry.publications.files.editions import Edition
from sec_registry.publications.files.forms import Form, Marking, Rows
from sec_registry.registers.catalogue import columns
from sec_registry.registers.sheets import XLSX_TYPE, Sheet, sheet_pieces
from sec_registry.registers.table_answers import csv_bytes, table_headings, table_rows
from sec_registry.registers.vocabulary import ITEM, Action

ACTION = "Action"


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
    told = f"Publication {edition.publication}"
    if edition.digest:
        told = f"{told}, {edition.digest}"
    sheet = Sheet(
        name=edition.register.short_title,
        title=edition.register.title,
        comments="\n".join([told, *marking]),
        frozen=3,
    )
    headings = workbook_headings(edition)
    return sheet_pieces(sheet, chain([headings], workbook_rows(edition, rows, marking)))


WORKBOOK_CSV = Form("csv", "text/csv; charset=utf-8", _csv)
XLSX = Form("xlsx", XLSX_TYPE, _xlsx)
