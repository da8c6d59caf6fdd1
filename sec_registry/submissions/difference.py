"""What a submission changes, field by field, through the viewer's right to read.

Before: the published row as the viewer may read it (None: not theirs to read). After: what was
typed in the parts the viewer may see. For an accepted submission "before" is what it superseded.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.differences import FieldChange, columns_changed
from sec_registry.registers.vocabulary import (
    CLEAR,
    ITEM,
    ITEM_COLUMNS,
    OF_MANY_RECORDS,
    Action,
    Cell,
    text_of,
)
from sec_registry.submissions.cells import UNKNOWN
from sec_registry.submissions.covered import Covered, OfMany, of_many
from sec_registry.submissions.models import Item, ProposedPart, Submission

_SUBJECT = frozenset({"Action", "CPL number", "Reference"})
#: Their columns say what to add, block or open, not what a field shall hold afterwards.
_NAMING = frozenset({Action.ADD, Action.BLOCK, Action.UNBLOCK})


@dataclass(frozen=True)
class ItemDifference:
    """What one item changes; an empty list of fields when nothing visible does."""

    item_id: int
    row: int
    action: str
    cpl_number: int | None
    reference: str
    fields: list[FieldChange]
    #: What an item covers that names no record of its own.
    covered: Covered | None = None

    @property
    def numbers(self) -> Sequence[int]:
        """The records whose content may stand under "before"."""
        if self.covered is not None:
            return self.covered.first
        return [] if self.cpl_number is None else [self.cpl_number]


def differences(
    *,
    submission: Submission,
    items: Sequence[Item],
    parts: Sequence[ProposedPart],
    by: Reader,
) -> list[ItemDifference]:
    """The differences of these items, from the parts given (already those the viewer may see)."""
    typed = {(part.item_id, part.register): part.values for part in parts}
    numbers = {
        item.cpl_number
        for item in items
        if item.cpl_number and item.action not in (Action.ADD, *OF_MANY_RECORDS)
    }
    stands = {
        register.code: _rows_before(register, submission, numbers, by) for register in registers()
    }
    found = []
    for item in items:
        if item.action in OF_MANY_RECORDS:
            many = _of_many(item, typed, submission, by)
            found.append(_difference(item, typed, many.stands, many.covered))
        else:
            before = {code: _before(item, rows) for code, rows in stands.items()}
            found.append(_difference(item, typed, before))
    return found


def _difference(
    item: Item,
    typed: Mapping[tuple[int, str], Mapping[str, Cell]],
    before: Mapping[str, Mapping[str, str] | None],
    covered: Covered | None = None,
) -> ItemDifference:
    fields = _own_fields(item)
    for register in registers():
        values = typed.get((item.pk, register.code), {})
        fields += _fields(register, values, before.get(register.code, {}))
    return ItemDifference(
        item_id=item.pk,
        row=item.position,
        action=item.action,
        cpl_number=None if covered else item.cpl_number or item.allocated_number,
        reference=item.reference,
        fields=fields,
        covered=covered,
    )


def _of_many(
    item: Item,
    typed: Mapping[tuple[int, str], Mapping[str, Cell]],
    submission: Submission,
    by: Reader,
) -> OfMany:
    """What an item covers that names no record, of the registers in which it says something."""
    speaking = [each for each in registers() if (item.pk, each.code) in typed]
    said = [item.values, *(typed[item.pk, each.code] for each in speaking)]
    cells = {name: cell for part in said for name, cell in part.items() if name != UNKNOWN}
    return of_many(item.action, cells, speaking, by=by, publication=submission.publication_id)


def _before(item: Item, rows: Mapping[int, Mapping[str, str]]) -> Mapping[str, str] | None:
    """The row before; None: not the viewer's to read."""
    if item.action in _NAMING or item.cpl_number is None:
        return {}
    return rows.get(item.cpl_number)


def _own_fields(item: Item) -> list[FieldChange]:
    return [
        FieldChange(ITEM, column.name, "", text_of(item.values[column.name]))
        for column in ITEM_COLUMNS
        if column.name in item.values and column.name not in _SUBJECT
    ]


def _fields(
    register: Register, values: Mapping[str, Cell], before: Mapping[str, str] | None
) -> list[FieldChange]:
    after = {
        column.name: "" if values[column.name] == CLEAR else text_of(values[column.name])
        for column in register.columns
        if column.name in values
    }
    return columns_changed(register.code, after, before, after)


def _rows_before(
    register: Register, submission: Submission, numbers: set[int], by: Reader
) -> dict[int, dict[str, str]]:
    readable = register.visible_to(by).filter(cpl_number__in=numbers)
    if submission.publication_id is not None:
        # The row that this acceptance superseded; where it left the register alone, the row of
        # the time.
        rows = readable.filter(published_in__lt=submission.publication_id).order_by("published_in")
    else:
        rows = readable.filter(superseded_in__isnull=True)
    return {row.cpl_number: register.cells(json.loads(row.document)) for row in rows}
