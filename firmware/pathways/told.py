"""A Device Model's pathways as a publication holds them, with what stands in the way today (P4).

What DCC has loaded is always what it has loaded until now; everything else is as it was published.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from firmware.compiled import Compiled
from firmware.graph import Graph
from firmware.pathways.answer import Backward, Onward, backward_to, onward_from
from firmware.pathways.obstacles import Obstacles, obstacles_on
from firmware.pathways.reasons import Miss, circle_told
from firmware.pathways.shortest import Shortest
from sec_registry.registers.loading import not_loaded

#: What an answer tells of each record, as the record of disclosures names it.
FIELDS = ("upgrade",)


@dataclass(frozen=True)
class Told:
    """The pathways of one Device Model in a publication; either onward or backward.

    SECURITY: whoever shows any of it records first that ``numbers`` are disclosed.
    """

    publication: int
    graph: Graph
    answer: Onward | Backward
    obstacles: Obstacles
    #: All steps of all ways, and those that DCC has not loaded.
    steps: frozenset[int]
    not_loaded: frozenset[int]

    @property
    def numbers(self) -> frozenset[int]:
        """The records that are told of."""
        return self.answer.numbers


def pathways_told(number: int, compiled: Compiled, *, backward: bool) -> Told | None:
    """The pathways from a Device Model, or to it; None where the publication holds no such."""
    publication, graph = compiled.publication, compiled.graph
    if number not in graph.nodes:
        return None
    answer = backward_to(graph, number) if backward else onward_from(graph, number)
    ways = answer.starts if isinstance(answer, Backward) else answer.reachable
    steps = frozenset(step for each in ways.values() for step in each.steps)
    waiting = frozenset(not_loaded(steps, publication=publication))
    return Told(publication, graph, answer, obstacles_on(graph, steps, waiting), steps, waiting)


def members(told: Told, marking: str) -> dict[str, Any]:
    """The answer in JSON."""
    answer, obstacles = told.answer, told.obstacles
    own: dict[str, Any]
    if isinstance(answer, Onward):
        own = {
            "start": answer.start,
            "newest": list(answer.newest),
            "target": answer.target,
            "circles": [
                {"cpl_numbers": list(each), "detail": circle_told(each)} for each in answer.circles
            ],
            "reachable": [*_ways(answer.reachable.items(), obstacles)],
        }
    else:
        own = {"goal": answer.goal, "starts": [*_ways(answer.starts.items(), obstacles)]}
    return {
        "publication": told.publication,
        **own,
        "unreachable": [_miss(each) for each in answer.unreachable],
        "marking": marking,
    }


def _ways(ways: Iterable[tuple[int, Shortest]], obstacles: Obstacles) -> Iterator[dict[str, Any]]:
    for number, shortest in ways:
        yield {
            "cpl_number": number,
            "steps": shortest.steps,
            "alternatives": shortest.alternatives,
            "ways": shortest.number,
            "obstacles": [
                {"cpl_number": each.number, "kind": each.kind.value, "detail": each.detail}
                for step in shortest.steps
                for each in obstacles.get(step, ())
            ],
        }


def _miss(miss: Miss) -> dict[str, Any]:
    return {
        "cpl_number": miss.number,
        "reason": miss.reason.value,
        "clause": miss.clause,
        "detail": miss.detail,
    }
