"""The pathway graph against the plain definitions, on random pathways and on known ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware.fleet.goals import Ahead, Goal
from firmware.graph import EMPTY, MOST_PLAIN_STEPS, Graph, Node, graph_of
from tests.firmware.graphs import BLOCK, FAMILY, Pathways, pathways


def graph(
    *edges: tuple[int, int], blocked: tuple[int, int] | None = None, removed: int = 0
) -> Graph:
    numbers = {number for edge in edges for number in edge}
    nodes = {n: Node(FAMILY, f"{n:08X}", n != removed) for n in numbers}
    return graph_of(nodes, [(edge, BLOCK if edge == blocked else None) for edge in edges])


@given(pathways())
def test_what_is_reached_is_what_some_way_leads_to(drawn: Pathways) -> None:
    compiled = drawn.compiled()
    for start in drawn.numbers:
        assert set(compiled.ways_from(start).before) == drawn.reached(start)


@given(pathways())
def test_steps_are_the_first_of_the_shortest_ways(drawn: Pathways) -> None:
    compiled = drawn.compiled()
    for start in drawn.numbers:
        ways, every = compiled.ways_from(start), list(drawn.every_way(start))
        for goal in drawn.reached(start):
            leading = [way for way in every if way[-1] == goal]
            assert ways.steps_to(goal) == min(leading, key=lambda way: (len(way), way))


@given(pathways())
def test_fewer_steps_are_reached_first(drawn: Pathways) -> None:
    compiled = drawn.compiled()
    for start in drawn.numbers:
        ways = compiled.ways_from(start)
        lengths = [len(ways.steps_to(goal)) for goal in ways.before]
        assert lengths == sorted(lengths)


@given(pathways())
def test_the_newest_lead_nowhere_but_round(drawn: Pathways) -> None:
    compiled = drawn.compiled()
    for start in drawn.numbers:
        assert set(compiled.newest(compiled.ways_from(start))) == drawn.newest(start)


@given(pathways(), pathways())
def test_a_changed_graph_is_the_graph_of_the_changed_pathways(a: Pathways, b: Pathways) -> None:
    """From any pathways to any others: what is only in the first stays, or is taken out."""
    kept = {edge: state for edge, state in a.edges.items() if sum(edge) % 2}
    gone = [edge for edge in a.edges if edge not in kept]
    both = a.current - b.removed | b.current
    wanted = Pathways(both, (a.removed | b.removed) - both, {**kept, **b.edges})
    before = a.compiled()

    changed = before.changed(nodes=b.compiled().nodes, edges=b.edges, gone=gone)

    for number in wanted.numbers:
        assert changed.next_steps(number) == tuple(wanted.open_steps(number))
        expected = {start for start, end in wanted.edges if end == number}
        assert set(changed.inward.get(number, ())) == expected
    for number in a.numbers:
        assert before.next_steps(number) == tuple(a.open_steps(number))


def test_a_fork_has_two_newest_and_the_higher_version_is_the_target() -> None:
    forked = graph((1, 2), (2, 3), (2, 4))
    newest = forked.newest(forked.ways_from(1))

    assert newest == (3, 4)
    assert forked.target(newest) == 4


def test_a_block_keeps_the_device_model_and_its_way_out() -> None:
    blocked = graph((1, 2), (2, 3), blocked=(1, 2))

    assert 2 not in blocked.ways_from(1)
    assert blocked.state((1, 2)) == BLOCK
    assert blocked.ways_from(2).steps_to(3) == (3,)


def test_a_removed_device_model_is_a_start_and_nothing_else() -> None:
    removed = graph((1, 2), (2, 3), (1, 4), (4, 5), removed=2)

    assert list(removed.ways_from(1).before) == [4, 5]
    assert removed.ways_from(2).steps_to(3) == (3,)
    assert removed.newest(removed.ways_from(2)) == (3,)


def test_what_has_no_way_is_newest_itself_while_it_is_current() -> None:
    lone = graph((1, 2), removed=2)

    assert lone.newest(lone.ways_from(1)) == (1,)
    assert lone.newest(lone.ways_from(2)) == ()
    assert lone.target(()) is None


def test_a_baseline_that_is_unknown_does_no_harm() -> None:
    assert EMPTY.next_steps(5) == ()
    assert not EMPTY.is_open((5, 6))
    with pytest.raises(KeyError):
        EMPTY.ways_from(5).steps_to(6)


def test_a_chain_of_fifty_thousand_needs_no_recursion() -> None:
    chain = graph(*((n, n + 1) for n in range(1, 50_000)))
    ways = chain.ways_from(1)

    assert len(ways.steps_to(50_000)) == 49_999
    assert chain.newest(ways) == (50_000,)


@given(pathways(), st.booleans())
def test_plain_steps_are_the_way_to_the_target_where_no_more_is_to_be_told(
    drawn: Pathways, only_rising: bool
) -> None:
    if only_rising:
        edges = {edge: state for edge, state in drawn.edges.items() if edge[0] < edge[1]}
        drawn = replace(drawn, edges=edges)
    graph = drawn.compiled()
    for start in drawn.numbers:
        reached = drawn.reached(start)
        follow = {start, *reached}
        falls = any(end < number for number in follow for end in drawn.open_steps(number))
        led_to = {end for baseline, end in drawn.edges if baseline == start}
        target = max(reached | ({start} & drawn.current), default=0)
        plain = not falls and led_to <= reached and target == max(drawn.current)
        ways = [way for way in drawn.every_way(start) if way[-1] == target]
        first = min(ways, key=lambda way: (len(way), way), default=())
        assert graph.plain_steps(start) == (first if plain else None)


def test_where_nobody_is_plain_that_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    around = graph((1, 2), (2, 1))
    assert [around.plain_steps(number) for number in (1, 2)] == [None, None]
    monkeypatch.setattr(Graph, "_rising_steps", None)
    assert around.plain_steps(1) is None


def test_a_way_of_very_many_steps_is_looked_for_when_it_is_asked_for() -> None:
    last = MOST_PLAIN_STEPS + 2
    chain = graph(*((number, number + 1) for number in range(1, last)))

    assert chain.plain_steps(2) == tuple(range(3, last + 1))
    assert chain.plain_steps(1) is None
    assert Ahead(chain, Goal()).way(1).steps == tuple(range(2, last + 1))
