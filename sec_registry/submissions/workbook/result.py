"""What reading a workbook gives, and how far the reader goes before it refuses.

The limits are there for one reason: whoever may send a file must not be able to exhaust the
server with it. They are several times what a register of this kind will ever need.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.intake import MOST_ROWS, Row

LARGEST_FILE = 256 * 1024 * 1024
MOST_COLUMNS = 200
#: Letters in one cell: what Excel itself takes.
LONGEST_CELL = 32_767

__all__ = [
    "LARGEST_FILE",
    "LONGEST_CELL",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Damaged",
    "RawRows",
    "Workbook",
]


class WorkbookUnusable(ValueError):
    """The file cannot be read as a workbook at all; the message is a sentence for its sender."""


@dataclass(frozen=True)
class Damaged:
    """A cell that holds no value but a spreadsheet's word that there is none (``#N/A``)."""

    shown: str


RawCell = Cell | Damaged
#: Row number as a person sees it, and the row's cells from column A on.
RawRows = Generator[tuple[int, list[RawCell]]]


@dataclass(frozen=True)
class Workbook:
    """A workbook that could be read.

    ``columns`` are the headings recognised, in the file's order; ``rows`` hold non-blank cells
    only; ``intake_notes`` are findings about the file as a whole, ready to be stored; ``digest``
    is the SHA-256 of the file, 64 hexadecimal digits.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[Row]
    intake_notes: list[dict[str, Any]]
    digest: str
