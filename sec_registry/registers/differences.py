"""What differs between two states of one record, field by field.

Said in two ways: by the columns of the vocabulary, which people know, and by the members of the
documents, which programs read. A submission's difference and the comparison of two publications
are both made of these.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import Document, canonical

#: The member that names the record, which is the same on both sides.
NUMBER = "cpl_number"


@dataclass(frozen=True)
class FieldChange:
    """One column: ``before`` None means that the viewer may not read what stands there."""

    register: str
    column: str
    before: str | None
    after: str


@dataclass(frozen=True)
class MemberChange:
    """One member of a document: ``path`` is its JSON Pointer, None what is not there."""

    path: str
    before: Any
    after: Any


def columns_changed(
    register: str,
    columns: Iterable[str],
    before: Mapping[str, str] | None,
    after: Mapping[str, str],
) -> list[FieldChange]:
    """Those of the columns whose text differs; ``before`` None: not the viewer's to read."""
    sides = (
        (name, None if before is None else before.get(name, ""), after.get(name, ""))
        for name in columns
    )
    return [FieldChange(register, name, was, now) for name, was, now in sides if was != now]


def members_changed(
    before: Document | None, after: Document | None, members: Collection[str] = ()
) -> list[MemberChange]:
    """The members that differ, of these at the top (none: all).

    Objects are looked into; a list is compared as a whole, as its places mean nothing. None is a
    record that is not there.
    """
    sides = [
        {
            name: value
            for name, value in (side or {}).items()
            if name != NUMBER and (not members or name in members)
        }
        for side in (before, after)
    ]
    return list(_walk("", *sides))


def _walk(place: str, before: Document, after: Document) -> Iterator[MemberChange]:
    for name in {**before, **after}:
        was, now, path = before.get(name), after.get(name), f"{place}/{name}"
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _walk(path, was, now)
        elif was != now:
            yield MemberChange(path, was, now)


def record_changed(
    register: Register,
    before: Document | None,
    after: Document | None,
    members: Collection[str] = (),
) -> list[FieldChange]:
    """The same by the columns of the register's table.

    A member that differs in nothing a column shows (a correction whose reason is not public, say)
    is told by its path, so that no record that differs looks as if it did not. What is only empty
    where it was absent is left out beside other differences.
    """
    changed = members_changed(before, after, members)
    tops = {each.path.split("/")[1] for each in changed}
    columns = register.table.columns
    told = columns_changed(
        register.code,
        [name for name, member in columns.items() if member in tops],
        register.table.row(before) if before else {},
        register.table.row(after) if after else {},
    )
    shown = {columns[each.column] for each in told}
    unshown = (each for each in changed if each.path.split("/")[1] not in shown)
    beside = [
        FieldChange(register.code, each.path[1:], _text(each.before), _text(each.after))
        for each in unshown
    ]
    return [*told, *(each for each in beside if each.before != each.after or not told)]


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return canonical(value)
