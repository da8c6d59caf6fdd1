"""The form for one task: what it shows to this person, and what it makes of what they typed.

What was shown and left as it is, is not sent: a blank cell keeps. What was shown and is emptied is
sent as ``[clear]``. Where the person may not read what stands, blank keeps, and they may say
``[clear]`` themselves.
"""

from collections.abc import Mapping
from typing import Any

from cpl.columns import DEVICE_TYPE
from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import (
    CLEAR,
    ITEM,
    OF_A_RECORD,
    Action,
    Cell,
    Column,
    is_blank,
    split,
    text_of,
)
from sec_registry.submissions.entry.actions import fills_in, fixed
from sec_registry.submissions.entry.fields import device_types
from sec_registry.submissions.entry.form import EntryForm
from sec_registry.submissions.entry.pathways import pathways_standing
from sec_registry.submissions.entry.standing import Standing, nothing_stands, standing_of
from sec_registry.submissions.entry.task import Given, Task, given_of, register_codes

_OF_PATHWAYS = (Action.BLOCK, Action.UNBLOCK)


class Entry:
    """``standing`` is what the fields are compared with: the record as the person was shown it."""

    def __init__(self, task: Task, *, seen: Mapping[str, int] | None = None) -> None:
        self.task = task
        self.given: Given = given_of(task)
        self.left_alone: frozenset[str] = frozenset()
        self.standing: Standing = nothing_stands()
        if task.amends and task.number is not None:
            self.standing = standing_of(task.number, task.by, seen=seen)
        #: What is said of the upgrade pathways there are, to who may read them.
        self.pathways = ""
        if task.action in _OF_PATHWAYS and task.number is not None:
            self.standing, self.pathways = pathways_standing(task.number, task.by, seen=seen)
        asked = fills_in(task.action)
        self.fixed = [column for column in asked if column.name in fixed(task.action)]
        self.columns = [column for column in asked if column.name not in fixed(task.action)]
        if task.action in OF_A_RECORD and task.number is None:
            # Of an uploaded row that names no record, or none that is listed.
            self.columns.insert(0, columns()["CPL number"])
        closed = (register_codes() - self.standing.readable) | self.given.hidden
        self.blind = frozenset(c.name for c in self.columns if c.register in closed)

    def form(
        self, data: Mapping[str, Any] | None = None, *, shown: Mapping[str, str] | None = None
    ) -> EntryForm:
        """The form as this person first sees it, or with what they typed (``data``)."""
        return EntryForm(
            data,
            columns=self.columns,
            shown=self.shown() if shown is None else shown,
            blind=self.blind,
            words={DEVICE_TYPE: device_types()},
        )

    def shown(self) -> dict[str, str]:
        """What stands in each field at first: what the item says, else what the record says."""
        return {column.name: self._shown(column) for column in self.columns}

    def cells(self, typed: Mapping[str, str]) -> dict[str, Cell]:
        """The row to keep, from what was typed into the form."""
        row: dict[str, Cell] = dict(self._kept())
        for column in self.columns:
            text = typed[column.name]
            stands = self._stands(column)
            if stands is not None and same(column, text, stands):
                continue
            if not is_blank(text):
                row[column.name] = self._as_it_came(column, text)
            elif stands:
                row[column.name] = CLEAR
        for code in self.given.of_others:
            self._leave_alone(code, row)
        row["Action"] = self.task.action
        if self.task.action != Action.ADD and self.task.number is not None:
            row["CPL number"] = str(self.task.number)
        return row

    def says_something(self, row: Mapping[str, Cell]) -> bool:
        """Whether the row says more than which record it is about."""
        kept = self.given.hidden | self.left_alone
        return bool(set(row) - {"Action", "CPL number", "Reference"} or kept)

    @property
    def replaced(self) -> frozenset[str]:
        """The registers whose part is replaced by what is typed, even by nothing."""
        return register_codes() - self.given.hidden - self.left_alone

    def _leave_alone(self, code: str, row: dict[str, Cell]) -> None:
        """Leave a part that somebody else typed to them, where it says what it said."""
        names = [column.name for column in self.columns if column.register == code]
        said = {n: text_of(self.given.cells[n]) for n in names if n in self.given.cells}
        if said == {name: text_of(row[name]) for name in names if name in row}:
            self.left_alone |= {code}
            for name in said:
                del row[name]

    def _shown(self, column: Column) -> str:
        if column.name in self.given.cells:
            cell = self.given.cells[column.name]
            cleared = cell == CLEAR and column.name not in self.blind
            return "" if cleared else text_of(cell)
        return self.standing.cells.get(column.name, "")

    def _stands(self, column: Column) -> str | None:
        """What the field was filled with from the record; None where they may not read it."""
        if not self.task.amends or column.register == ITEM:
            return ""
        return None if column.name in self.blind else self.standing.cells.get(column.name, "")

    def _as_it_came(self, column: Column, text: str) -> Cell:
        """A spreadsheet's number that nobody touched stays one, for the rules to refuse."""
        came = self.given.cells.get(column.name)
        return came if came is not None and text_of(came) == text else text

    def _kept(self) -> dict[str, Cell]:
        """The item's own cells that the form does not ask for, while its action stays."""
        item, asked = self.task.item, {column.name for column in self.columns}
        if item is None or item.action != self.task.action:
            return {}
        own = {name: cell for name, cell in self.given.cells.items() if name in item.values}
        return {name: cell for name, cell in own.items() if name not in asked}


def same(column: Column, one: str, other: str) -> bool:
    """Whether two cells of the column say the same."""
    if column.several:
        return split(one) == split(other)
    return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
