"""Rows of a csv file: UTF-8 with or without a mark, commas, quoting as in RFC 4180.

The file is checked as a whole first, so that a wrong encoding is named by line and byte before
anything is read from it; then it is read row by row.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from sec_registry.registers.catalogue import columns
from sec_registry.submissions.workbook.result import RawCell, RawRows, WorkbookUnusable

CHUNK = 1 << 20
_NEWLINE = b"\n"
_SAVE_AS = "Save it as CSV UTF-8, or as an Excel workbook (.xlsx)."
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def csv_rows(stream: BinaryIO) -> RawRows:
    """The file's rows, numbered as a spreadsheet shows them: a row may go over several lines."""
    _check_text(stream)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        _refuse_other_separators(text.readline(CHUNK))
        text.seek(0)
        yield from _rows(text)
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper) -> Iterator[tuple[int, list[RawCell]]]:
    reader = csv.reader(text, strict=True)
    line = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, list(cells)
            line = reader.line_num
    except csv.Error as error:
        raise WorkbookUnusable(
            f"Line {line + 1} cannot be read ({error}); perhaps a quotation mark there is not "
            "closed, or not doubled inside a text."
        ) from error


def _refuse_other_separators(first_line: str) -> None:
    known = {name.casefold() for name in columns()}
    for separator, name in {",": "", **_SEPARATORS}.items():
        if known & {part.strip(' "\r\n').casefold() for part in first_line.split(separator)}:
            if not name:
                return
            raise WorkbookUnusable(
                f"The columns are separated by {name}; a csv workbook has commas between them. "
                "Save it as CSV UTF-8 (comma delimited) or as an Excel workbook (.xlsx)."
            )


def _check_text(stream: BinaryIO) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, line = 0, 1
    stream.seek(0)
    while True:
        chunk = stream.read(CHUNK)
        if offset == 0 and chunk.startswith(_UTF16):
            raise WorkbookUnusable(f"The file is UTF-16, not UTF-8. {_SAVE_AS}")
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            at = offset - pending + error.start
            raise WorkbookUnusable(
                f"The file is not UTF-8: byte {at + 1:,}, in line "
                f"{line + chunk.count(_NEWLINE, 0, max(error.start - pending, 0)):,}, belongs to "
                f"no letter. {_SAVE_AS}"
            ) from error
        if b"\0" in chunk:
            at = chunk.index(b"\0")
            raise WorkbookUnusable(
                f"The file is not text: byte {offset + at + 1:,}, in line "
                f"{line + chunk.count(_NEWLINE, 0, at):,}, is zero."
            )
        if not chunk:
            return
        offset += len(chunk)
        line += chunk.count(_NEWLINE)
