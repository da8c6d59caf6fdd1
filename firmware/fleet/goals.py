"""Where a fleet is to go: to the newest, to chosen Device Models, or out of some of them.

Pure: a goal is held against the graph, and says for one start which way it takes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from firmware.clauses import F2_15_D
from firmware.graph import Family, Graph, Ways
from firmware.pathways.reasons import Miss, Reason, circle_told, misses_from
from firmware.pathways.shortest import shortest_to


class Outcome(StrEnum):
    """What becomes of a group of devices."""

    UPGRADE = "upgrade"
    ALREADY_NEWEST = "already_newest"
    NO_PATH = "no_path"
    NOT_PROVIDED = "not_provided"
    NOT_ON_LIST = "not_on_list"
    AMBIGUOUS = "ambiguous"


class Why(StrEnum):
    """Reasons that only plans have; the others are those of one Device Model's pathways."""

    NO_GOAL = "no_goal"
    NOT_AMONG = "not_among"
    NOT_ON_LIST = "not_on_list"
    AMBIGUOUS = "ambiguous"


class Way(NamedTuple):
    """What becomes of devices of one Device Model: steps in order, or the reason for none.

    ``beyond`` is the Device Model that the reason speaks of, None where it speaks of none. A way
    to the newest has one too, where something newer still cannot be reached.
    """

    outcome: Outcome
    steps: tuple[int, ...] = ()
    reason: str = ""
    clause: str = ""
    detail: str = ""
    beyond: int | None = None

    @property
    def target(self) -> int | None:
        """Where the steps lead."""
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True)
class Goal:
    """The newest, unless ``to`` or ``out_of`` names CPL numbers; never both."""

    to: frozenset[int] = frozenset()
    out_of: frozenset[int] = frozenset()

    def members(self) -> str | dict[str, list[int]]:
        """The goal as it is asked for in JSON."""
        if self.to:
            return {"to": sorted(self.to)}
        return {"out_of": sorted(self.out_of)} if self.out_of else "newest"

    def wrong(self, graph: Graph) -> Iterator[str]:
        """What the goal has in it that no plan can be made for, a sentence each."""
        for number in sorted((self.to | self.out_of) - graph.nodes.keys()):
            yield f"The Central Products List has no CPL {number}."
        seen: dict[Family, int] = {}
        for number in sorted(self.to & graph.nodes.keys()):
            if not graph.is_current(number):
                yield f"CPL {number} was removed from the list: it is never a goal."
            other = seen.setdefault(graph.nodes[number].family, number)
            if other != number:
                yield f"CPL {other} and CPL {number} are of one family: one of them is the goal."


