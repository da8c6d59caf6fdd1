"""What stands in the way of using a step although its pathway is open (U3)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from firmware.graph import Graph

COMMUNICATIONS_HUB = "CH"


class ObstacleKind(StrEnum):
    """What stands in the way."""

    NO_HASH = "no_hash"
    NOT_LOADED = "not_loaded"
    BY_DCC = "upgraded_by_dcc"


#: Each as a choice of the API, which has no other words for them.
KINDS = [(each.value, each.value) for each in ObstacleKind]

_SENTENCES: Mapping[ObstacleKind, str] = {
    ObstacleKind.NO_HASH: "No Hash of its Manufacturer Image is associated with {}.",
    ObstacleKind.NOT_LOADED: "DCC has not loaded {} as the list has it.",
    ObstacleKind.BY_DCC: "Communications Hubs are upgraded by DCC.",
}


@dataclass(frozen=True)
class Obstacle:
    """Something in the way of the step to this Device Model."""

    number: int
    kind: ObstacleKind

    @property
    def detail(self) -> str:
        """A sentence that says it."""
        return _SENTENCES[self.kind].format(f"CPL {self.number}")


def told_together(obstacles: Iterable[Obstacle]) -> list[str]:
    """The sentences about several steps: of each kind one, which names them in their order."""
    numbers: dict[ObstacleKind, dict[int, None]] = {}
    for each in obstacles:
        numbers.setdefault(each.kind, {})[each.number] = None
    return [
        _SENTENCES[kind].format(", ".join(f"CPL {number}" for number in named))
        for kind, named in numbers.items()
    ]


Obstacles = Mapping[int, tuple[Obstacle, ...]]


def obstacles_on(graph: Graph, steps: Iterable[int], not_loaded: Collection[int]) -> Obstacles:
    """By step what stands in its way; a step without obstacles is not there.

    ``not_loaded`` holds at least those of the steps that DCC has not loaded.
    """
    found: dict[int, tuple[Obstacle, ...]] = {}
    for number in steps:
        node = graph.nodes[number]
        kinds = (
            (ObstacleKind.NO_HASH, not node.hashed),
            (ObstacleKind.NOT_LOADED, number in not_loaded),
            (ObstacleKind.BY_DCC, node.family.device_type == COMMUNICATIONS_HUB),
        )
        if here := tuple(Obstacle(number, kind) for kind, holds in kinds if holds):
            found[number] = here
    return found
