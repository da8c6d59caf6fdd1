"""What the page of one Device Model's pathways shows, worked out for its template."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firmware.fleet.goals import Ahead, Goal
from firmware.graph import Graph
from firmware.pathways.answer import Backward, Onward
from firmware.pathways.obstacles import Obstacles, told_together
from firmware.pathways.picture import Picture, picture_of
from firmware.pathways.reasons import Miss, Reason
from firmware.pathways.shortest import Shortest
from firmware.pathways.told import Told

REASONS: Mapping[Reason, str] = {
    Reason.NO_PATHWAY: "No pathway",
    Reason.BLOCKED: "Blocked",
    Reason.REMOVED: "Removed on the way",
    Reason.NOT_PROVIDED: "Not provided",
}


@dataclass(frozen=True)
class Seen:
    """A Device Model's pathways in both directions, and the way that stands out.

    ``missed`` is what a plan would tell of first: something newer that cannot be reached.
    """

    graph: Graph
    onward: Onward
    backward: Backward
    obstacles: Obstacles
    way: Sequence[int]
    picture: Picture
    missed: Miss | None

    @property
    def numbers(self) -> frozenset[int]:
        """The records that are told of."""
        return self.onward.numbers | self.backward.numbers

    @property
    def whom_to_call(self) -> Sequence[int]:
        """Whose records may say whom to call where no way leads on, the first first."""
        if self.way:
            return ()
        return (self.onward.start, *((self.missed.number,) if self.missed else ()))


def seen(onward: Told, backward: Told, goal: int | None) -> Seen:
    """Both answers about a Device Model, the way to the goal standing out, else to the target."""
    ahead, behind = onward.answer, backward.answer
    if not (isinstance(ahead, Onward) and isinstance(behind, Backward)):
        raise TypeError("One answer of each direction is needed.")
    wanted = goal if goal in ahead.reachable else ahead.target
    reached = ahead.reachable.get(wanted or 0)
    way = reached.steps if reached else ()
    missed = _missed(onward.graph, ahead)
    return Seen(
        graph=onward.graph,
        onward=ahead,
        backward=behind,
        obstacles={**backward.obstacles, **onward.obstacles},
        way=way,
        picture=picture_of(onward.graph, ahead, behind, way, missed=missed is not None),
        missed=missed,
    )


def _missed(graph: Graph, ahead: Onward) -> Miss | None:
    """As a plan tells it (of others than the family's the answer knows no reason)."""
    beyond = Ahead(graph, Goal()).way(ahead.start).beyond
    return next((miss for miss in ahead.unreachable if miss.number == beyond), None)


def steps_shown(seen: Seen, documents: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The steps of the way that stands out, each with what its record says."""
    return [
        {
            "number": number,
            "firmware_version": seen.graph.nodes[number].firmware_version,
            "obstacles": _details([number], seen.obstacles),
            "document": documents[number],
        }
        for number in seen.way
    ]


def rows_shown(seen: Seen) -> Iterator[dict[str, Any]]:
    """The picture as a table: each Device Model with its pathways and the way from the start."""
    missed = {miss.number: miss for miss in seen.onward.unreachable}
    for model in seen.picture.models:
        number = model.number
        miss = missed.get(number)
        yield {
            "model": model,
            "baselines": list(_baselines(seen.graph, number)),
            **_way(seen.onward.reachable.get(number), seen.obstacles),
            "miss": miss and _why_not(miss),
        }


def starts_shown(seen: Seen) -> Iterator[dict[str, Any]]:
    """From where one can get here."""
    for number, shortest in seen.backward.starts.items():
        node = seen.graph.nodes[number]
        yield {
            "number": number,
            "firmware_version": node.firmware_version,
            "removed": not node.current,
            **_way(shortest, seen.obstacles),
        }


def contact_shown(
    seen: Seen, documents: Mapping[int, Mapping[str, Any]]
) -> Mapping[str, str] | None:
    """Whom to call where no way leads on."""
    contacts = (documents[number]["contact"] for number in seen.whom_to_call)
    return next((contact for contact in contacts if any(contact.values())), None)


def missed_shown(seen: Seen) -> dict[str, Any] | None:
    """Something newer that cannot be reached, and why."""
    if seen.missed is None:
        return None
    number = seen.missed.number
    version = seen.graph.nodes[number].firmware_version
    return {"number": number, "firmware_version": version, **_why_not(seen.missed)}


def misses_shown(misses: Iterable[Miss]) -> list[dict[str, Any]]:
    """From where one cannot get here, and why."""
    return [{"number": miss.number, **_why_not(miss)} for miss in misses]


def _why_not(miss: Miss) -> dict[str, str]:
    return {"label": REASONS[miss.reason], "clause": miss.clause, "detail": miss.detail}


def _baselines(graph: Graph, number: int) -> Iterator[dict[str, Any]]:
    for baseline in sorted(graph.inward.get(number, ())):
        yield {"number": baseline, "block": graph.state((baseline, number))}


def _way(shortest: Shortest | None, obstacles: Obstacles) -> dict[str, Any]:
    if shortest is None:
        return {"steps": (), "alternatives": (), "more": 0, "obstacles": ()}
    return {
        "steps": shortest.steps,
        "alternatives": shortest.alternatives,
        "more": shortest.number - len(shortest.ways),
        "obstacles": _details(shortest.steps, obstacles),
    }


def _details(steps: Iterable[int], obstacles: Obstacles) -> list[str]:
    """What stands in the way, each kind once."""
    return told_together(each for step in steps for each in obstacles.get(step, ()))
