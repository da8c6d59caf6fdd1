"""One Device Model's pathways: where they lead, or from where they lead to it, and why not (U3).

Pure computation over the graph of a publication. The ways speak of every Device Model that they
meet; what cannot be reached is told of the same family.

SECURITY: an answer tells what the records of all its ``numbers`` hold: whoever shows any of it
records first that those are disclosed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from firmware.graph import Graph, Ways
from firmware.pathways.reasons import Miss, misses_from, misses_to
from firmware.pathways.shortest import Shortest, shortest_from, shortest_to


@dataclass(frozen=True)
class Onward:
    """What can be reached from a start: by Device Model the shortest ways, fewer steps first.

    ``newest`` are the ends of all ways, the start among them where nothing follows on it;
    ``target`` is one of them, or None where the start was removed and leads nowhere. ``circles``
    are those of the newest that lead back to each other, so that none of them is the last.
    """

    start: int
    newest: tuple[int, ...]
    target: int | None
    reachable: Mapping[int, Shortest]
    unreachable: tuple[Miss, ...]
    numbers: frozenset[int]
    circles: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Backward:
    """From what a goal can be reached: by Device Model the shortest ways, fewer steps first."""

    goal: int
    starts: Mapping[int, Shortest]
    unreachable: tuple[Miss, ...]
    numbers: frozenset[int]


def onward_from(graph: Graph, start: int) -> Onward:
    """Where the start can be upgraded to; KeyError for what is not in the graph."""
    family = graph.family_of(start)
    reachable = shortest_from(graph, start)
    # Shortest ways differ in what comes before, which newest does not ask.
    newest = graph.newest(Ways(start, dict.fromkeys(reachable, start)))
    missed = [number for number in family if number != start and number not in reachable]
    misses = misses_from(graph, start, missed) if missed else ()
    return Onward(
        start=start,
        newest=newest,
        target=graph.target(newest),
        reachable=reachable,
        unreachable=misses,
        numbers=frozenset((*family, *reachable, *_told_of(misses))),
        circles=tuple(graph.circles_among(newest)) if len(newest) > 1 else (),
    )


def backward_to(graph: Graph, goal: int) -> Backward:
    """From where the goal can be reached; KeyError for what is not in the graph."""
    family = graph.family_of(goal)
    starts = shortest_to(graph, goal)
    missed = [number for number in family if number != goal and number not in starts]
    misses = misses_to(graph, goal, missed) if missed else ()
    return Backward(
        goal=goal,
        starts=starts,
        unreachable=misses,
        # What stands on the ways can reach the goal itself.
        numbers=frozenset((*family, *starts, *_told_of(misses))),
    )


def _told_of(misses: Iterable[Miss]) -> Iterator[int]:
    return (number for miss in misses for number in miss.told_of)
