"""The upgrade pathways of one publication as a graph: who leads where, and what stands in the way.

Works on plain numbers; nothing here asks the database. A node is a Device Model, by its CPL
number, or by a negative number while it has none. An edge leads from a baseline to the Device
Model it can be upgraded to, declared or blocked. A step is *open* when its edge is declared and
leads to a current Device Model: removed ones are starts only, never steps or goals (U4). Circles
do no harm.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from firmware.circles import Edge, circles


class Family(NamedTuple):
    """The Device Models of one family differ in firmware alone."""

    device_type: str
    manufacturer: str
    model_identifier: str
    hardware_version: str


#: Longer ways are looked for when they are asked for: all ways of a chain would fill memory.
MOST_PLAIN_STEPS = 50

#: Everything of an identity but the device type: manufacturer, model, hardware, firmware.
Identity = tuple[str, str, str, str]


class Node(NamedTuple):
    """A Device Model in the graph; ``upgrade`` is whether its baselines are stated (F2.15(d)).

    ``hashed``: a Hash of its Manufacturer Image stands on the list (App. Z 2.1(h)).
    """

    family: Family
    firmware_version: str
    current: bool = True
    upgrade: str = ""
    hashed: bool = True


class Block(NamedTuple):
    """Why an edge is blocked, and since which day (ISO 8601)."""

    reason: str
    since: str


#: How an edge stands: declared (None) or blocked.
EdgeState = Block | None


@dataclass(frozen=True)
class Ways:
    """What can be reached from a start: to each Device Model one of the shortest ways.

    ``before`` names for each one reached the Device Model before it on the way, in the order in
    which they are reached: fewer steps first.
    """

    start: int
    before: Mapping[int, int]

    def __contains__(self, goal: object) -> bool:
        return goal in self.before

    def steps_to(self, goal: int) -> tuple[int, ...]:
        """The steps in order, the last is the goal; KeyError for what cannot be reached."""
        steps = [goal]
        while (earlier := self.before[steps[-1]]) != self.start:
            steps.append(earlier)
        return tuple(reversed(steps))


@dataclass(frozen=True)
class Graph:
    """The pathways of a publication; ``changed`` gives the graph that a change would make of it."""

    nodes: Mapping[int, Node]
    #: Baseline → Device Model → how the edge stands; and Device Model → its baselines.
    onward: Mapping[int, Mapping[int, EdgeState]] = field(repr=False)
    inward: Mapping[int, Collection[int]] = field(repr=False)
    _open: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)
    _last: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)

    def state(self, edge: Edge) -> EdgeState:
        """How the edge stands; KeyError where there is none."""
        baseline, device_model = edge
        return self.onward[baseline][device_model]

    def has(self, edge: Edge) -> bool:
        """Whether there is such an edge, open or not."""
        baseline, device_model = edge
        return device_model in self.onward.get(baseline, {})

    def is_current(self, number: int) -> bool:
        """Whether the Device Model is on the list and not removed."""
        node = self.nodes.get(number)
        return node is not None and node.current

    def is_open(self, edge: Edge) -> bool:
        """Whether the step can be taken."""
        return self.has(edge) and self.state(edge) is None and self.is_current(edge[1])

    def family_of(self, number: int) -> Sequence[int]:
        """The Device Models of its family, itself among them, by number; KeyError for none."""
        return self._families[self.nodes[number].family]

    @cached_property
    def _families(self) -> Mapping[Family, Sequence[int]]:
        grouped: dict[Family, list[int]] = {}
        for each in sorted(self.nodes):
            grouped.setdefault(self.nodes[each].family, []).append(each)
        return grouped

    def identified(self, identity: Identity) -> Sequence[int]:
        """The Device Models of this identity, whatever their type, by number."""
        return self._identities.get(identity, ())

    @cached_property
    def _identities(self) -> Mapping[Identity, Sequence[int]]:
        found: dict[Identity, list[int]] = {}
        for number in sorted(self.nodes):
            (_, manufacturer, model, hardware), firmware, *_ = self.nodes[number]
            found.setdefault((manufacturer, model, hardware, firmware), []).append(number)
        return found

    def prepared(self) -> "Graph":
        """The same graph, after what the first plan of a fleet would wait for is worked out."""
        _ = self._identities, self._plain
        return self

    def open_baselines(self, number: int) -> list[int]:
        """The Device Models from which one open step leads here, in the order of their numbers."""
        return [
            each for each in sorted(self.inward.get(number, ())) if self.is_open((each, number))
        ]

    def next_steps(self, number: int) -> tuple[int, ...]:
        """The Device Models that one open step leads to, in the order of their numbers."""
        found = self._open.get(number)
        if found is None:
            edges = self.onward.get(number, {})
            declared = [end for end, state in edges.items() if state is None]
            found = tuple(sorted(filter(self.is_current, declared)))
            self._open[number] = found
        return found

    def ways_from(self, start: int) -> Ways:
        """Everything that can be reached from the start but itself, by shortest ways.

        Of several shortest ways to a Device Model the one is taken whose first step that differs
        has the lower number.
        """
        before: dict[int, int] = {}
        wave = [start]
        while wave:
            found = []
            for number in wave:
                for end in self.next_steps(number):
                    if end not in before and end != start:
                        before[end] = number
                        found.append(end)
            wave = found
        return Ways(start, before)

    def newest(self, ways: Ways) -> tuple[int, ...]:
        """The ends of all ways: current, with no open step onward but within their own circle.

        The start counts where it is current: then there may be nothing newer than it is.
        """
        reached = [*ways.before, *([ways.start] if self.is_current(ways.start) else [])]
        if not all(map(self._last.__contains__, reached)):
            self._find_last((ways.start, *ways.before))
        return tuple(sorted(filter(self._last.__getitem__, reached)))

    def plain_steps(self, start: int) -> tuple[int, ...] | None:
        """The steps to the target, none for the target itself, where no more is to be told.

        None where something may be in the way of something newer, or a circle lie around. For most
        Device Models it is the whole answer, and it is worked out for all of them at once.
        """
        return self._plain.get(start)

    @cached_property
    def _plain(self) -> Mapping[int, tuple[int, ...]]:
        nodes = self.nodes
        plain: dict[int, tuple[int, ...]] = {}
        rising: dict[int, tuple[int, ...] | None] = {}
        highest: dict[Family, str] = {}
        # From the highest version down: whatever a rising step leads to was seen before.
        for number in sorted(nodes, key=lambda each: nodes[each].firmware_version, reverse=True):
            node = nodes[number]
            if node.current:
                highest.setdefault(node.family, node.firmware_version)
            steps = rising[number] = self._rising_steps(number, rising)
            if steps is None or len(self.next_steps(number)) < len(self.onward.get(number, ())):
                continue
            target = nodes[steps[-1]] if steps else node
            if target.current and target.firmware_version >= highest.get(node.family, ""):
                plain[number] = steps
        return plain

    def _rising_steps(
        self, number: int, known: Mapping[int, tuple[int, ...] | None]
    ) -> tuple[int, ...] | None:
        """The way to the target where every open step that can follow raises the version."""
        best: tuple[int, ...] = ()
        highest = ("", 0, 0)
        version = self.nodes[number].firmware_version
        for end in self.next_steps(number):
            steps = known[end] if self.nodes[end].firmware_version > version else None
            if steps is None or len(steps) == MOST_PLAIN_STEPS:
                return None
            target = steps[-1] if steps else end
            # Of ways of one length to one target the first is taken, as ``ways_from`` does.
            rank = (self.nodes[target].firmware_version, target, -len(steps))
            if rank > highest:
                best, highest = (end, *steps), rank
        return best

    def _find_last(self, numbers: Collection[int]) -> None:
        """Keep of each whether an open step leads on from it; all that they lead to are among them.

        It is the same whichever start it was found for: who meets one of a circle meets all of it.
        """
        edges = [(number, end) for number in numbers for end in self.next_steps(number)]
        version = {number: self.nodes[number].firmware_version for number in numbers}
        # Where each step raises the version there is no circle to be looked for.
        rising = all(version[number] < version[end] for number, end in edges)
        circle = {} if rising else circles(edges)
        found = dict.fromkeys(numbers, True)
        for number, end in edges:
            if number not in circle or circle[number] != circle.get(end):
                found[number] = False
        self._last.update(found)

    def circles_among(self, newest: Collection[int]) -> list[tuple[int, ...]]:
        """Those of the newest that lead back to each other, circle by circle: nothing leads out."""
        edges = ((number, end) for number in newest for end in self.next_steps(number))
        found: dict[int, list[int]] = {}
        for number, circle in circles(edges).items():
            found.setdefault(circle, []).append(number)
        return sorted(tuple(sorted(each)) for each in found.values())

    def target(self, newest: Iterable[int]) -> int | None:
        """Of several newest the one with the highest firmware version, then CPL number.

        Versions are compared by their eight digits, whatever their coding: that is the number which
        a device compares itself, and within either coding its order is that of the versions.
        """
        return max(newest, key=lambda n: (self.nodes[n].firmware_version, n), default=None)

    def changed(
        self,
        *,
        nodes: Mapping[int, Node],
        edges: Mapping[Edge, EdgeState],
        gone: Collection[Edge] = (),
    ) -> "Graph":
        """The graph with these nodes and edges in the place of, or beside, its own."""
        onward: dict[int, dict[int, EdgeState]] = {}
        inward: dict[int, set[int]] = {}
        for baseline, device_model in [*gone, *edges]:
            if baseline not in onward:
                onward[baseline] = dict(self.onward.get(baseline, {}))
            if device_model not in inward:
                inward[device_model] = set(self.inward.get(device_model, ()))
        for baseline, device_model in gone:
            onward[baseline].pop(device_model, None)
            inward[device_model].discard(baseline)
        for (baseline, device_model), state in edges.items():
            onward[baseline][device_model] = state
            inward[device_model].add(baseline)
        return Graph({**self.nodes, **nodes}, {**self.onward, **onward}, {**self.inward, **inward})


EMPTY = Graph({}, {}, {})


def graph_of(nodes: Mapping[int, Node], edges: Iterable[tuple[Edge, EdgeState]]) -> Graph:
    """Compile the graph, in time that grows with nodes and edges alone."""
    onward: dict[int, dict[int, EdgeState]] = {}
    inward: dict[int, list[int]] = {}
    for (baseline, device_model), state in edges:
        onward.setdefault(baseline, {})[device_model] = state
        inward.setdefault(device_model, []).append(baseline)
    return Graph(nodes, onward, inward)
