"""Taking rows in: a submission with its items, each cut into one part per register.

Shapes: a row is its position (what a person sees: the row in the file) and its cells by column
name. Cells are kept as they were typed, so that rules can speak of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import ITEM, Action, Cell, Kind, is_blank, text_of
from sec_registry.submissions.errors import NotForYou, StateForbids, Unusable
from sec_registry.submissions.lifecycle import Step, state_after
from sec_registry.submissions.models import Contributor, Item, ProposedPart, Submission
from sec_registry.submissions.permissions import may, may_create

BATCH = 500
MOST_ROWS = 200_000
LONGEST_REFERENCE = 200
UNKNOWN = "unknown columns"
MOST_NAMED = 20
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One row of the vocabulary, at the position a person knows it by."""

    position: int
    cells: Mapping[str, Cell]


def submission_create(
    *,
    by: User,
    title: str,
    rows: Sequence[Row],
    initial_load: bool = False,
    source: str = "",
    source_digest: str = "",
    intake_notes: Iterable[Mapping[str, Any]] = (),
    at: datetime | None = None,
) -> Submission:
    """Keep a new draft with these rows; raises ``NotForYou`` or ``Unusable``.

    ``at`` is the moment it is recorded under, for samples with a past.
    """
    if not may_create(by, initial_load=initial_load):
        raise NotForYou("Only the Panel takes records over." if initial_load else "Not for you.")
    if len(rows) > MOST_ROWS:
        raise Unusable(f"A submission holds at most {MOST_ROWS:,} items.")
    _refuse_unstorable(rows)
    now = at or timezone.now()
    with transaction.atomic(), acting(by=by, reason="submission created", at=at):
        submission = Submission(
            title=title.strip()[:200] or "Untitled",
            initial_load=initial_load,
            created_by=by,
            created_at=now,
            organisation=by.organisation,
            source=source[:300],
            source_digest=source_digest,
            intake_notes=list(intake_notes),
        )
        submission.full_clean()
        submission.save()
        Contributor.objects.create(submission=submission, person=by, since=now)
        _store_rows(submission, rows, by)
    return submission


def submission_replace_rows(*, submission: Submission, by: User, rows: Sequence[Row]) -> None:
    """Put these rows in the place of a draft's rows at the same positions, or beside them.

    SECURITY: a part that the new row does not mention is kept, so that somebody who cannot see
    the Zigbee part of a draft does not wipe it; a part that is typed anew belongs to who typed it.
    """
    with transaction.atomic(), acting(by=by, reason="draft edited"):
        submission = Submission.objects.select_for_update().get(pk=submission.pk)
        if not may(by, Step.EDIT, submission):
            raise NotForYou("Only those who made a draft edit it.")
        if state_after(submission.state, Step.EDIT) is None:
            raise StateForbids(f"A submission that is {submission.get_state_display()} is fixed.")
        _refuse_unstorable(rows)
        kept = _parts_not_typed_anew(submission, rows)
        Item.objects.filter(
            submission=submission, position__in=[row.position for row in rows]
        ).delete()
        _store_rows(submission, rows, by)
        _restore_parts(submission, kept)
        Contributor.objects.get_or_create(
            submission=submission, person=by, defaults={"since": timezone.now()}
        )
        submission.revision += 1
        submission.save()


def _refuse_unstorable(rows: Sequence[Row]) -> None:
    """Refuse texts that no database keeps: zero characters, and halves of a surrogate pair."""
    faulty = [
        f'row {row.position} "{name}"'
        for row in rows
        for name, cell in row.cells.items()
        if isinstance(cell, str) and _UNSTORABLE.search(cell)
    ]
    if faulty:
        raise Unusable(f"Zero or broken characters in {', '.join(faulty[:MOST_NAMED])}.")


def _store_rows(submission: Submission, rows: Sequence[Row], by: User) -> None:
    items, cut = [], []
    for row in rows:
        parts = cut_into_parts(row.cells)
        items.append(
            Item(submission=submission, position=row.position, **item_fields(parts.pop(ITEM, {})))
        )
        cut.append(parts)
    stored = Item.objects.bulk_create(items, batch_size=BATCH)
    ProposedPart.objects.bulk_create(
        [
            ProposedPart(item=item, register=register, values=values, typed_by=by)
            for item, parts in zip(stored, cut, strict=True)
            for register, values in parts.items()
        ],
        batch_size=BATCH,
    )


def item_fields(own: dict[str, Any]) -> dict[str, Any]:
    """What the item's own columns say, as fields of ``Item``."""
    return {
        "action": _action(own.get("Action")),
        "cpl_number": _number(own.get("CPL number")),
        "reference": text_of(own.get("Reference"))[:LONGEST_REFERENCE],
        "values": own,
    }


def cut_into_parts(cells: Mapping[str, Cell]) -> dict[str, dict[str, Any]]:
    """The row's non-blank cells by register code; under ITEM the item's own columns.

    SECURITY: of a column nobody knows only the name is kept, since a misspelt heading may stand
    over Zigbee data.
    """
    known = columns()
    parts: dict[str, dict[str, Any]] = {}
    for name, cell in cells.items():
        if is_blank(cell):
            continue
        column = known.get(name)
        if column is None:
            parts.setdefault(ITEM, {}).setdefault(UNKNOWN, []).append(name)
        else:
            # A text column takes a number as it reads; elsewhere the rules must see the damage.
            kept = text_of(cell) if column.kind in (Kind.TEXT, Kind.LONG_TEXT) else cell
            parts.setdefault(column.register, {})[name] = kept
    return parts


def _parts_not_typed_anew(
    submission: Submission, rows: Sequence[Row]
) -> dict[int, list[ProposedPart]]:
    typed = {row.position: set(cut_into_parts(row.cells)) for row in rows}
    kept: dict[int, list[ProposedPart]] = {}
    parts = ProposedPart.objects.filter(
        item__submission=submission, item__position__in=typed
    ).select_related("item")
    for part in parts:
        if part.register not in typed[part.item.position]:
            kept.setdefault(part.item.position, []).append(part)
    return kept


def _restore_parts(submission: Submission, kept: dict[int, list[ProposedPart]]) -> None:
    items = {item.position: item for item in submission.items.filter(position__in=kept)}
    ProposedPart.objects.bulk_create(
        ProposedPart(
            item=items[position],
            register=part.register,
            values=part.values,
            typed_by_id=part.typed_by_id,
        )
        for position, parts in kept.items()
        for part in parts
    )


def _action(cell: Cell) -> str:
    wanted = text_of(cell).strip().casefold()
    return wanted[:24] if wanted else Action.ADD


def _number(cell: Cell) -> int | None:
    text = text_of(cell).strip()
    # The form that every database's integer column takes.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
