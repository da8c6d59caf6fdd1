"""Filling in the form of a Device Model by its labels, as somebody with a specification does."""

from playwright.sync_api import Page

from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import Column, split, text_of
from tests.rows import Cells

#: Chosen from a list that is no part of the vocabulary.
CHOSEN = {"Device type"}
#: What the form knows by itself.
KNOWN = {"Action", "CPL number"}


def fill_in(page: Page, cells: Cells) -> None:
    """Type every cell of the row into its field, which must be there; a list row by row."""
    for name in (name for name in cells if name not in KNOWN):
        column, cell = columns()[name], cells[name]
        if column.several and column.group:
            _fill_rows(page, column, split(cell))
        elif column.words or name in CHOSEN:
            page.get_by_label(name, exact=True).select_option(text_of(cell))
        else:
            page.get_by_label(name, exact=True).fill(text_of(cell))


def _fill_rows(page: Page, column: Column, values: list[str]) -> None:
    rows = page.get_by_role("group", name=column.group, exact=True)
    for number, value in enumerate(values, start=1):
        field = rows.get_by_label(f"{column.name}, row {number}", exact=True)
        if not field.count():
            rows.get_by_role("button", name="Another row").click()
        field.fill(value)
