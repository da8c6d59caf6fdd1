"""Rows of a csv file that people send in: UTF-8, with or without a mark, quoted as in RFC 4180.

The file is checked as a whole first, so that a wrong encoding is named by line and byte before
anything is read from it; then it is read row by row. What becomes part of a register must come in
this form; what is only counted (``notes``) may come as spreadsheets write it.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Generator, Iterator
from typing import BinaryIO

CHUNK = 1 << 20
_NEWLINE = b"\n"
_SAVE_AS = "Save it as CSV UTF-8."
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
#: A first line by which spreadsheets tell each other what stands between the columns.
_SAID = re.compile(r'"?sep=([,;\t|])"?,*\s*', re.IGNORECASE)
_WINDOWS = "cp1252"
_BLANK = " _-\u00a0"
NOT_UTF8 = "The file is not UTF-8; it was read as Windows-1252, as spreadsheets save it."


class CsvUnusable(ValueError):
    """The file cannot be read as csv at all; the message is a sentence for its sender."""


class _NotUtf8(CsvUnusable):
    """It is text, perhaps, but not in UTF-8."""


def csv_rows(
    stream: BinaryIO, headings: Collection[str], notes: list[str] | None = None
) -> Generator[tuple[int, list[str]], None, None]:
    """The file's rows, numbered as a spreadsheet shows them: a row may go over several lines.

    By ``headings``, known ones in small letters, it is seen what stands between the columns. Given
    ``notes``, it may be something else than a comma, and the file in Windows-1252, which is noted
    there. Raises ``CsvUnusable``.
    """
    encoding = _encoding(stream, notes)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        first = _first_line(text)
        said = _SAID.fullmatch(first) if notes is not None else None
        separator = said[1] if said else _separator(first, headings)
        if notes is None and separator != ",":
            raise CsvUnusable(
                f"The columns are separated by {_SEPARATORS[separator]}; a csv file has commas "
                "between them. Save it as CSV UTF-8 (comma delimited)."
            )
        text.seek(0)
        rows = _rows(text, separator)
        if said:
            # The line that says so is no row of the table.
            any(any(cells) for _, cells in rows)
        yield from rows
    finally:
        text.detach()


def _encoding(stream: BinaryIO, notes: list[str] | None) -> str:
    try:
        _check_text(stream)
    except _NotUtf8:
        if notes is None:
            raise
        # What is no text has zeros in it, which no database would keep.
        _check_zeros(stream)
        notes.append(NOT_UTF8)
        return _WINDOWS
    return "utf-8-sig"


def _rows(text: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, strict=True, delimiter=separator)
    line = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
            line = reader.line_num
    except csv.Error as error:
        raise CsvUnusable(
            f"Line {line + 1} cannot be read ({error}); perhaps a quotation mark there is not "
            "closed, or not doubled inside a text."
        ) from error


def _first_line(text: io.TextIOWrapper) -> str:
    """The first line that holds something."""
    while line := text.readline(CHUNK):
        if line.strip():
            return line
    return ""


def _separator(first_line: str, headings: Collection[str]) -> str:
    """What stands between the columns: that which leaves headings that are known."""
    joined = str.maketrans("", "", _BLANK)
    for separator in (",", *_SEPARATORS):
        found = {part.strip(' "\r\n').casefold() for part in first_line.split(separator)}
        if not (found | {part.translate(joined) for part in found}).isdisjoint(headings):
            return separator
    return ","


def _check_text(stream: BinaryIO) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, line = 0, 1
    stream.seek(0)
    while True:
        chunk = stream.read(CHUNK)
        if offset == 0 and chunk.startswith(_UTF16):
            raise CsvUnusable(f"The file is UTF-16, not UTF-8. {_SAVE_AS}")
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            at = offset - pending + error.start
            raise _NotUtf8(
                f"The file is not UTF-8: byte {at + 1:,}, in line "
                f"{line + chunk.count(_NEWLINE, 0, max(error.start - pending, 0)):,}, belongs to "
                f"no letter. {_SAVE_AS}"
            ) from error
        _refuse_zero(chunk, offset, line)
        if not chunk:
            return
        offset += len(chunk)
        line += chunk.count(_NEWLINE)


def _check_zeros(stream: BinaryIO) -> None:
    offset, line = 0, 1
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        _refuse_zero(chunk, offset, line)
        offset += len(chunk)
        line += chunk.count(_NEWLINE)


def _refuse_zero(chunk: bytes, offset: int, line: int) -> None:
    if b"\0" in chunk:
        at = chunk.index(b"\0")
        raise CsvUnusable(
            f"The file is not text: byte {offset + at + 1:,}, in line "
            f"{line + chunk.count(_NEWLINE, 0, at):,}, is zero."
        )
