"""What changed in a submission since it was returned, through the viewer's rights.

Looks at what somebody else typed are recorded first, as in ``visibility``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from sec_registry.registers.catalogue import register as register_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.differences import FieldChange, columns_changed
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.vocabulary import ITEM, ITEM_COLUMNS, Column, text_of
from sec_registry.submissions.looks import look_disclosed
from sec_registry.submissions.models import (
    EarlierPart,
    Item,
    ProposedPart,
    Round,
    Submission,
)
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.visibility import parts_visible_to, seen_in_full


class Since(StrEnum):
    """What became of a row since it was returned."""

    NEW = "new"
    CHANGED = "changed"
    DROPPED = "dropped"
    UNCHANGED = "not changed"


@dataclass(frozen=True)
class RowSince:
    """A row that changed since the last return; of a new one no fields, since all of it is new."""

    row: int
    what: Since
    action: str
    fields: list[FieldChange]


def rows_changed(submission: Submission, by: User) -> QuerySet[EarlierPart, int]:
    """The rows that changed since the last return, as far as this person may see of the change."""
    last = Round.objects.filter(submission=submission).order_by("-number").values("pk")[:1]
    return (
        earlier_visible_to(by, submission)
        .filter(round__in=list(last.values_list("pk", flat=True)))
        .order_by("row")
        .values_list("row", flat=True)
        .distinct()
    )


def changes_since(
    *, submission: Submission, rows: Sequence[int], by: User, channel: Channel
) -> list[RowSince]:
    """What changed in these rows since the last return; the look is recorded first."""
    if not submissions_visible_to(by).filter(pk=submission.pk).exists():
        return []
    last = Round.objects.filter(submission=submission).latest("number")
    earlier = {
        (each.row, each.register): each
        for each in earlier_visible_to(by, submission).filter(round=last, row__in=rows)
    }
    items = {item.position: item for item in submission.items.filter(position__in=rows)}
    in_items = ProposedPart.objects.filter(item__in=items.values())
    hidden = set(in_items.values_list("item__position", "register"))
    now: dict[tuple[int, str], ProposedPart] = {}
    for part in parts_visible_to(by, submission).filter(item__in=items.values()):
        now[part.item.position, part.register] = part
    hidden -= now.keys()
    changed = [_row_since(row, earlier, items.get(row), now, hidden) for row in rows]
    for code in (register.code for register in registers() if register.restricted):
        shown = {
            each.row
            for each in changed
            if any(field.register == code for field in each.fields)
            and _by_others(by, earlier.get((each.row, code)), now.get((each.row, code)))
        }
        look_recorded(
            submission, code, numbers_of(shown, items), by, channel, "changes since its return"
        )
    return changed


def _row_since(
    row: int,
    earlier: Mapping[tuple[int, str], EarlierPart],
    item: Item | None,
    now: Mapping[tuple[int, str], ProposedPart],
    hidden: set[tuple[int, str]],
) -> RowSince:
    own = earlier.get((row, ITEM))
    if item is not None and own is not None and own.values is None:
        return RowSince(row, Since.NEW, item.action, [])
    fields = []
    if own is not None:
        fields += _fields(ITEM, ITEM_COLUMNS, own.values or {}, item.values if item else {})
    for register in registers():
        key = (row, register.code)
        if key in earlier and key not in hidden:
            part = now.get(key)
            after = part.values if part else {}
            fields += _fields(register.code, register.columns, earlier[key].values or {}, after)
    if item is None:
        action = text_of((own.values or {}).get("Action")) if own else ""
        return RowSince(row, Since.DROPPED, action, fields)
    return RowSince(row, Since.CHANGED, item.action, fields)


def _fields(
    code: str, columns: Iterable[Column], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[FieldChange]:
    was, now = (
        {column.name: text_of(side.get(column.name)) for column in columns}
        for side in (before, after)
    )
    return columns_changed(code, now, was, now)


def earlier_visible_to(user: User, submission: Submission) -> QuerySet[EarlierPart]:
    """What stood, where this person typed it or sees the register's parts.

    Where nothing stood, whoever typed what stands there now learns that it is new.
    """
    typed_now = ProposedPart.objects.filter(
        item__submission=submission,
        item__position=OuterRef("row"),
        register=OuterRef("register"),
        typed_by=user,
    )
    return EarlierPart.objects.filter(round__submission=submission).filter(
        Q(register__in={ITEM, *seen_in_full(user, submission)})
        | Q(typed_by=user)
        | Q(values__isnull=True) & Exists(typed_now)
    )


def _by_others(by: User, *parts: EarlierPart | ProposedPart | None) -> bool:
    return any(
        part is not None and part.typed_by_id is not None and part.typed_by_id != by.pk
        for part in parts
    )


def numbers_of(rows: Iterable[int], items: Mapping[int, Item]) -> set[int | None]:
    """The CPL numbers of the rows; None stands for rows that have none."""
    found = (items.get(row) for row in rows)
    return {item.cpl_number or item.allocated_number if item else None for item in found}


def look_recorded(
    submission: Submission,
    code: str,
    numbers: set[int | None],
    by: User,
    channel: Channel,
    what: str,
) -> None:
    """Record that ``what`` of these records is about to be shown; nothing where there are none."""
    if numbers:
        look_disclosed(
            register=register_of(code),
            numbers=numbers,
            by=by,
            channel=channel,
            subject=f"submission {submission.pk}, {what}",
        )
