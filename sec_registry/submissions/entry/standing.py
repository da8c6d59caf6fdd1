"""A record as the person at the form may read it, and what changed of it meanwhile.

SECURITY: each register is read through its own door. Of a register that is not theirs there is
nothing here, neither a value nor whether the record was published anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import User
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.disclosure import Channel, disclose


@dataclass(frozen=True)
class Standing:
    """Cells by column, of the registers in ``readable``; ``seen``: the publication of each part."""

    number: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    readable: frozenset[str] = frozenset()


def nothing_stands() -> Standing:
    """What stands of a Device Model that is to be added: nothing, and nobody wonders."""
    return Standing(readable=frozenset(each.code for each in registers()))


def standing_of(number: int, by: User, *, seen: Mapping[str, int] | None = None) -> Standing:
    """The record as published now, or as it was in the publications ``seen``, to this person."""
    cells: dict[str, str] = {}
    found: dict[str, int] = {}
    readable = set()
    for each in registers():
        reach = each.reach(by)
        rows = each.within(reach).filter(cpl_number=number)
        current = rows.filter(superseded_in__isnull=True).first()
        if current is None and not reach.everything:
            continue
        readable.add(each.code)
        if current is None:
            continue
        asked = (seen or {}).get(each.code, current.published_in_id)
        row = rows.filter(published_in=asked).first() or current
        cells.update(each.cells(json.loads(row.document)))
        found[each.code] = row.published_in_id
    return Standing(number, cells, found, frozenset(readable))


def is_listed(number: int, by: User) -> bool:
    """Whether the Central Products List has the number."""
    return register("cpl").visible_to(by).filter(cpl_number=number).exists()


def changed_since(then: Standing, now: Standing) -> set[str]:
    """The columns in which a readable part of the record was published anew."""
    return {
        name
        for name in {*then.cells, *now.cells}
        if then.cells.get(name, "") != now.cells.get(name, "")
    }


def record_look(standing: Standing, by: User, channel: Channel) -> None:
    """Record that what stands in the restricted registers is about to be shown."""
    for each in registers():
        if standing.number is not None and each.code in standing.seen:
            disclose(
                register=each,
                by=by,
                numbers=[standing.number],
                right=each.reach(by).right,
                channel=channel,
            )
