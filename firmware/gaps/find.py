"""The gaps of a graph: Device Models and pathways of which no plan can make anything.

Pure. A Device Model is at a *dead end* where it has pathways and yet no way to something newer of
its family, and an *island* where no pathway joins it to a family of several. Where a plan says why,
the gap says the same in the same words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from firmware.choices import UpgradeState
from firmware.circles import circles
from firmware.clauses import EDGES, F2_15_D
from firmware.fleet.goals import Ahead, Goal, Outcome
from firmware.graph import Graph


class GapKind(StrEnum):
    """What kind of gap it is."""

    NOT_PROVIDED = "not_provided"
    DEAD_END = "dead_end"
    ISLAND = "island"
    SEVERAL_NEWEST = "several_newest"
    BLOCKED = "blocked_without_alternative"


@dataclass(frozen=True)
class Gap:
    """A gap at a Device Model; ``others`` are those that it concerns beside it."""

    kind: GapKind
    number: int
    others: tuple[int, ...]
    clause: str
    detail: str


def gaps_of(graph: Graph) -> list[Gap]:
    """Every gap, by CPL number."""
    found = [*_not_provided(graph), *_ends(graph), *_several(graph), *_blocked(graph)]
    return sorted(found, key=lambda gap: (gap.number, gap.kind, gap.others))


def _not_provided(graph: Graph) -> Iterator[Gap]:
    for number, node in graph.nodes.items():
        if node.current and node.upgrade == UpgradeState.NOT_PROVIDED:
            detail = f"From which Device Models CPL {number} can be reached is not provided."
            yield Gap(GapKind.NOT_PROVIDED, number, (), str(F2_15_D), detail)


def _ends(graph: Graph) -> Iterator[Gap]:
    ahead = Ahead(graph, Goal())
    for number in graph.nodes:
        way = ahead.way(number)
        joined = graph.onward.get(number) or graph.inward.get(number)
        if not joined and len(graph.family_of(number)) > 1 and graph.is_current(number):
            others = tuple(each for each in graph.family_of(number) if each != number)
            detail = f"No pathway joins CPL {number} to the rest of its family."
            yield Gap(GapKind.ISLAND, number, others, str(F2_15_D), detail)
        elif joined and way.outcome in (Outcome.NO_PATH, Outcome.NOT_PROVIDED):
            others = () if way.beyond is None else (way.beyond,)
            yield Gap(GapKind.DEAD_END, number, others, way.clause, way.detail)


def _several(graph: Graph) -> Iterator[Gap]:
    """Starts from which ways end at several newest, but for a circle; those nearest to the fork."""
    for number in graph.nodes:
        steps = graph.next_steps(number)
        if len(steps) < 2:
            continue
        newest = graph.newest(graph.ways_from(number))
        circle = circles((n, end) for n in newest for end in graph.next_steps(n))
        ends = {circle.get(each, -each) for each in newest}
        # Told at the fork: no single step from here keeps all of them within reach.
        if len(ends) > 1 and not any(set(newest) <= {s, *graph.ways_from(s).before} for s in steps):
            detail = f"Ways from CPL {number} end at several newest: a plan takes the highest."
            yield Gap(GapKind.SEVERAL_NEWEST, number, newest, str(F2_15_D), detail)


def _blocked(graph: Graph) -> Iterator[Gap]:
    for baseline, ends in graph.onward.items():
        blocked = [end for end, state in ends.items() if state is not None]
        if not blocked:
            continue
        ways = graph.ways_from(baseline)
        for end in sorted(blocked):
            block = ends[end]
            if end not in ways and graph.is_current(end) and block is not None:
                since = f" since {block.since}" if block.since else ""
                detail = f"The only pathway to CPL {end} is blocked{since}: {block.reason}"
                yield Gap(GapKind.BLOCKED, baseline, (end,), str(EDGES), detail)