@dataclass(frozen=True)
class Ahead:
    """The ways from every start of a graph to one goal."""

    graph: Graph
    goal: Goal
    _chosen: Mapping[Family, int] = field(init=False, repr=False)
    _highest: dict[Family, str] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        chosen = {self.graph.nodes[number].family: number for number in self.goal.to}
        object.__setattr__(self, "_chosen", chosen)

    def way(self, start: int) -> Way:
        """What becomes of devices of this Device Model, which the graph has."""
        if self.goal.to:
            return self._to_chosen(start)
        if self.goal.out_of:
            return self._out(start)
        return self._to_newest(start)

    def _to_newest(self, start: int) -> Way:
        plain = self.graph.plain_steps(start)
        if plain is not None:
            return Way(Outcome.UPGRADE, plain) if plain else Way(Outcome.ALREADY_NEWEST)
        graph = self.graph
        ways = graph.ways_from(start)
        newest = graph.newest(ways)
        target = graph.target(newest)
        circle = self._circle(target, newest)
        if target is not None and target != start:
            return self._as_far_as(target, ways, circle)
        misses = misses_from(graph, start, self._newer(ways))
        if target == start:
            # The ends of a fork are newest, each of them: the other end stands in nobody's way.
            misses = tuple(each for each in misses if not self._is_other_end(start, each))
            if not misses:
                return Way(Outcome.ALREADY_NEWEST, detail=circle)
        return self._missed(start, misses)

    def _as_far_as(self, target: int, ways: Ways, circle: str) -> Way:
        """The way to the newest within reach; why not to a newer one, where there is one."""
        steps, version = ways.steps_to(target), self.graph.nodes[target].firmware_version
        best = self.graph.target(self._above(version, ways))
        if best is None:
            return Way(Outcome.UPGRADE, steps, detail=circle)
        (miss,) = misses_from(self.graph, ways.start, [best])
        detail = " ".join(each for each in (circle, miss.detail) if each)
        return Way(Outcome.UPGRADE, steps, miss.reason, miss.clause, detail, best)

    def _above(self, version: str, ways: Ways) -> list[int]:
        """What is missed of a higher version than this."""
        nodes, start = self.graph.nodes, ways.start
        led_to = self.graph.onward.get(start, ())
        # Most families have nothing higher than their target, nor most starts a blocked step.
        if version >= self._highest_of(start) and all(end in ways for end in led_to):
            return []
        missed = (number for number in self._wished(start) if number not in ways)
        return [number for number in missed if nodes[number].firmware_version > version]

    def _highest_of(self, number: int) -> str:
        """The highest version of what is current in its family."""
        nodes = self.graph.nodes
        family = nodes[number].family
        if family not in self._highest:
            current = (nodes[each] for each in self.graph.family_of(number) if nodes[each].current)
            versions = (node.firmware_version for node in current)
            self._highest[family] = max(versions, default="")
        return self._highest[family]

    def _circle(self, target: int | None, newest: tuple[int, ...]) -> str:
        """What is to be said where the target is one of a circle, which is nobody's last."""
        around = self.graph.circles_among(newest) if len(newest) > 1 else []
        return next((circle_told(each) for each in around if target in each), "")

    def _newer(self, ways: Ways) -> list[int]:
        """What is missed: of a higher version, or what a pathway led to before it was blocked."""
        nodes, led_to = self.graph.nodes, self.graph.onward.get(ways.start, {})
        version = nodes[ways.start].firmware_version
        missed = (number for number in self._wished(ways.start) if number not in ways)
        return [n for n in missed if n in led_to or nodes[n].firmware_version > version]

    def _is_other_end(self, end: int, miss: Miss) -> bool:
        """Whether some Device Model leads to both, and nothing was declared between them."""
        if miss.reason != Reason.NO_PATHWAY:
            return False
        both = shortest_to(self.graph, end).keys() & shortest_to(self.graph, miss.number).keys()
        return bool(both)

    def _to_chosen(self, start: int) -> Way:
        if start in self.goal.to:
            return Way(Outcome.ALREADY_NEWEST)
        ways = self.graph.ways_from(start)
        own = self._chosen.get(self.graph.nodes[start].family)
        goals = [own] if own is not None else sorted(self.goal.to)
        target = self.graph.target(number for number in goals if number in ways)
        if target is not None:
            return Way(Outcome.UPGRADE, ways.steps_to(target))
        if own is not None:
            return self._missed(start, misses_from(self.graph, start, [own]))
        return Way(
            Outcome.NO_PATH,
            reason=Why.NO_GOAL,
            detail="No goal was chosen for this family of Device Models.",
        )

    def _out(self, start: int) -> Way:
        if start not in self.goal.out_of:
            return Way(
                Outcome.ALREADY_NEWEST,
                reason=Why.NOT_AMONG,
                detail=f"CPL {start} is not among the Device Models to leave.",
            )
        ways = self.graph.ways_from(start)
        target = self._nearest(ways)
        if target is not None:
            return Way(Outcome.UPGRADE, ways.steps_to(target))
        outside = [number for number in self._wished(start) if number not in self.goal.out_of]
        return self._missed(start, misses_from(self.graph, start, outside))

    def _nearest(self, ways: Ways) -> int | None:
        """Of those outside with the fewest steps: the newest, then the highest version."""
        outside = [number for number in ways.before if number not in self.goal.out_of]
        if not outside:
            return None
        fewest = len(ways.steps_to(outside[0]))
        near = [number for number in outside if len(ways.steps_to(number)) == fewest]
        newest = set(self.graph.newest(ways))
        return self.graph.target([n for n in near if n in newest] or near)

    def _wished(self, start: int) -> Iterator[int]:
        """Current Device Models that devices of the start might go to: its family, what it led to.

        What a blocked pathway led to counts whatever its version says.
        """
        graph = self.graph
        wished = dict.fromkeys((*graph.family_of(start), *graph.onward.get(start, ())))
        yield from (number for number in wished if number != start and graph.is_current(number))

    def _missed(self, start: int, misses: Sequence[Miss]) -> Way:
        """No way: the reason is that of the best that was missed."""
        best = self.graph.target(each.number for each in misses)
        for miss in misses:
            if miss.number == best:
                unknown = miss.reason == Reason.NOT_PROVIDED
                outcome = Outcome.NOT_PROVIDED if unknown else Outcome.NO_PATH
                return Way(outcome, (), miss.reason, miss.clause, miss.detail, best)
        detail = f"No pathway leads from CPL {start} to any current Device Model."
        return Way(Outcome.NO_PATH, (), Reason.NO_PATHWAY, str(F2_15_D), detail)
