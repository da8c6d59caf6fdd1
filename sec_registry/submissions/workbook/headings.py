"""The heading row: which column of the file is which column of the vocabulary.

A heading counts when it reads as a column's name, upper and lower case and blanks around it
aside. Everything else is dropped with its values and said to be.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from cpl.choices import Status
from cpl.clauses import Z_2_1_I
from cpl.table import STATUS
from sec_registry.registers.catalogue import columns, headings
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import is_blank, text_of
from sec_registry.submissions.workbook.notes import LONGEST_HEADING, IntakeNotes
from sec_registry.submissions.workbook.result import (
    MOST_COLUMNS,
    Damaged,
    RawCell,
    WorkbookUnusable,
)

_BAND = "zigbee band"


class Headings:
    """What stands over each column of the file; ``names`` holds None for a dropped one."""

    def __init__(self, row: int, cells: Sequence[RawCell], notes: IntakeNotes) -> None:
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise WorkbookUnusable(
                f"Row {row} has {len(texts):,} headings; a workbook has at most {MOST_COLUMNS}."
            )
        self._row = row
        self._notes = notes
        self._known = {name.casefold(): name for name in columns()}
        self._of_exports = {name.casefold() for name in headings()}
        #: Columns of the file without a heading: harmless until something stands in them.
        self.untitled = frozenset(place for place, text in enumerate(texts) if not text)
        self.found = any(text.casefold() in self._known for text in texts)
        self.names: list[str | None] = []
        #: Where an export says whether the record still stands.
        self.status: int | None = None
        if self.found:
            for text in texts:
                self.names.append(self._name(text))
        else:
            # SECURITY: without a heading row the first row is data, so its words are not repeated.
            notes.add(
                "heading-row-is-there",
                f"Row {row} names no column of the workbook: the heading row is missing.",
                row=row,
                expected="the columns' names, such as Action, Device type, Manufacturer code",
            )

    def is_of_removed(self, cells: Sequence[RawCell]) -> bool:
        """Whether an export wrote the row about a Device Model that was removed."""
        place = self.status
        return place is not None and len(cells) > place and cells[place] == Status.REMOVED

    def _name(self, text: str) -> str | None:
        folded = text.casefold()
        if not text:
            return None
        if is_band(text):
            note_band(self._notes, self._row, text)
            return None
        name = self._known.get(folded)
        if name is None and folded in self._of_exports:
            self._of_export(text)
            if folded == STATUS.casefold():
                self.status = len(self.names)
        elif name is None:
            self._unknown(text)
        elif name in self.names:
            self._notes.add(
                "column-stands-once",
                f'The column "{name}" stands in the file more than once; only the first is read.',
                row=self._row,
                column=name,
                found=text,
                expected="each column once",
            )
            return None
        return name

    def _of_export(self, text: str) -> None:
        self._notes.add(
            "column-is-read",
            f'"{text}" is written by the registry and not read: nobody types what stands in it.',
            row=self._row,
            column=text,
            found=text,
            level=Level.NOTE,
        )

    def _unknown(self, text: str) -> None:
        near = get_close_matches(text.casefold(), self._known, n=1, cutoff=0.75)
        shown = text[:LONGEST_HEADING]
        self._notes.add(
            "column-is-known",
            f'"{shown}" is not a column of the workbook; what stands in it was not read.',
            row=self._row,
            column=shown,
            found=shown,
            expected=self._known[near[0]] if near else "a column's name, or no such column",
        )


def is_band(text: str) -> bool:
    """Whether the heading is the band's, which no longer belongs to the list."""
    return " ".join(text.casefold().split()) == _BAND


def note_band(notes: IntakeNotes, row: int, text: str) -> None:
    """Say that the column was left out, and by which clause."""
    notes.add(
        "zigbee-band-is-not-kept",
        f'"{text}" is not part of the Central Products List: the item was struck out. The '
        "column was left out and is stored nowhere.",
        row=row,
        column=text,
        found=text,
        expected="no such column",
        level=Level.NOTE,
        ground=Z_2_1_I,
    )


def _text(cell: RawCell) -> str:
    if isinstance(cell, Damaged):
        return cell.shown
    return text_of(cell).strip()


def holds_something(cell: RawCell) -> bool:
    """Whether a raw cell says anything, if only that it is damaged."""
    return isinstance(cell, Damaged) or not is_blank(cell)
