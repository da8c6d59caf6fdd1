"""A register as a table: the vocabulary's columns, and beside them what documents also say.

SECURITY: a spreadsheet runs what looks like a formula, so such a cell is written with an
apostrophe before it; reading a workbook takes exactly that apostrophe away again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sec_registry.registers.digests import Document

#: What stands beside each record of a restricted register, wherever the table is taken.
MARKING_COLUMNS = ("Marking", "Recipient", "Read at")
#: How a publication changed the record, in a table of changes.
CHANGE = "Change"

_ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


@dataclass(frozen=True)
class Table:
    """How a register's documents become rows.

    ``columns`` names the headings in order, each with the member of the document that it comes
    from; ``row`` gives a document's cells by heading.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    row: Callable[[Document], Mapping[str, str]] = field(default=lambda document: {})


def escaped(text: str) -> str:
    """The cell's text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text before it was escaped; every other text stays as it is."""
    return text[1:] if _ESCAPED.match(text) else text
