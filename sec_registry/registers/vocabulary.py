"""The one vocabulary: the workbook's columns, used alike by workbook, form and API.

A column belongs to one register or to the item itself. Cells are text; a number that a
spreadsheet left where text belongs stays a number, so that a rule can refuse it and never pads it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float | bool | None

CLEAR = "[clear]"
SEPARATOR = ";"

#: Columns that say what to do rather than what a Device Model is.
ITEM = "item"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Kind(StrEnum):
    """What a cell of the column holds, and so how damage to it shows."""

    HEX = "hexadecimal text"
    CODE = "code"
    VERSION = "version"
    WORD = "one of a list"
    TEXT = "text"
    LONG_TEXT = "text kept verbatim"
    DATE = "date"
    EMAIL = "email address"
    PHONE = "telephone number"
    NUMBER = "CPL number"
    REFERENCES = "CPL numbers or References"


class Action(StrEnum):
    """What an item does; a blank cell means add."""

    ADD = "add"
    AMEND = "amend"
    CORRECT = "correct"
    REMOVE = "remove"
    REINSTATE = "reinstate"
    BLOCK = "block baselines"
    UNBLOCK = "unblock baselines"
    CHANGE_CONTACT = "change contact"
    RENAME_MANUFACTURER = "rename manufacturer"
    RENEW_CERTIFICATE = "renew certificate"
    TRANSFER = "transfer"


#: The kinds of change that name no record: once for all that it concerns.
OF_MANY_RECORDS = frozenset(
    {Action.CHANGE_CONTACT, Action.RENAME_MANUFACTURER, Action.RENEW_CERTIFICATE}
)
#: The kinds of change of one record that is there, in the order in which a form offers them.
OF_A_RECORD = (
    Action.AMEND,
    Action.CORRECT,
    Action.REMOVE,
    Action.REINSTATE,
    Action.BLOCK,
    Action.UNBLOCK,
    Action.TRANSFER,
)
#: The actions whose row says what a record holds, in any of its columns.
WRITES = (Action.ADD, Action.AMEND, Action.CORRECT)
#: Those whose row says what identifies a Device Model.
IDENTIFIES = (Action.ADD, Action.CORRECT)


class _EveryWord(frozenset[str]):
    """All that may stand under "Action", words that are no action included."""

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str)


#: For the one rule that must speak of words that are no action.
EVERY_WORD = _EveryWord(Action)


@dataclass(frozen=True)
class Column:
    """One column: its heading, register (or ITEM), kind and whether ``;`` separates values.

    Columns of one ``group`` say things of the same matter and come together; where they hold
    several values, those are aligned.

    ``hint`` is fixed; ``hint_kept`` asks a table of policy for it. Read either through ``told``.
    """

    name: str
    register: str
    kind: Kind
    several: bool = False
    words: tuple[str, ...] = ()
    hint: str = ""
    group: str = ""
    hint_kept: Callable[[], str] | None = None

    def told(self) -> str:
        """The hint as it stands now."""
        return self.hint_kept() if self.hint_kept else self.hint


REMOVAL_REASON = "Removal reason"
REMOVAL_AUTHORITY = "Removal authority"
REASON = "Reason"

ITEM_COLUMNS = (
    Column("Action", ITEM, Kind.WORD, words=tuple(Action), hint="blank means add"),
    Column("CPL number", ITEM, Kind.NUMBER, hint="blank on add"),
    Column("Reference", ITEM, Kind.TEXT, hint="your own label, unique in the file"),
    Column(REMOVAL_REASON, ITEM, Kind.TEXT),
    Column(REMOVAL_AUTHORITY, ITEM, Kind.TEXT),
    Column("Removal date", ITEM, Kind.DATE),
    Column(REASON, ITEM, Kind.TEXT),
    Column("Reason public", ITEM, Kind.WORD, words=("yes", "no")),
    Column("Replaces certificate", ITEM, Kind.TEXT),
    Column("Organisation of record", ITEM, Kind.TEXT, hint="its name or Party Signifier"),
)


def split(cell: Cell) -> list[str]:
    """The values of a cell that may hold several, without the blanks around them."""
    text = text_of(cell)
    return [part.strip() for part in text.split(SEPARATOR)] if text.strip() else []


def join(values: list[str]) -> str:
    """The cell that holds the values: the inverse of ``split``."""
    return f"{SEPARATOR} ".join(values)


def text_of(cell: Cell) -> str:
    """A cell as text: nothing for None, a whole float without its point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether the cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def can_be_kept(text: str) -> bool:
    """Whether every database keeps it: no zero characters, no halves of a surrogate pair."""
    return _UNSTORABLE.search(text) is None
