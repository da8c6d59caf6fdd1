"""What a redaction takes out of histories: rows of the record whose column held one of the values.

What was said about the record in its own register, such as questions of the committee, is reached
where it repeats a value.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from sec_registry.audit.bulk import update_all
from sec_registry.audit.history import history_of
from sec_registry.redactions.gate import Gate
from sec_registry.redactions.versions import Found, lines_because
from sec_registry.registers.redactable import Kept, Said, Shared


def redact_histories(found: Found, number: int, words: str, gate: Gate) -> None:
    """Put the words into the history of the record, and into shared rows that nobody uses."""
    for member in found.members:
        values = found.values[member.member]
        for kept in member.kept:
            rows = Q(**{kept.path: number})
            if kept.shared is not None:
                rows = _shared_rows(kept, kept.shared, number)
                _redact_shared(kept, kept.shared, rows, values, words)
            history = history_of(kept.model)
            held = history._default_manager.filter(rows, **{f"{kept.field}__in": values})
            for key in list(held.values_list("history_id", flat=True)):
                gate.write(history, key, {kept.field: words})
        for key, line in lines_because(member, number):
            said, _, reason = line.partition(": ")
            if member.why is not None and reason in values:
                # The publication stays: by it the line is found.
                history = history_of(member.why.model)
                gate.write(history, key, {member.why.field: f"{said}: {words}"})


def _shared_rows(kept: Kept, shared: Shared, number: int) -> Q:
    """The shared rows that the record ever pointed to."""
    pointed = history_of(shared.model)._default_manager.filter(**{shared.path: number})
    keys = pointed.exclude(**{shared.field: None}).values_list(f"{shared.field}_id", flat=True)
    return Q(**{f"{kept.path}__in": set(keys)})


def _redact_shared(kept: Kept, shared: Shared, rows: Q, values: set[str], words: str) -> None:
    live = kept.model._default_manager.filter(rows, **{f"{kept.field}__in": values})
    used = shared.model._default_manager.filter(**{f"{shared.field}__in": live}).count()
    if used:
        raise ValidationError(
            f"{used} other records in force hold the same value: correct those first, and redact "
            "what was published of them too."
        )
    rows_left = list(live)
    for row in rows_left:
        # Told apart, since no two shared rows of a Manufacturer are the same.
        setattr(row, kept.field, f"{words} {row.pk}")
    update_all(kept.model, rows_left, [kept.field])


def redact_said(found: Found, said: Iterable[Said], number: int, words: str, gate: Gate) -> None:
    """Put the words in the place of texts about the record that repeat one of the values."""
    for each in said:
        history = history_of(each.model)
        for model, fields in (
            (each.model, each.fields),
            (history, (*each.fields, "history_change_reason")),
        ):
            for row in model._default_manager.filter(**{each.path: number}):
                write_quoting(found, row, fields, words, gate)


def write_quoting(
    found: Found, row: Any, fields: Iterable[str], words: str, gate: Gate | None
) -> None:
    """Put the words in the place of those texts of the row that repeat one of the values."""
    values = {name: words for name in fields if found.quoted_in(str(getattr(row, name) or ""))}
    if not values:
        return
    if gate is None:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    else:
        gate.write(type(row), row.pk, values)
