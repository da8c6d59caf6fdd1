"""From a row's cells to an item and one part per register.

Shapes: a row is its position (what a person sees: the row in the file) and its cells by column
name. Cells are kept as they were typed, so that rules can speak of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sec_registry.audit.acting import too_long_a_reason
from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import (
    ITEM,
    Action,
    Cell,
    Kind,
    can_be_kept,
    is_blank,
    text_of,
)
from sec_registry.submissions.errors import Unusable

LONGEST_REFERENCE = 200
UNKNOWN = "unknown columns"
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the vocabulary, at the position a person knows it by."""

    position: int
    cells: Mapping[str, Cell]


def refuse_unstorable(rows: Sequence[Row]) -> None:
    """Refuse texts that no database keeps: zero characters, and halves of a surrogate pair."""
    faulty = [
        f'row {row.position} "{name}"'
        for row in rows
        for name, cell in row.cells.items()
        if isinstance(cell, str) and not can_be_kept(cell)
    ]
    if faulty:
        raise Unusable(f"Zero or broken characters in {', '.join(faulty[:MOST_NAMED])}.")


def storable(what: str, text: str) -> str:
    """The text without blanks around it; ``Unusable`` where no database would keep it."""
    if not can_be_kept(text):
        raise Unusable(f"Zero or broken characters in the {what}.")
    return text.strip()


def storable_reason(text: str) -> str:
    """The reason without blanks around it; ``Unusable`` where no history would keep all of it."""
    reason = storable("reason", text)
    if wrong := too_long_a_reason(reason):
        raise Unusable(wrong)
    return reason


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


def _action(cell: Cell) -> str:
    wanted = text_of(cell).strip().casefold()
    return wanted[:24] if wanted else Action.ADD


def _number(cell: Cell) -> int | None:
    text = text_of(cell).strip()
    # The form that every database's integer column takes.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
