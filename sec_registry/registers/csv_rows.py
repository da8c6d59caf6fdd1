"""Rows of a csv file that people send in: UTF-8, with or without a mark, quoted as in RFC 4180.

The file is checked as a whole first, so that a wrong encoding is named by line and byte before
anything is read from it; then it is read row by row.
"""

import codecs
import csv
import io
from collections.abc import Collection, Generator, Iterator
from typing import BinaryIO

CHUNK = 1 << 20
_NEWLINE = b"\n"
_SAVE_AS = "Save it as CSV UTF-8."
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class CsvUnusable(ValueError):
    """The file cannot be read as csv at all; the message is a sentence for its sender."""


def csv_rows(
    stream: BinaryIO, headings: Collection[str]
) -> Generator[tuple[int, list[str]], None, None]:
    """The file's rows, numbered as a spreadsheet shows them: a row may go over several lines.

    By ``headings``, known ones in small letters, it is seen when something else than a comma
    stands between the columns. Raises ``CsvUnusable``.
    """
    _check_text(stream)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        _refuse_other_separators(text.readline(CHUNK), headings)
        text.seek(0)
        yield from _rows(text)
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, strict=True)
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


def _refuse_other_separators(first_line: str, headings: Collection[str]) -> None:
    for separator, name in {",": "", **_SEPARATORS}.items():
        found = {part.strip(' "\r\n').casefold() for part in first_line.split(separator)}
        if not found.isdisjoint(headings):
            if not name:
                return
            raise CsvUnusable(
                f"The columns are separated by {name}; a csv file has commas between them. "
                "Save it as CSV UTF-8 (comma delimited)."
            )


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
            raise CsvUnusable(
                f"The file is not UTF-8: byte {at + 1:,}, in line "
                f"{line + chunk.count(_NEWLINE, 0, max(error.start - pending, 0)):,}, belongs to "
                f"no letter. {_SAVE_AS}"
            ) from error
        if b"\0" in chunk:
            at = chunk.index(b"\0")
            raise CsvUnusable(
                f"The file is not text: byte {offset + at + 1:,}, in line "
                f"{line + chunk.count(_NEWLINE, 0, at):,}, is zero."
            )
        if not chunk:
            return
        offset += len(chunk)
        line += chunk.count(_NEWLINE)
