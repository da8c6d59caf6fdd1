"""The plan of a fleet: what becomes of each group of devices, and in which waves.

Pure: an inventory, a graph and a goal in, a plan out, in time that grows with the groups. In wave
n go all devices that take their nth step, so that every device goes as early as it can, and what
goes to one Device Model in one wave goes together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from firmware.fleet.cells import Device, Named, damage_told
from firmware.fleet.goals import Ahead, Goal, Outcome, Way, Why
from firmware.fleet.inventory import hubs_of
from firmware.fleet.listed import found_on
from firmware.fleet.uncollected import uncollected
from firmware.graph import Graph


class Group(NamedTuple):
    """Devices of one Device Model, or of what no Device Model could be found for.

    ``cpl_number`` is 0 and ``named`` says what the inventory calls them where none was found.
    """

    cpl_number: int
    devices: int
    way: Way
    named: Named | None = None
    candidates: tuple[int, ...] = ()


class Move(NamedTuple):
    """Devices that go to one Device Model in one wave; ``origins`` says how many from where."""

    wave: int
    cpl_number: int
    origins: Mapping[int, int]

    @property
    def devices(self) -> int:
        """How many they are."""
        return sum(self.origins.values())


@dataclass(frozen=True)
class Plan:
    """Groups by CPL number, those that were not found behind them; waves in their order.

    A wave says by the Device Model that is gone to, by number, how many devices come from where.
    """

    groups: Sequence[Group]
    waves: Sequence[Mapping[int, Mapping[int, int]]]
    totals: Mapping[Outcome, int] = field(default_factory=dict)

    @property
    def devices(self) -> int:
        """How many devices the plan is about, a hub counted once."""
        return sum(self.totals.values())

    def moves(self) -> Iterator[Move]:
        """The waves, each as what goes to one Device Model."""
        for number, wave in enumerate(self.waves, start=1):
            for step, origins in wave.items():
                yield Move(number, step, origins)

    def stepped_on(self) -> set[int]:
        """Every Device Model that is a step of some group."""
        return {step for wave in self.waves for step in wave}


@uncollected()
def fleet_plan(devices: Mapping[Device, int], graph: Graph, goal: Goal) -> Plan:
    """The plan for these devices."""
    groups = _groups(devices, graph, goal)
    totals = dict.fromkeys(Outcome, 0)
    for group in groups:
        totals[group.way.outcome] += group.devices
    return Plan(groups, _waves(groups), totals)


def _groups(devices: Mapping[Device, int], graph: Graph, goal: Goal) -> list[Group]:
    counts: dict[Device, int] = {}
    hubs: dict[Device, dict[str, int]] = {}
    unknown: dict[Named, tuple[int, ...]] = {}
    for device, count in devices.items():
        if device in graph.nodes:
            counts[device] = counts.get(device, 0) + count
            continue
        each = Named(device) if isinstance(device, int) else device
        named = each._replace(function="") if each.function else each
        number, candidates = found_on(graph, named)
        if not number:
            unknown[named] = candidates
        key = number or named
        if each.function:
            functions = hubs.setdefault(key, {})
            functions[each.function] = functions.get(each.function, 0) + count
        else:
            counts[key] = counts.get(key, 0) + count
    for key, functions in hubs.items():
        counts[key] = counts.get(key, 0) + hubs_of(functions)
    ahead = Ahead(graph, goal)
    # In the order of numbers, by which families stand together: what one start was worked out for
    # is at hand when the next one asks.
    numbers = sorted(key for key in counts if isinstance(key, int))
    return [
        *(Group(number, counts[number], ahead.way(number)) for number in numbers),
        *(_not_found(named, counts[named], unknown[named]) for named in sorted(unknown)),
    ]


def _not_found(named: Named, count: int, candidates: tuple[int, ...]) -> Group:
    if candidates:
        detail = "Several Device Models may be meant; the CPL number would say which."
        if named.cpl_number:
            detail = "CPL number and identity do not name the same Device Model."
        way = Way(Outcome.AMBIGUOUS, reason=Why.AMBIGUOUS, detail=detail)
    else:
        what = f"CPL {named.cpl_number}" if named.cpl_number else "Device Model of this identity"
        detail = f"The Central Products List has no {what}.{damage_told(named)}"
        way = Way(Outcome.NOT_ON_LIST, reason=Why.NOT_ON_LIST, detail=detail)
    return Group(0, count, way, named, candidates)


def _waves(groups: Iterable[Group]) -> list[dict[int, dict[int, int]]]:
    waves: list[dict[int, dict[int, int]]] = []
    for start, devices, way, *_ in groups:
        while len(waves) < len(way.steps):
            waves.append({})
        before = (start, *way.steps)
        for wave, origin, step in zip(waves, before, way.steps, strict=False):
            if step in wave:
                origins = wave[step]
                origins[origin] = origins.get(origin, 0) + devices
            else:
                wave[step] = {origin: devices}
    return [{step: _in_order(wave[step]) for step in sorted(wave)} for wave in waves]


def _in_order(origins: dict[int, int]) -> dict[int, int]:
    return dict(sorted(origins.items())) if len(origins) > 1 else origins
