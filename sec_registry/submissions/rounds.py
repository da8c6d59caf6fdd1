"""What was said when a submission was returned and what changed since, through the viewer's rights.

A comment may quote any part that its row had when it was written. So it is read by its writer and
by whoever sees all of those parts: its makers, and reviewers while they review. For others it is
masked as the parts are. Looks at what somebody else typed are recorded first, as in ``visibility``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    Comment,
    EarlierPart,
    Item,
    ProposedPart,
    Round,
    Submission,
)
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.visibility import parts_visible_to, seen_in_full

MASKED_COMMENT = "This comment may quote data that you may not read."


class Since(StrEnum):
    """What became of a row since it was returned."""

    NEW = "new"
    CHANGED = "changed"
    DROPPED = "dropped"
    UNCHANGED = "not changed"


@dataclass(frozen=True)
class SeenComment:
    """A comment on a row as this person may see it, and what became of the row since."""

    row: int
    text: str
    masked: bool
    since: Since


@dataclass(frozen=True)
class SeenRound:
    """One return, with its comments by row."""

    number: int
    reason: str
    returned_by: User
    returned_at: datetime
    comments: list[SeenComment]


@dataclass(frozen=True)
class RowSince:
    """A row that changed since the last return; of a new one no fields, since all of it is new."""

    row: int
    what: Since
    action: str
    fields: list[FieldChange]


def rounds_seen(
    *, submission: Submission, by: User, channel: Channel, row: int | None = None
) -> list[SeenRound]:
    """Every return of the submission, the last first; a look at quoted parts is recorded.

    With ``row`` only the comments on that row are shown, and only they are a look.
    """
    if not submissions_visible_to(by).filter(pk=submission.pk).exists():
        return []
    rounds = list(
        Round.objects.filter(submission=submission)
        .select_related("returned_by")
        .order_by("-number")
    )
    said = Comment.objects.filter(round__in=rounds, **({} if row is None else {"row": row}))
    comments = list(said.select_related("round").order_by("round", "row"))
    standing = _Standing(submission, by, {comment.row for comment in comments})
    seen = {comment.pk: standing.seen(comment) for comment in comments}
    for code, numbers in standing.quoted.items():
        _record(submission, code, numbers, by, channel, "comments on what others typed")
    return [
        SeenRound(
            number=each.number,
            reason=each.reason,
            returned_by=each.returned_by,
            returned_at=each.returned_at,
            comments=[seen[c.pk] for c in comments if c.round_id == each.pk],
        )
        for each in rounds
    ]


def rows_changed(submission: Submission, by: User) -> QuerySet[EarlierPart, int]:
    """The rows that changed since the last return, as far as this person may see of the change."""
    last = Round.objects.filter(submission=submission).order_by("-number").values("pk")[:1]
    return (
        _earlier_visible_to(by, submission)
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
        for each in _earlier_visible_to(by, submission).filter(round=last, row__in=rows)
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
        _record(submission, code, _numbers(shown, items), by, channel, "changes since its return")
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


def _earlier_visible_to(user: User, submission: Submission) -> QuerySet[EarlierPart]:
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


class _Standing:
    """Who typed what in the rows that comments speak of, at each round and now."""

    def __init__(self, submission: Submission, by: User, rows: set[int]) -> None:
        self.by = by
        self.whole = {ITEM, *seen_in_full(by, submission)}
        self.restricted = {register.code for register in registers() if register.restricted}
        self.items = {i.position: i for i in submission.items.filter(position__in=rows)}
        self.now = dict(self._typists(submission, rows))
        self.earlier = list(
            EarlierPart.objects.filter(round__submission=submission, row__in=rows)
            .select_related("round")
            .order_by("-round__number")
        )
        self.changed = set(
            _earlier_visible_to(by, submission)
            .filter(row__in=rows)
            .values_list("round__number", "row")
        )
        #: By register code, the numbers of rows whose comments may quote what others typed.
        self.quoted: dict[str, set[int | None]] = {}

    @staticmethod
    def _typists(
        submission: Submission, rows: set[int]
    ) -> Iterable[tuple[tuple[int, str], int | None]]:
        parts = ProposedPart.objects.filter(
            item__submission=submission, item__position__in=rows
        ).values_list("item__position", "register", "typed_by")
        return (((row, register), typist) for row, register, typist in parts)

    def seen(self, comment: Comment) -> SeenComment:
        """The comment, masked where it must be."""
        typists = self._typists_at(comment.round.number, comment.row)
        own = comment.round.returned_by_id == self.by.pk
        masked = not own and any(
            code not in self.whole and typist != self.by.pk for code, typist in typists.items()
        )
        if not masked and not own:
            for code in self.restricted & typists.keys():
                if typists[code] != self.by.pk:
                    self.quoted.setdefault(code, set()).update(_numbers({comment.row}, self.items))
        text = MASKED_COMMENT if masked else comment.text
        return SeenComment(comment.row, text, masked, self._since(comment))

    def _typists_at(self, number: int, row: int) -> dict[str, int | None]:
        """By register, who had typed the part that stood in the row at that round."""
        at = {code: typist for (of, code), typist in self.now.items() if of == row}
        for each in self.earlier:  # the latest first, so that the earliest has the last word
            if each.row == row and each.round.number >= number:
                if each.values is None:
                    at.pop(each.register, None)
                else:
                    at[each.register] = each.typed_by_id
        at.pop(ITEM, None)
        return at

    def _since(self, comment: Comment) -> Since:
        if comment.row not in self.items:
            return Since.DROPPED
        later = any(
            row == comment.row and number >= comment.round.number for number, row in self.changed
        )
        return Since.CHANGED if later else Since.UNCHANGED


def _by_others(by: User, *parts: EarlierPart | ProposedPart | None) -> bool:
    return any(
        part is not None and part.typed_by_id is not None and part.typed_by_id != by.pk
        for part in parts
    )


def _numbers(rows: Iterable[int], items: Mapping[int, Item]) -> set[int | None]:
    """The CPL numbers of the rows; None stands for rows that have none."""
    found = (items.get(row) for row in rows)
    return {item.cpl_number or item.allocated_number if item else None for item in found}


def _record(
    submission: Submission,
    code: str,
    numbers: set[int | None],
    by: User,
    channel: Channel,
    what: str,
) -> None:
    if numbers:
        look_disclosed(
            register=register_of(code),
            numbers=numbers,
            by=by,
            channel=channel,
            subject=f"submission {submission.pk}, {what}",
        )
