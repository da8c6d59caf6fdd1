"""The verbs that make a submission's content: create it, edit its rows, its title."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.audit.inserting import insert_all
from sec_registry.audit.pieces import pieces
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.cells import (
    LONGEST_REFERENCE,
    UNKNOWN,
    Row,
    cut_into_parts,
    item_fields,
    refuse_unstorable,
    storable,
)
from sec_registry.submissions.editing import (
    BATCH,
    locked_for_editing,
    put_rows,
    take_rows_out,
)
from sec_registry.submissions.errors import NotForYou, Unusable
from sec_registry.submissions.models import Contributor, Item, ProposedPart, Submission
from sec_registry.submissions.on_behalf import OnBehalfOf, whose
from sec_registry.submissions.permissions import may_create

__all__ = [
    "LONGEST_REFERENCE",
    "MOST_ROWS",
    "UNKNOWN",
    "OnBehalfOf",
    "Row",
    "cut_into_parts",
    "item_fields",
    "submission_create",
    "submission_remove_rows",
    "submission_replace_rows",
    "submission_retitle",
]

MOST_ROWS = 200_000
LONGEST_TITLE = 200


def submission_create(
    *,
    by: User,
    title: str,
    rows: Sequence[Row],
    initial_load: bool = False,
    source: str = "",
    source_digest: str = "",
    intake_notes: Iterable[Mapping[str, Any]] = (),
    on_behalf_of: OnBehalfOf | None = None,
    at: datetime | None = None,
) -> Submission:
    """Keep a new draft with these rows; raises ``NotForYou`` or ``Unusable``.

    ``on_behalf_of`` says for whom the Panel's staff key it in.
    ``at`` is the moment it is recorded under, for samples with a past.
    """
    if not may_create(by, initial_load=initial_load):
        raise NotForYou("Only the Panel takes records over." if initial_load else "Not for you.")
    whose_it_is = whose(by, on_behalf_of)
    _refuse_unusable(rows)
    now = at or timezone.now()
    with transaction.atomic(), acting(by=by, reason="submission created", at=at):
        submission = Submission(
            title=storable("title", title)[:LONGEST_TITLE] or "Untitled",
            initial_load=initial_load,
            created_by=by,
            created_at=now,
            source=source[:300],
            source_digest=source_digest,
            intake_notes=list(intake_notes),
            **whose_it_is,
        )
        submission.full_clean()
        submission.save()
        Contributor.objects.create(submission=submission, person=by, since=now)
        _store_rows(submission, rows, by)
    return submission


def submission_replace_rows(
    *,
    submission: Submission,
    by: User,
    rows: Sequence[Row],
    replaced: Collection[str] = (),
) -> None:
    """Put these rows in the place of those at the same positions, or beside them.

    Of a draft, or of what was returned. A part that a row does not mention stays as it is, unless
    its register is among those ``replaced`` and the person sees the part.
    """
    _refuse_unusable(rows)
    with transaction.atomic(), acting(by=by, reason="edited"):
        locked = locked_for_editing(submission, by)
        if put_rows(locked, rows, by, replaced):
            if locked.items.count() > MOST_ROWS:
                raise Unusable(f"A submission holds at most {MOST_ROWS:,} items.")
            _count_revision(locked, by)


def submission_remove_rows(*, submission: Submission, by: User, positions: Iterable[int]) -> None:
    """Take these rows out of a draft, or of what was returned.

    Comments, waivers and evidence that speak of such a row stay; findings go with it.
    """
    with transaction.atomic(), acting(by=by, reason="rows removed"):
        locked = locked_for_editing(submission, by)
        take_rows_out(locked, positions)
        _count_revision(locked, by)


def submission_retitle(*, submission: Submission, by: User, title: str) -> None:
    """Give a draft, or what was returned, another title.

    It counts as a change for whoever edits beside, but no rule reads it: findings stay fresh.
    """
    wanted = storable("title", title)
    if not wanted or len(wanted) > LONGEST_TITLE:
        raise Unusable(f"A title has 1 to {LONGEST_TITLE} letters.")
    with transaction.atomic(), acting(by=by, reason="title changed"):
        locked = locked_for_editing(submission, by)
        if locked.title == wanted:
            return
        if locked.checked_revision == locked.revision:
            locked.checked_revision += 1
        locked.revision += 1
        locked.title = wanted
        locked.full_clean()
        locked.save()


def _refuse_unusable(rows: Sequence[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise Unusable(f"A submission holds at most {MOST_ROWS:,} items.")
    if len({row.position for row in rows}) < len(rows):
        raise Unusable("Two rows have the same position.")
    refuse_unstorable(rows)


def _count_revision(submission: Submission, by: User) -> None:
    Contributor.objects.get_or_create(
        submission=submission, person=by, defaults={"since": timezone.now()}
    )
    submission.revision += 1
    submission.save()


def _store_rows(submission: Submission, rows: Sequence[Row], by: User) -> None:
    # In pages, so that the rows of a large file stand in memory once.
    for page in pieces(rows, BATCH):
        _store_page(submission, page, by)


def _store_page(submission: Submission, rows: Sequence[Row], by: User) -> None:
    items, cut = [], []
    for row in rows:
        parts = cut_into_parts(row.cells)
        items.append(
            Item(submission=submission, position=row.position, **item_fields(parts.pop(ITEM, {})))
        )
        cut.append(parts)
    insert_all(Item, items)
    insert_all(
        ProposedPart,
        [
            ProposedPart(item=item, register=register, values=values, typed_by=by)
            for item, parts in zip(items, cut, strict=True)
            for register, values in parts.items()
        ],
    )
