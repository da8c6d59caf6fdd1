"""Circles among pathways, against the plain definition: what can be reached and reaches back."""

from hypothesis import given
from hypothesis import strategies as st

from firmware.circles import Edge, circles

NODES = st.integers(min_value=-3, max_value=4)
EDGES = st.lists(st.tuples(NODES, NODES), max_size=20)


def reached(start: int, edges: list[Edge]) -> set[int]:
    """What one or more steps lead to, worked out until nothing is new."""
    found: set[int] = set()
    while more := {end for begin, end in edges if begin in {start, *found}} - found:
        found |= more
    return found


@given(EDGES)
def test_two_nodes_share_a_circle_when_each_leads_to_the_other(edges: list[Edge]) -> None:
    found = circles(edges)
    nodes = {node for edge in edges for node in edge}
    onward = {node: reached(node, edges) for node in nodes}

    together = {(a, b) for a in found for b in found if a != b and found[a] == found[b]}

    assert together == {
        (a, b) for a in nodes for b in nodes if a != b and b in onward[a] and a in onward[b]
    }


def test_a_long_chain_needs_no_recursion() -> None:
    chain = [(n, n + 1) for n in range(50_000)]

    assert circles(chain) == {}
    assert len(circles([*chain, (50_000, 0)])) == 50_001
