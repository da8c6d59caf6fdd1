"""The form itself: fields for the columns asked for, and what was typed as cells again.

Shapes: the name of a field is the column's name in small letters; columns of a group that hold
several values stand in rows, so that their fields end in the row's number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from sec_registry.registers.vocabulary import SEPARATOR, Column, Kind, split
from sec_registry.submissions.entry.fields import (
    Choices,
    as_lines,
    field_for,
    key_of,
    listed,
)

#: So many rows one may ask for; what stands already is always shown.
MOST_ROWS = 60


@dataclass(frozen=True)
class Group:
    """Columns that are filled in row by row."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> str:
        """The group's name as part of a field's name."""
        return key_of(self.name)

    def field(self, column: Column, row: int) -> str:
        """The name of the field of a column in a row, counted from 0."""
        return f"{key_of(column.name)}-{row}"


def arranged(columns: Sequence[Column]) -> Iterator[Column | Group]:
    """The columns in their order, those that are filled in together as one."""
    done = set()
    for column in columns:
        if not (column.several and column.group):
            yield column
        elif column.group not in done:
            done.add(column.group)
            yield Group(column.group, tuple(c for c in columns if c.group == column.group))


class EntryForm(forms.Form):
    """``shown``: what stands in the fields at first; ``blind``: columns read by others only."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        columns: Sequence[Column],
        shown: Mapping[str, str],
        blind: frozenset[str] = frozenset(),
        words: Mapping[str, Choices] | None = None,
    ) -> None:
        super().__init__(data)
        self.arrangement = list(arranged(columns))
        self.columns = list(columns)
        self.rows: dict[str, int] = {}
        for each in self.arrangement:
            if isinstance(each, Group):
                self._add_rows(each, shown)
                continue
            text = shown.get(each.name, "")
            field = field_for(each, shown=text, blind=each.name in blind, words=words or {})
            self._add(key_of(each.name), each, field, as_lines(text) if each.several else text)

    def typed(self) -> dict[str, str]:
        """The cell of each column as it was typed; "" where nothing was. Needs a valid form."""
        cells: dict[str, str] = {}
        for each in self.arrangement:
            if isinstance(each, Group):
                cells.update(self._of_rows(each))
            else:
                text = self.cleaned_data[key_of(each.name)]
                cells[each.name] = listed(text) if each.several else _as_kept(each, text)
        return cells

    def chosen(self) -> dict[str, str]:
        """The words that were chosen, before anything is known to be valid."""
        return {
            column.name: str(self.data[key_of(column.name)])
            for column in self.columns
            if key_of(column.name) in self.data
        }

    def _add_rows(self, group: Group, shown: Mapping[str, str]) -> None:
        values = {column.name: split(shown.get(column.name, "")) for column in group.columns}
        count = max(map(len, values.values())) + 1
        if self.is_bound:
            count = max(1, min(self._rows_asked(group), max(MOST_ROWS, count)))
        self.rows[group.name] = count
        for row in range(count):
            for column in group.columns:
                held = values[column.name]
                field = field_for(column, shown="", blind=False, words={})
                initial = held[row] if row < len(held) else ""
                self._add(group.field(column, row), column, field, initial)

    def _rows_asked(self, group: Group) -> int:
        asked = str(self.data.get(f"rows-{group.key}", ""))
        count = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
        return count + (f"_more-{group.key}" in self.data)

    def _add(self, name: str, column: Column, field: forms.Field, initial: str) -> None:
        field.label = column.name
        field.initial = initial
        self.fields[name] = field

    def _of_rows(self, group: Group) -> dict[str, str]:
        rows = [
            [self.cleaned_data[group.field(column, row)] for column in group.columns]
            for row in range(self.rows[group.name])
        ]
        filled = [row for row in rows if any(value.strip() for value in row)]
        by_column = zip(*filled, strict=True) if filled else [()] * len(group.columns)
        return {
            column.name: _aligned(list(values))
            for column, values in zip(group.columns, by_column, strict=True)
        }


def _aligned(values: list[str]) -> str:
    """One value for each row; a row without one leaves a gap, which the rules name."""
    return f"{SEPARATOR} ".join(values).strip() if any(v.strip() for v in values) else ""


def _as_kept(column: Column, text: str) -> str:
    # Browsers end lines in their own way.
    return text.replace("\r\n", "\n") if column.kind == Kind.LONG_TEXT else text
