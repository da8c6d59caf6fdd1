"""Random upgrade pathways for property tests, and the plain definitions they are held against.

The oracle follows every way there is, step by step, without any of the short cuts of the graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from firmware.circles import Edge
from firmware.graph import Block, EdgeState, Family, Graph, Node, graph_of

FAMILY = Family("ESME", "FA0A", "0A01", "0100")
BLOCK = Block("bricks it", "2025-01-02")

_NUMBERS = st.integers(min_value=1, max_value=7)


@dataclass(frozen=True)
class Pathways:
    """Pathways as plain sets: which Device Models there are, and which edges stand how."""

    current: frozenset[int]
    removed: frozenset[int]
    edges: dict[Edge, EdgeState]

    @property
    def numbers(self) -> list[int]:
        return sorted(self.current | self.removed)

    def compiled(self) -> Graph:
        nodes = {n: Node(FAMILY, f"{n:08X}", n in self.current) for n in self.numbers}
        return graph_of(nodes, self.edges.items())

    def open_steps(self, number: int) -> Iterator[int]:
        for (baseline, end), state in sorted(self.edges.items()):
            if baseline == number and state is None and end in self.current:
                yield end

    def every_way(self, start: int) -> Iterator[tuple[int, ...]]:
        """Every way from the start that meets no Device Model twice, as its steps."""
        waiting: list[tuple[int, ...]] = [()]
        while waiting:
            way = waiting.pop()
            for end in self.open_steps(way[-1] if way else start):
                if end != start and end not in way:
                    waiting.append((*way, end))
                    yield (*way, end)

    def reached(self, start: int) -> set[int]:
        return {way[-1] for way in self.every_way(start)}

    def newest(self, start: int) -> set[int]:
        candidates = self.reached(start) | ({start} & self.current)
        return {
            n
            for n in candidates
            # Whatever it leads to leads back to it.
            if all(n in self.reached(end) for end in self.open_steps(n))
        }


@st.composite
def pathways(draw: st.DrawFn) -> Pathways:
    """Up to seven Device Models, some removed, with edges of every state; circles come up."""
    current = draw(st.frozensets(_NUMBERS, min_size=1))
    removed = draw(st.frozensets(_NUMBERS)) - current
    among = st.sampled_from(sorted(current | removed))
    states = st.sampled_from([None, None, None, BLOCK])
    drawn = draw(st.dictionaries(st.tuples(among, among), states, max_size=16))
    edges = {(start, end): state for (start, end), state in drawn.items() if start != end}
    return Pathways(current, removed, edges)
