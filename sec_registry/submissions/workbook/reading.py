"""The reader's one door: what kind of file it is, by its content, and its rows as cells.

Whatever bytes come in, either a ``Workbook`` comes out or ``WorkbookUnusable`` is raised. Cells
keep the type that the file gave them: nothing is padded, converted or mended.
"""

import hashlib
import os
from contextlib import closing
from typing import BinaryIO

from sec_registry.registers.catalogue import columns
from sec_registry.registers.csv_rows import CHUNK, CsvUnusable, csv_rows
from sec_registry.registers.tables import unescaped
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.intake import Row
from sec_registry.submissions.workbook.headings import Headings, holds_something
from sec_registry.submissions.workbook.notes import IntakeNotes
from sec_registry.submissions.workbook.result import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_ROWS,
    Damaged,
    RawCell,
    RawRows,
    Workbook,
    WorkbookUnusable,
)
from sec_registry.submissions.workbook.xlsx_rows import xlsx_rows

#: So many cell texts are remembered at a time, to be kept once and not row by row.
MOST_SHARED = 20_000
_WRITE_AS = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8."
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (_OLE, "This is an old Excel file (.xls) or a workbook with a password."),
    (b"%PDF-", "This is a PDF."),
    (b"\x89PNG", "This is a picture."),
    (b"\xff\xd8\xff", "This is a picture."),
    (b"GIF8", "This is a picture."),
    (b"PK\x05\x06", "This is an empty archive."),
    (b"<", "This is a web page or an XML file."),
    (b"{", "This is a JSON file."),
)


def read_workbook(name: str, stream: BinaryIO) -> Workbook:
    """Read the file, called ``name``, from a stream that can seek; raises ``WorkbookUnusable``.

    ``rows`` come in the file's order, each at the number that a spreadsheet shows beside it; the
    headings are row 1.
    """
    start = _start_of(stream)
    notes = IntakeNotes()
    raw = xlsx_rows(stream, notes) if start.startswith(_ZIP) else _csv_rows(stream)
    with closing(raw):
        headings, rows = _rows(raw, notes)
    if headings.found and not rows:
        notes.add("file-has-rows", "There are headings, yet no row under them.")
    return Workbook(
        name=name,
        columns=tuple(each for each in headings.names if each is not None),
        rows=rows,
        intake_notes=notes.all(),
        digest=_digest(stream),
    )


def _csv_rows(stream: BinaryIO) -> RawRows:
    try:
        for number, cells in csv_rows(stream, {name.casefold() for name in columns()}):
            yield number, list(cells)
    except CsvUnusable as error:
        raise WorkbookUnusable(str(error)) from error


def _start_of(stream: BinaryIO) -> bytes:
    size = stream.seek(0, os.SEEK_END)
    if size > LARGEST_FILE:
        raise WorkbookUnusable(
            f"The file has {size:,} bytes; a workbook has at most {LARGEST_FILE:,}."
        )
    stream.seek(0)
    start = stream.read(512)
    stream.seek(0)
    for magic, sentence in _OTHERS:
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(magic):
            raise WorkbookUnusable(f"{sentence} {_WRITE_AS}")
    return start


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _rows(raw: RawRows, notes: IntakeNotes) -> tuple[Headings, list[Row]]:
    headings: Headings | None = None
    rows: list[Row] = []
    shared: dict[str, str] = {}
    for position, cells in raw:
        if headings is None:
            if any(map(holds_something, cells)):
                headings = Headings(position, cells, notes)
                if not headings.found:
                    break
            continue
        if len(shared) > MOST_SHARED:
            shared.clear()
        row = _row(position, cells, headings, notes, shared)
        if row is not None:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise WorkbookUnusable(f"A workbook holds at most {MOST_ROWS:,} rows.")
    if headings is None:
        raise WorkbookUnusable("The file is empty.")
    return headings, rows


def _row(
    position: int,
    cells: list[RawCell],
    headings: Headings,
    notes: IntakeNotes,
    shared: dict[str, str],
) -> Row | None:
    names = headings.names
    filled: dict[str, Cell] = {}
    damaged = False
    for name, cell in zip(names, cells, strict=False):
        if name is None or cell is None:
            continue
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            damaged = True
            _note_damage(notes, position, name, Damaged(f"a text of {len(cell):,} letters"))
        elif isinstance(cell, str):
            if not cell.isspace() and cell:
                text = unescaped(cell)
                # Most cells repeat what stands in a row above; one copy keeps large files small.
                filled[name] = shared.setdefault(text, text) if len(text) <= 64 else text
        elif isinstance(cell, Damaged):
            damaged = True
            _note_damage(notes, position, name, cell)
        else:
            filled[name] = cell
    if "Action" not in filled and headings.is_of_removed(cells):
        notes.leave_aside()
        return None
    stray = _note_strays(notes, position, cells, headings)
    return Row(position, filled) if filled or damaged or stray else None


def _note_damage(notes: IntakeNotes, position: int, name: str, cell: Damaged) -> None:
    notes.add(
        "cell-holds-a-value",
        f'"{name}" holds {cell.shown} in place of a value.',
        row=position,
        column=name,
        found=cell.shown,
        expected="a value, or a blank cell",
    )


def _note_strays(
    notes: IntakeNotes, position: int, cells: list[RawCell], headings: Headings
) -> bool:
    """Say that something stands where there is no heading; never what."""
    width = len(headings.names)
    beyond = len(cells) > width and any(map(holds_something, cells[width:]))
    untitled = any(
        place < len(cells) and holds_something(cells[place]) for place in headings.untitled
    )
    if beyond:
        notes.add(
            "row-fits-the-headings",
            f"Row {position} has more cells than there are headings; perhaps a text with a comma "
            "lacks its quotation marks.",
            row=position,
            found=f"{len(cells)} cells",
            expected=f"{width} cells",
        )
    if untitled:
        notes.add(
            "column-has-a-heading",
            f"Row {position} holds something in a column that has no heading.",
            row=position,
            expected="a heading over every column",
        )
    return beyond or untitled
