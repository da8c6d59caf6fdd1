"""Why there is no way from one Device Model to another (U3): the reason, its ground, a sentence.

The first of these that holds is the reason: a way would be open but for blocks, or for blocks and
removals (*blocked*); but for Device Models that were removed (*removed on the way*); it is not
provided from which Device Models the goal, or one that leads to it, can be reached (*not provided*:
unknown never reads as none); no pathway leads there. Of several ways that tells which has the
fewest things in its way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from itertools import pairwise

from firmware.choices import UpgradeState
from firmware.circles import Edge
from firmware.clauses import EDGES, F2_15_D, STARTS_ONLY
from firmware.graph import Graph
from sec_registry.registers.clauses import Ground

#: So many numbers are named in a sentence.
MOST_NAMED = 5


class Reason(StrEnum):
    """Why a Device Model cannot be reached."""

    NO_PATHWAY = "no_pathway"
    BLOCKED = "blocked"
    REMOVED = "removed_on_the_way"
    NOT_PROVIDED = "not_provided"


#: The clause, or the policy where the law says nothing.
GROUNDS: Mapping[Reason, Ground] = {
    Reason.NO_PATHWAY: F2_15_D,
    Reason.BLOCKED: EDGES,
    Reason.REMOVED: STARTS_ONLY,
    Reason.NOT_PROVIDED: F2_15_D,
}


@dataclass(frozen=True)
class Miss:
    """A Device Model to which, or from which, there is no way.

    ``told_of`` are the Device Models whose records the sentence rests on, beside its own.
    """

    number: int
    reason: Reason
    detail: str
    told_of: tuple[int, ...] = field(default=(), compare=False)

    @property
    def clause(self) -> str:
        """The clause or policy that it rests on, as it is cited."""
        return str(GROUNDS[self.reason])


def misses_from(graph: Graph, start: int, goals: Iterable[int]) -> tuple[Miss, ...]:
    """Why none of these goals, all other than the start, can be reached from it."""
    why = _Why(graph, start, onward=True)
    return tuple(why.miss(goal) for goal in goals)


def misses_to(graph: Graph, goal: int, starts: Iterable[int]) -> tuple[Miss, ...]:
    """Why the goal can be reached from none of these starts, all other than itself."""
    why = _Why(graph, goal, onward=False)
    return tuple(why.miss(start) for start in starts)


def circle_told(numbers: Sequence[int]) -> str:
    """What it means for whoever upgrades that these lead to each other and nowhere else."""
    return (
        f"{_cpl(list(numbers))} lead to each other in a circle that no pathway leads out of: none "
        "of them follows on all others. The one with the highest firmware version is taken for "
        "the newest; which is meant, the Manufacturer knows."
    )


class _Why:
    """Answers for one end of the ways; what has to be searched for is searched once."""

    def __init__(self, graph: Graph, end: int, *, onward: bool) -> None:
        self.graph, self.end, self.onward = graph, end, onward
        self.over_blocks = self._hindered(blocked=True, removed=False)
        self.over_removed = self._hindered(blocked=False, removed=True)
        self.over_both = self._hindered(blocked=True, removed=True)
        self.unknown = self._unknown()

    def miss(self, number: int) -> Miss:
        for before, reason in (
            (self.over_blocks, Reason.BLOCKED),
            (self.over_removed, Reason.REMOVED),
            (self.over_both, Reason.BLOCKED),
        ):
            if number in before:
                way = self._way(before, number)
                found = (each for edge in pairwise(way) for each in _hindrances(self.graph, edge))
                return Miss(number, reason, " ".join(found), tuple(way))
        goal = number if self.onward else self.end
        source = self.unknown.get(goal)
        if source is not None:
            said = _not_provided(source, goal) + self._too(goal)
            return Miss(number, Reason.NOT_PROVIDED, said, (source, goal))
        start = self.end if self.onward else number
        said = self._no_pathway(start, goal) + self._too(goal)
        return Miss(number, Reason.NO_PATHWAY, said, (goal,))

    def _hindered(self, *, blocked: bool, removed: bool) -> dict[int, int]:
        """What ways would lead to if blocks, or removals, did not count; the one before on each.

        Each way has as few things in its way as can be, and of such ways few steps.
        """
        before: dict[int, int] = {}
        waiting = [(0, 0, self.end, self.end)]
        while waiting:
            cost, length, number, earlier = heappop(waiting)
            if number in before:
                continue
            before[number] = earlier
            for other, is_blocked, is_removed in self._steps(number):
                if other not in before and is_blocked <= blocked and is_removed <= removed:
                    more = cost + is_blocked + is_removed
                    heappush(waiting, (more, length + 1, other, number))
        return before

    def _steps(self, number: int) -> Iterator[tuple[int, bool, bool]]:
        """The other end of each step, whether the step is blocked, whether it leads to a removed
        Device Model."""
        graph = self.graph
        others = graph.onward.get(number, {}) if self.onward else graph.inward.get(number, ())
        for other in sorted(others):
            edge = (number, other) if self.onward else (other, number)
            yield other, graph.state(edge) is not None, not graph.is_current(edge[1])

    def _way(self, before: Mapping[int, int], number: int) -> list[int]:
        way = [number]
        while way[-1] != self.end:
            way.append(before[way[-1]])
        return way[::-1] if self.onward else way

    def _unknown(self) -> dict[int, int]:
        """What Device Models of the family lead to whose own baselines are not provided.

        By Device Model the nearest of them; each leads to itself.
        """
        nodes = self.graph.nodes
        wave = [
            number
            for number in self.graph.family_of(self.end)
            if nodes[number].current and nodes[number].upgrade == UpgradeState.NOT_PROVIDED
        ]
        found = {number: number for number in wave}
        while wave:
            onward = [(end, found[each]) for each in wave for end in self.graph.next_steps(each)]
            wave = []
            for end, source in onward:
                if end not in found:
                    found[end] = source
                    wave.append(end)
        return found

    def _too(self, goal: int) -> str:
        return "" if self.graph.is_current(goal) else f" {_removed(goal)}"

    def _no_pathway(self, start: int, goal: int) -> str:
        baselines = sorted(self.graph.inward.get(goal, ()))
        if not baselines:
            return f"No pathway leads to CPL {goal}."
        return (
            f"No pathway leads from CPL {start} to CPL {goal}, which follows on {_cpl(baselines)}."
        )


def _hindrances(graph: Graph, edge: Edge) -> Iterator[str]:
    baseline, device_model = edge
    block = graph.state(edge)
    if block is not None:
        since = f" since {block.since}" if block.since else ""
        reason = block.reason.rstrip(".")
        yield f"The step from CPL {baseline} to CPL {device_model} is blocked{since}: {reason}."
    if not graph.is_current(device_model):
        yield _removed(device_model)


def _removed(number: int) -> str:
    return f"CPL {number} was removed from the list: it is a start, never a step or a goal."


def _not_provided(source: int, goal: int) -> str:
    unknown = f"From which Device Models CPL {source} can be reached is not provided"
    return f"{unknown}." if source == goal else f"{unknown}; it leads to CPL {goal}."


def _cpl(numbers: list[int]) -> str:
    named = [f"CPL {number}" for number in numbers[:MOST_NAMED]]
    more = len(numbers) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
