"""Looking into the parts of an xlsx file: lists of tags, and what a sheet's cells amount to.

The sheet is read as a stream, so that a sheet of any shape costs no memory here.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers.expat import ParserCreate, XMLParserType

from sec_registry.submissions.workbook.result import MOST_COLUMNS, MOST_ROWS, WorkbookUnusable

#: Cells in the dense block from A1 to the last cell that the parser will allocate.
MOST_CELLS = 12_000_000
#: Letters in all cells together: the parser copies a shared text into every cell that shows it.
MOST_LETTERS = 256 * 1024 * 1024
MOST_ERRORS = 10_000
LONGEST_ERROR = 20
_DIGITS = "0123456789"
_VALUES = frozenset({"v", "is"})


@dataclass(frozen=True)
class Tag:
    """An opening tag, its name and its attributes' names without their prefixes."""

    name: str
    attributes: dict[str, str]


def tags(part: bytes) -> list[Tag]:
    """All opening tags of a small part, in order."""
    found: list[Tag] = []

    def opened(name: str, attributes: dict[str, str]) -> None:
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append(Tag(name.rpartition(":")[2], bare))

    parser = _parser()
    parser.StartElementHandler = opened
    parser.Parse(part, True)
    return found


class SharedTexts:
    """How long the texts are that cells refer to by their places, as their bytes come in."""

    def __init__(self) -> None:
        self.lengths = array("Q")
        self._parser = _parser()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._opened
        self._parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self._parser.Parse(chunk)

    def _opened(self, name: str, _: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class SheetCount:
    """Counts a sheet's filled cells as its bytes come in, and remembers those in error.

    ``shared`` are the lengths of the texts that cells refer to. Where it cannot be told at once
    which of them a cell shows, the longest counts.
    """

    def __init__(self, shared: Sequence[int] = ()) -> None:
        self.errors: dict[tuple[int, int], str] = {}
        self._shared = shared
        self._longest = max(shared, default=0)
        self._letters = 0
        self._referred = False
        self._last_row = 0
        self._last_column = 0
        self._cell: dict[str, str] = {}
        # What was worked out of a reference last: rows repeat cell after cell, columns row by row.
        self._row_digits = ""
        self._row = 0
        self._columns: dict[str, int] = {}
        self._error: tuple[int, int] | None = None
        self._parser = _parser()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._opened
        self._parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes; raises ``WorkbookUnusable`` when the sheet grows too large."""
        self._parser.Parse(chunk)
        if self._letters > MOST_LETTERS:
            raise WorkbookUnusable(
                f"The cells of the sheet hold more than {MOST_LETTERS:,} letters together."
            )
        if self._last_row * self._last_column > MOST_CELLS:
            raise WorkbookUnusable(
                f"The sheet reaches from A1 to row {self._last_row:,} and column number "
                f"{self._last_column}: too large. Delete what stands far from the table."
            )

    def finish(self) -> None:
        """Say that the sheet is complete."""
        self._parser.Parse(b"", True)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag == "c":
            self._cell = attributes
            self._error, self._referred = None, False
        elif tag in _VALUES:
            # Only a cell with a value counts: formatted blank cells may go down to the last row.
            reference = self._cell.get("r", "")
            letters = reference.rstrip(_DIGITS)
            digits = reference[len(letters) :]
            if digits != self._row_digits:
                self._start_row(reference, digits)
            if letters not in self._columns:
                self._start_column(letters)
            if self._cell.get("t") == "e":
                self._note_error(letters)

    def _start_row(self, reference: str, digits: str) -> None:
        row = int(digits) if 0 < len(digits) <= 7 else 0
        # One more row than a workbook may have, for the headings.
        if not 1 <= row <= MOST_ROWS + 1:
            raise WorkbookUnusable(
                f"Something stands in cell {reference[:20] or 'without a name'}; a workbook holds "
                f"at most {MOST_ROWS:,} rows, each cell named by column and row."
            )
        self._row_digits = digits
        self._row = row
        self._last_row = max(self._last_row, row)

    def _start_column(self, letters: str) -> None:
        self._columns[letters] = column = _column(letters)
        self._last_column = max(self._last_column, column)

    def _note_error(self, letters: str) -> None:
        self._error = (self._row, self._columns[letters])
        self.errors[self._error] = ""
        if len(self.errors) > MOST_ERRORS:
            raise WorkbookUnusable(f"More than {MOST_ERRORS:,} cells hold an error value.")

    def _text(self, text: str) -> None:
        if self._cell.get("t") != "s":
            self._letters += len(text)
        elif not text.isspace():
            place = int(text) if text.isdecimal() and len(text) <= 9 else len(self._shared)
            known = not self._referred and place < len(self._shared)
            self._letters += self._shared[place] if known else self._longest
            self._referred = True
        if self._error is not None and len(self.errors[self._error]) < LONGEST_ERROR:
            self.errors[self._error] += text.strip()[:LONGEST_ERROR]


def _column(letters: str) -> int:
    number = 0
    if letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3:
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
    if not 1 <= number <= MOST_COLUMNS:
        raise WorkbookUnusable(
            f'Something stands in column "{letters[:20]}"; a workbook has at most {MOST_COLUMNS} '
            "columns, named by capital letters."
        )
    return number


def _parser() -> XMLParserType:
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    # SECURITY: the two handlers above and below keep entities, ours and others', out.
    parser.ExternalEntityRefHandler = lambda *_: 0
    return parser


def _refuse_doctype(*_: object) -> None:
    raise WorkbookUnusable("The Excel workbook defines a document type of its own.")
