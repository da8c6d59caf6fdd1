"""The history of the rows that belong to a record and have histories of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from sec_registry.audit.wording import told

#: So many entries are shown of each kind, the newest first.
MOST_ENTRIES = 200


@dataclass(frozen=True)
class Companion:
    """A model whose rows belong to a record: ``path`` is the field that holds the record's key."""

    title: str
    model: type[Model]
    path: str


@dataclass(frozen=True)
class Entry:
    """One line of history: what was done to which row, and each field's old and new value."""

    what: str
    at: Any
    deed: str
    actor: str
    reason: str
    changes: list[tuple[str, str, str]]
    #: Whether the row came with it, so that nothing stood before.
    came: bool = False


def companions_of(companions: Iterable[Companion], key: Any) -> list[tuple[str, list[Entry]]]:
    """Each companion's title with its entries; those without any are left out."""
    told = ((each.title, entries_of(each, key)) for each in companions)
    return [(title, entries) for title, entries in told if entries]


def entries_of(companion: Companion, key: Any) -> list[Entry]:
    """What became of the record's rows of this kind, the latest first."""
    history: Any = companion.model.history  # type: ignore[attr-defined]  # added by AuditTrail
    rows = list(
        history.filter(**{companion.path: key}).order_by("-history_date", "-history_id")[
            :MOST_ENTRIES
        ]
    )
    before: dict[Any, Any] = {}
    entries = []
    for row in reversed(rows):
        row_key = row.instance.pk
        entries.append(_entry(row, before.get(row_key), companion.path))
        before[row_key] = row
    return entries[::-1]


def _entry(row: Any, before: Any, path: str) -> Entry:
    if row.history_type == "~" and before is not None:
        delta = row.diff_against(before, foreign_keys_are_objs=True)
        changes = [
            (_label(row, c.field), _told(row, c.field, c.old), _told(row, c.field, c.new))
            for c in delta.changes
        ]
    elif row.history_type == "-":
        changes = [(label, value, "") for label, value in _values(row, path)]
    else:
        changes = [(label, "", value) for label, value in _values(row, path)]
    return Entry(
        what=str(row.instance),
        at=row.history_date,
        deed=row.get_history_type_display(),
        actor=row.history_user_id,
        reason=row.history_change_reason or "",
        changes=changes,
        came=row.history_type == "+",
    )


def _values(row: Any, path: str) -> list[tuple[str, str]]:
    """What a row held when it came or went, but for its keys and what was empty."""
    held = [
        (_label(row, field.name), _told(row, field.name, getattr(row, field.name)))
        for field in row.tracked_fields
        if field.editable and not field.primary_key and field.attname != path
    ]
    return [(label, value) for label, value in held if value]


def _told(row: Any, field: str, value: Any) -> str:
    return told(row.instance_type._meta.get_field(field), value)


def _label(row: Any, field: str) -> str:
    return str(capfirst(row.instance_type._meta.get_field(field).verbose_name))
