"""What a redaction takes out beside published documents: histories, and what was submitted.

Reached is the same member of the same record, never a text anywhere: history rows of the record
whose column held one of the values; in submissions the rows about the record whose cell for the
member held it; and of what was said about exactly those rows and submissions (findings, comments,
reasons, titles) the texts that repeat a value.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from sec_registry.redactions.gate import Gate
from sec_registry.redactions.versions import Found
from sec_registry.registers.redactable import Kept, Shared
from sec_registry.submissions.models import (
    Comment,
    EarlierPart,
    Item,
    ProposedPart,
    Round,
    SentOnce,
    StoredFinding,
    Submission,
    Waiver,
)

#: Free texts about a submission as a whole.
_OF_SUBMISSION = ("title", "source", "decision_reason")
_OF_SUBMISSION_HISTORY = (*_OF_SUBMISSION, "history_change_reason")


def redact_histories(found: Found, number: int, words: str, gate: Gate) -> None:
    """Put the words into the history of the record, and into shared rows that nobody uses."""
    for member in found.members:
        values = found.values[member.member]
        for kept in member.kept:
            rows = Q(**{kept.path: number})
            if kept.shared is not None:
                rows = _shared_rows(kept, kept.shared, number)
                _redact_shared(kept, kept.shared, rows, values, words)
            history = _history(kept.model)
            held = history._default_manager.filter(rows, **{f"{kept.field}__in": values})
            for key in list(held.values_list("history_id", flat=True)):
                gate.write(history, key, {kept.field: words})


def _history(model: type[Model]) -> Any:
    return model.history.model  # type: ignore[attr-defined]  # added by AuditTrail


def _shared_rows(kept: Kept, shared: Shared, number: int) -> Q:
    """The shared rows that the record ever pointed to."""
    pointed = _history(shared.model)._default_manager.filter(**{shared.path: number})
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
    for key in list(live.values_list("pk", flat=True)):
        # Told apart, since no two shared rows of a Manufacturer are the same.
        kept.model._default_manager.filter(pk=key).update(**{kept.field: f"{words} {key}"})


def redact_submissions(found: Found, number: int, words: str, gate: Gate) -> None:
    """Put the words into what was proposed for the record, and into what was said of it."""
    items = Item.objects.filter(Q(cpl_number=number) | Q(allocated_number=number))
    rows = list(items.values_list("pk", "submission_id", "position"))
    submissions = {submission for _, submission, _ in rows}
    columns = {each.column: found.values[each.member] for each in found.members}
    publications = set(found.publications)
    published = dict(
        Submission.objects.filter(pk__in=submissions).values_list("pk", "publication_id")
    )
    changed: set[int] = set()
    for key, submission, position in rows:
        certain = published[submission] in publications
        parts: list[tuple[QuerySet[Any], Gate | None]] = [
            (Item.objects.filter(pk=key), None),
            (ProposedPart.objects.filter(item=key), None),
            (EarlierPart.objects.filter(round__submission=submission, row=position), gate),
        ]
        touched = [_redact_cells(of, columns, certain, words, by) for of, by in parts]
        if any(touched):
            changed.add(submission)
        _redact_said(found, key, submission, position, words, gate)
    _redact_around(found, submissions, changed, words, gate)


def _redact_cells(
    rows: QuerySet[Any],
    columns: Mapping[str, set[str]],
    certain: bool,
    words: str,
    gate: Gate | None,
) -> bool:
    """Put the words into cells; ``certain`` ones are known to have brought what was published."""
    touched = False
    for row in list(rows):
        cells = dict(row.values or {})
        for name, values in columns.items():
            cell = str(cells.get(name) or "")
            if cell and (certain or _same(cell, values)):
                cells[name] = words
        if cells == (row.values or {}):
            continue
        touched = True
        if gate is None:
            rows.filter(pk=row.pk).update(values=cells)
        else:
            gate.write(type(row), row.pk, {"values": cells})
    return touched


def _same(cell: str, values: Iterable[str]) -> bool:
    """Whether the cell, one value or several, holds a value as it may have been typed."""
    typed = {_folded(each) for each in [cell, *cell.split(";")]}
    return any(_folded(each) in typed for each in values)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _redact_said(
    found: Found, item: int, submission: int, position: int, words: str, gate: Gate
) -> None:
    for finding in StoredFinding.objects.filter(
        Q(item=item) | Q(submission=submission, row=position)
    ):
        _write_quoting(found, finding, ("message", "found", "expected"), words, None)
    for comment in Comment.objects.filter(round__submission=submission, row=position):
        _write_quoting(found, comment, ("text",), words, gate)


def _redact_around(
    found: Found, submissions: set[int], changed: set[int], words: str, gate: Gate
) -> None:
    """What is said of the submissions as a whole, and digests that would confirm a guess."""
    history = _history(Submission)
    for submission in Submission.objects.filter(pk__in=submissions):
        _write_quoting(found, submission, _OF_SUBMISSION, words, None)
    for row in history._default_manager.filter(id__in=submissions):
        _write_quoting(found, row, _OF_SUBMISSION_HISTORY, words, gate)
    for model in (Round, Waiver):
        for said in model._default_manager.filter(submission__in=submissions):
            _write_quoting(found, said, ("reason",), words, gate)
    Submission.objects.filter(pk__in=changed).update(source_digest="")
    for key in history._default_manager.filter(id__in=changed).values_list("pk", flat=True):
        gate.write(history, key, {"source_digest": ""})
    for key in SentOnce.objects.filter(pk__in=changed).values_list("pk", flat=True):
        gate.write(SentOnce, key, {"digest": ""})


def _write_quoting(
    found: Found, row: Any, fields: Iterable[str], words: str, gate: Gate | None
) -> None:
    values = {name: words for name in fields if found.quoted_in(str(getattr(row, name) or ""))}
    if not values:
        return
    if gate is None:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    else:
        gate.write(type(row), row.pk, values)
