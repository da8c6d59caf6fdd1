"""What a redaction takes out of submissions: what was proposed for a record, and said of that.

Reached is the same member of the same record, never a text anywhere: the rows about the record,
and those of its Manufacturer that name none, whose cell for the member held one of the values; and
of what was said about exactly those rows and submissions (findings, comments, reasons, titles) the
texts that repeat a value.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from cpl.columns import MANUFACTURER_CODE
from sec_registry.audit.history import history_of
from sec_registry.redactions.gate import Gate
from sec_registry.redactions.traces import write_quoting
from sec_registry.redactions.versions import Found
from sec_registry.registers.vocabulary import OF_MANY_RECORDS
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


def redact_submissions(found: Found, number: int, words: str, gate: Gate) -> None:
    """Put the words into what was proposed for the record, and into what was said of it."""
    items = Item.objects.filter(
        Q(cpl_number=number) | Q(allocated_number=number) | Q(pk__in=_of_many(found))
    )
    rows = list(items.values_list("pk", "submission_id", "position", "action"))
    submissions = {submission for _, submission, _, _ in rows}
    columns: dict[str, set[str]] = {}
    for each in found.members:
        for column in filter(None, (each.column, *each.typed_under)):
            # Two members may be typed under one column, as the reasons are.
            columns[column] = columns.get(column, set()) | found.values[each.member]
    published = dict(
        Submission.objects.filter(pk__in=submissions).values_list("pk", "publication_id")
    )
    changed: set[int] = set()
    for key, submission, position, action in rows:
        certain = {
            each.column
            for each in found.members
            if published[submission] in found.brought[each.member] and action not in OF_MANY_RECORDS
        }
        parts: list[tuple[QuerySet[Any], Gate | None]] = [
            (Item.objects.filter(pk=key), None),
            (ProposedPart.objects.filter(item=key), None),
            (EarlierPart.objects.filter(round__submission=submission, row=position), gate),
        ]
        touched = [_redact_cells(of, columns, certain, words, by) for of, by in parts]
        if any(touched):
            changed.add(submission)
        _redact_told(found, key, submission, position, words, gate)
    _redact_around(found, submissions, changed, words, gate)


def _of_many(found: Found) -> list[int]:
    """Items that name no record, and may have brought the value for all of its Manufacturer."""
    makers = {each.manufacturer for each in found.history}
    known: dict[int, set[str]] = {}
    parts = ProposedPart.objects.filter(item__action__in=OF_MANY_RECORDS)
    for item, values in parts.values_list("item", "values"):
        code = str(values.get(MANUFACTURER_CODE) or "").strip()
        known.setdefault(item, set()).update([code] if code else [])
    return [item for item, codes in known.items() if not codes or codes & makers]


def _redact_cells(
    rows: QuerySet[Any],
    columns: Mapping[str, set[str]],
    certain: set[str],
    words: str,
    gate: Gate | None,
) -> bool:
    """Put the words into cells; ``certain`` columns are known to have brought the value."""
    touched = False
    for row in list(rows):
        cells = dict(row.values or {})
        for name, values in columns.items():
            cell = str(cells.get(name) or "")
            if cell and (name in certain or _same(cell, values)):
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


def _redact_told(
    found: Found, item: int, submission: int, position: int, words: str, gate: Gate
) -> None:
    for finding in StoredFinding.objects.filter(
        Q(item=item) | Q(submission=submission, row=position)
    ):
        write_quoting(found, finding, ("message", "found", "expected"), words, None)
    for comment in Comment.objects.filter(round__submission=submission, row=position):
        write_quoting(found, comment, ("text",), words, gate)


def _redact_around(
    found: Found, submissions: set[int], changed: set[int], words: str, gate: Gate
) -> None:
    """What is said of the submissions as a whole, and digests that would confirm a guess."""
    history = history_of(Submission)
    for submission in Submission.objects.filter(pk__in=submissions):
        write_quoting(found, submission, _OF_SUBMISSION, words, None)
    for row in history._default_manager.filter(id__in=submissions):
        write_quoting(found, row, _OF_SUBMISSION_HISTORY, words, gate)
    for model in (Round, Waiver):
        for said in model._default_manager.filter(submission__in=submissions):
            write_quoting(found, said, ("reason",), words, gate)
    Submission.objects.filter(pk__in=changed).update(source_digest="")
    for key in history._default_manager.filter(id__in=changed).values_list("pk", flat=True):
        gate.write(history, key, {"source_digest": ""})
    for key in SentOnce.objects.filter(pk__in=changed).values_list("pk", flat=True):
        gate.write(SentOnce, key, {"digest": ""})
