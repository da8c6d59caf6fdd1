"""Editing what is not in the Panel's hands: rows put in, put in place of others, taken out.

An item stays the same item as long as its position stays. What stood in a returned submission is
kept before it is changed for the first time, so that the next look can be shown what changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.cells import Row, cut_into_parts, item_fields
from sec_registry.submissions.errors import NotForYou, StateForbids, Unusable
from sec_registry.submissions.lifecycle import State, Step, state_after
from sec_registry.submissions.models import EarlierPart, Item, ProposedPart, Round, Submission
from sec_registry.submissions.permissions import may
from sec_registry.submissions.visibility import parts_visible_to

BATCH = 500
_ITEM_FIELDS = ("action", "cpl_number", "reference", "values", "revision")


@dataclass
class Edit:
    """What one edit does to the stored rows; everything is worked out before anything is stored.

    Shape of ``stood``: (row, register) → the values that stood there and who typed them.
    """

    by: User
    revision: int
    new_items: list[Item] = field(default_factory=list)
    changed_items: dict[int, Item] = field(default_factory=dict)
    new_parts: list[ProposedPart] = field(default_factory=list)
    changed_parts: list[ProposedPart] = field(default_factory=list)
    gone_parts: list[ProposedPart] = field(default_factory=list)
    stood: dict[tuple[int, str], tuple[Any, int | None]] = field(default_factory=dict)


def locked_for_editing(submission: Submission, by: User) -> Submission:
    """The submission, locked, for somebody who may edit it now; must run in a transaction."""
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not may(by, Step.EDIT, locked):
        raise NotForYou("Only those who made a draft edit it.")
    if state_after(locked.state, Step.EDIT) is None:
        raise StateForbids(f"A submission that is {locked.get_state_display()} is fixed.")
    return locked


def put_rows(
    submission: Submission, rows: Sequence[Row], by: User, replaced: Collection[str] = ()
) -> bool:
    """Put the rows in the place of those at the same positions, or beside them; False: no change.

    SECURITY: a part that the new row does not mention is kept, so that somebody who cannot see
    the Zigbee part of a draft does not wipe it. A part that is typed anew belongs to who typed it
    and counts as a change even where it reads the same, or an edit would confirm a guess.
    ``replaced`` names registers whose part, where the person sees it, goes when the new row
    mentions nothing of it.
    """
    changed = False
    for batch in _batches(rows):
        edit = _worked_out(submission, batch, by, replaced)
        _keep_what_stood(submission, edit.stood)
        Item.objects.bulk_create(edit.new_items)
        Item.objects.bulk_update(edit.changed_items.values(), _ITEM_FIELDS)
        ProposedPart.objects.bulk_create(edit.new_parts)
        ProposedPart.objects.bulk_update(edit.changed_parts, ["values", "typed_by"])
        ProposedPart.objects.filter(pk__in=[part.pk for part in edit.gone_parts]).delete()
        changed = changed or bool(edit.stood)
    return changed


def take_rows_out(submission: Submission, positions: Iterable[int]) -> None:
    """Take the rows out with their parts and findings; raises ``Unusable`` where one is not in."""
    wanted = sorted(set(positions))
    items = {
        item.position: item
        for start in range(0, len(wanted), BATCH)
        for item in submission.items.filter(position__in=wanted[start : start + BATCH])
    }
    missing = [str(position) for position in wanted if position not in items]
    if missing:
        raise Unusable(f"There is no row {', '.join(missing[:20])} in this submission.")
    found = list(items.values())
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        stood: dict[tuple[int, str], tuple[Any, int | None]] = {
            (item.position, ITEM): (item.values, None) for item in batch
        }
        for part in ProposedPart.objects.filter(item__in=batch).select_related("item"):
            stood[part.item.position, part.register] = (part.values, part.typed_by_id)
        _keep_what_stood(submission, stood)
        Item.objects.filter(pk__in=[item.pk for item in batch]).delete()


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _worked_out(
    submission: Submission, rows: Sequence[Row], by: User, replaced: Collection[str]
) -> Edit:
    edit = Edit(by, submission.revision + 1)
    positions = [row.position for row in rows]
    items = {item.position: item for item in submission.items.filter(position__in=positions)}
    parts = {
        (part.item_id, part.register): part
        for part in ProposedPart.objects.filter(item__in=items.values())
    }
    seen = parts_visible_to(by, submission).filter(item__in=items.values(), register__in=replaced)
    emptied = set(seen.values_list("pk", flat=True)) if replaced else set()
    for row in rows:
        cut = cut_into_parts(row.cells)
        own = cut.pop(ITEM, {})
        item = items.get(row.position)
        if item is None:
            item = Item(submission=submission, position=row.position, **item_fields(own))
            item.revision = edit.revision
            edit.new_items.append(item)
            edit.stood[row.position, ITEM] = (None, None)
        elif item.values != own:
            edit.stood[row.position, ITEM] = (item.values, None)
            for name, value in item_fields(own).items():
                setattr(item, name, value)
            _touch(edit, item)
        for register, values in cut.items():
            _put_part(edit, item, parts.get((item.pk, register)), register, values)
        for (item_id, register), part in parts.items():
            if item_id == item.pk and register not in cut and part.pk in emptied:
                _take_part(edit, item, part)
    return edit


def _put_part(
    edit: Edit,
    item: Item,
    part: ProposedPart | None,
    register: str,
    values: Mapping[str, Any],
) -> None:
    if part is not None and part.values == values and part.typed_by_id == edit.by.pk:
        return
    _touch(edit, item)
    if part is None:
        edit.stood[item.position, register] = (None, None)
        part = ProposedPart(item=item, register=register, values=values, typed_by=edit.by)
        edit.new_parts.append(part)
    else:
        edit.stood[item.position, register] = (part.values, part.typed_by_id)
        part.values, part.typed_by = dict(values), edit.by
        edit.changed_parts.append(part)


def _take_part(edit: Edit, item: Item, part: ProposedPart) -> None:
    _touch(edit, item)
    edit.stood[item.position, part.register] = (part.values, part.typed_by_id)
    edit.gone_parts.append(part)


def _touch(edit: Edit, item: Item) -> None:
    item.revision = edit.revision
    if item.pk is not None:
        edit.changed_items[item.pk] = item


def _keep_what_stood(
    submission: Submission, stood: Mapping[tuple[int, str], tuple[Any, int | None]]
) -> None:
    if submission.state != State.RETURNED:
        return
    since = Round.objects.filter(submission=submission).latest("number")
    # What is there already is what stood when the submission was returned.
    EarlierPart.objects.bulk_create(
        (
            EarlierPart(round=since, row=row, register=register, values=values, typed_by_id=by)
            for (row, register), (values, by) in stood.items()
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
