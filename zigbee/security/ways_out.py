"""The upgrades that lead out of what a security query found, for who may also read the FIR.

A way out ends at a Device Model whose Zigbee record the reader may see and that was compared and is
not affected. SECURITY: so it tells nothing of records beyond the reader's grants, and whoever has
no right to the whole Firmware Information Repository gets no ways at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from firmware.compiled import graph_at
from firmware.fleet.disclosed import numbers_told
from firmware.fleet.goals import Ahead, Goal, Outcome, Way
from firmware.fleet.plan import Group
from sec_registry.registers.reach import Reach

#: What is told of each firmware record, as the record of disclosures names it.
FIELDS = ("upgrade",)


@dataclass(frozen=True)
class WaysOut:
    """By affected Device Model the way out of it, or why there is none."""

    ways: Mapping[int, Way] = field(default_factory=dict)
    #: SECURITY: the firmware records that the ways tell of, to be disclosed before they are shown.
    numbers: frozenset[int] = frozenset()

    @property
    def ends(self) -> frozenset[int]:
        """Where the ways lead."""
        return frozenset(way.target for way in self.ways.values() if way.target is not None)

    @property
    def without(self) -> list[int]:
        """Those that no way leads out of."""
        return [number for number, way in self.ways.items() if way.outcome != Outcome.UPGRADE]


def ways_out(
    affected: Iterable[int], clear: frozenset[int], *, publication: int, reach: Reach
) -> WaysOut:
    """The ways at this publication.

    Raises ``PermissionError`` for who has no right to the whole repository.
    """
    graph = graph_at(publication, reach=reach)
    # The graph's own numbers: of others nothing is known.
    ahead = Ahead(graph, Goal(out_of=frozenset(graph.nodes.keys() - clear)))
    ways = {number: ahead.way(number) for number in affected if number in graph.nodes}
    groups = [Group(number, 1, way) for number, way in ways.items()]
    return WaysOut(ways, frozenset(numbers_told(groups, graph)))
