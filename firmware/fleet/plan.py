"""The plan of a fleet: what becomes of each group of devices, and in which waves.

Pure: an inventory, a graph and a goal in, a plan out, in time that grows with the groups. In wave
n go all devices that take their nth step, so that every device goes as early as it can, and what
goes to one Device Model in one wave goes together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from firmware.fleet.cells import Named, damage_told
from firmware.fleet.goals import Ahead, Goal, Outcome, Way, Why
from firmware.fleet.inventory import devices_of
from firmware.fleet.listed import Found, found_on
from firmware.fleet.uncollected import uncollected
from firmware.graph import Graph


@dataclass(frozen=True, slots=True)
class Group:
    """Devices of one Device Model, or of what no Device Model could be found for.

    ``cpl_number`` is 0 and ``named`` says what the inventory calls them where none was found.
    """

    cpl_number: int
    count: int
    way: Way
    named: Named | None = None
    candidates: tuple[int, ...] = ()


class Wave(NamedTuple):
    """Devices that go to one Device Model at the same time; ``origins`` says where from."""

    wave: int
    cpl_number: int
    origins: Mapping[int, int]

    @property
    def devices(self) -> int:
        """How many they are."""
        return sum(self.origins.values())


@dataclass(frozen=True)
class Plan:
    """Groups by CPL number, those that were not found behind them; waves in their order."""

    groups: Sequence[Group]
    waves: Sequence[Wave]
    totals: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def devices(self) -> int:
        """How many devices the plan is about, a hub counted once."""
        return sum(self.totals.values())

    def stepped_on(self) -> set[int]:
        """Every Device Model that is a step of some group."""
        return {wave.cpl_number for wave in self.waves}


@uncollected()
def fleet_plan(devices: Mapping[Named, int], graph: Graph, goal: Goal) -> Plan:
    """The plan for these devices."""
    groups = _groups(devices, graph, goal)
    totals = dict.fromkeys(Outcome, 0)
    for group in groups:
        totals[group.way.outcome] += group.count
    return Plan(groups, _waves(groups), totals)


def _groups(devices: Mapping[Named, int], graph: Graph, goal: Goal) -> list[Group]:
    found = found_on(graph, {_whole(each) for each in devices})
    counts: dict[tuple[int, Named | None], dict[str, int]] = {}
    for each, count in devices.items():
        device = _whole(each)
        number = found[device].number
        of = counts.setdefault((number, None if number else device), {})
        of[each.function] = of.get(each.function, 0) + count
    ahead = Ahead(graph, goal)
    listed, others = [], []
    # In the order of numbers, by which families stand together: what one start was worked out for
    # is at hand when the next one asks.
    for number, named in sorted(counts, key=lambda key: key[0]):
        count = devices_of(counts[number, named])
        if named is None:
            listed.append(Group(number, count, ahead.way(number)))
        else:
            others.append(_not_found(named, count, found[named]))
    others.sort(key=lambda group: group.named or Named())
    return [*listed, *others]


def _whole(device: Named) -> Named:
    """The device, whichever of its functions the row counts."""
    return device._replace(function="") if device.function else device


def _not_found(named: Named, count: int, found: Found) -> Group:
    if found.candidates:
        detail = "Several Device Models may be meant; the CPL number would say which."
        if named.cpl_number:
            detail = "CPL number and identity do not name the same Device Model."
        way = Way(Outcome.AMBIGUOUS, reason=Why.AMBIGUOUS, detail=detail)
    else:
        what = f"CPL {named.cpl_number}" if named.cpl_number else "Device Model of this identity"
        detail = f"The Central Products List has no {what}.{damage_told(named)}"
        way = Way(Outcome.NOT_ON_LIST, reason=Why.NOT_ON_LIST, detail=detail)
    return Group(0, count, way, named, found.candidates)


def _waves(groups: Iterable[Group]) -> list[Wave]:
    waves: dict[tuple[int, int], dict[int, int]] = {}
    for group in groups:
        before = group.cpl_number
        for wave, step in enumerate(group.way.steps, start=1):
            origins = waves.setdefault((wave, step), {})
            origins[before] = origins.get(before, 0) + group.count
            before = step
    return [
        Wave(wave, step, dict(sorted(origins.items())) if len(origins) > 1 else origins)
        for (wave, step), origins in sorted(waves.items())
    ]
