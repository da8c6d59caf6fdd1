"""One Device Model's pathways against plain definitions, on random pathways and on known ones."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware.choices import UpgradeState
from firmware.graph import Block, EdgeState, Family, Graph, Node, graph_of
from firmware.pathways.answer import Backward, Onward, backward_to, onward_from
from firmware.pathways.obstacles import obstacles_on, told_together
from firmware.pathways.reasons import Miss, Reason
from firmware.pathways.shortest import MOST_ALTERNATIVES
from tests.firmware.graphs import BLOCK, FAMILY, Pathways, pathways

OTHER = Family("ESME", "FA0A", "0A01", "0200")
CLAUSES = {
    Reason.NO_PATHWAY: "F2.15(d)",
    Reason.BLOCKED: "policy: U1",
    Reason.REMOVED: "policy: U4",
    Reason.NOT_PROVIDED: "F2.15(d)",
}


@dataclass(frozen=True)
class Drawn:
    """Random pathways, some of whose Device Models are of another family or say nothing."""

    pathways: Pathways
    others: frozenset[int]
    unknown: frozenset[int]

    def compiled(self) -> Graph:
        graph = self.pathways.compiled()
        nodes = {
            number: node._replace(
                family=OTHER if number in self.others else FAMILY,
                upgrade=UpgradeState.NOT_PROVIDED if number in self.unknown else "",
            )
            for number, node in graph.nodes.items()
        }
        return graph_of(nodes, self.pathways.edges.items())

    def family(self, number: int) -> set[int]:
        return {n for n in self.pathways.numbers if (n in self.others) == (number in self.others)}

    def but_for(self, *, blocks: bool, removals: bool) -> Pathways:
        """The pathways as they would be without blocks, or without removals."""
        drawn = self.pathways
        edges: dict[tuple[int, int], EdgeState] = {
            edge: None if blocks else state for edge, state in drawn.edges.items()
        }
        every = drawn.current | drawn.removed
        return Pathways(every if removals else drawn.current, drawn.removed, edges)

    def reason(self, start: int, goal: int) -> Reason:
        if goal in self.but_for(blocks=True, removals=False).reached(start):
            return Reason.BLOCKED
        if goal in self.but_for(blocks=False, removals=True).reached(start):
            return Reason.REMOVED
        if goal in self.but_for(blocks=True, removals=True).reached(start):
            return Reason.BLOCKED
        sources = self.unknown & self.pathways.current & self.family(goal)
        if any(goal == each or goal in self.pathways.reached(each) for each in sources):
            return Reason.NOT_PROVIDED
        return Reason.NO_PATHWAY


@st.composite
def families(draw: st.DrawFn) -> Drawn:
    drawn = draw(pathways())
    some = st.frozensets(st.sampled_from(drawn.numbers), max_size=3)
    return Drawn(drawn, draw(some), draw(some))


def shortest(drawn: Pathways, start: int, goal: int) -> list[tuple[int, ...]]:
    leading = [way for way in drawn.every_way(start) if way[-1] == goal]
    length = min(map(len, leading))
    return sorted(way for way in leading if len(way) == length)


@given(families())
def test_onward_is_what_the_plain_definitions_say(drawn: Drawn) -> None:
    compiled = drawn.compiled()
    for start in drawn.pathways.numbers:
        answer = onward_from(compiled, start)

        reached = drawn.pathways.reached(start)
        assert {
            goal: (each.steps, *each.alternatives) for goal, each in answer.reachable.items()
        } == {
            goal: tuple(shortest(drawn.pathways, start, goal)[: MOST_ALTERNATIVES + 1])
            for goal in reached
        }
        assert all(
            each.number == len(shortest(drawn.pathways, start, goal))
            for goal, each in answer.reachable.items()
        )
        assert set(answer.newest) == drawn.pathways.newest(start)
        assert answer.target == max(answer.newest, default=None)
        missed = drawn.family(start) - reached - {start}
        assert {miss.number: miss.reason for miss in answer.unreachable} == {
            goal: drawn.reason(start, goal) for goal in missed
        }
        of_misses = {number for miss in answer.unreachable for number in miss.told_of}
        assert answer.numbers == reached | drawn.family(start) | of_misses


@given(families())
def test_backward_is_onward_from_the_other_side(drawn: Drawn) -> None:
    compiled = drawn.compiled()
    onward = {start: onward_from(compiled, start) for start in drawn.pathways.numbers}
    for goal in drawn.pathways.numbers:
        answer = backward_to(compiled, goal)

        assert dict(answer.starts) == {
            start: each.reachable[goal] for start, each in onward.items() if goal in each.reachable
        }
        assert {miss.number: miss.reason for miss in answer.unreachable} == {
            start: miss.reason
            for start in drawn.family(goal)
            for miss in onward[start].unreachable
            if miss.number == goal
        }
        passed = {step for each in answer.starts.values() for way in each.ways for step in way}
        assert answer.numbers >= passed | set(answer.starts) | drawn.family(goal)


@given(families())
def test_fewest_things_are_named_as_in_the_way(drawn: Drawn) -> None:
    """Each sentence is one block or one removed Device Model; no way has fewer."""
    compiled, everything = drawn.compiled(), drawn.but_for(blocks=True, removals=True)
    only_blocks = drawn.but_for(blocks=True, removals=False)
    only_removals = drawn.but_for(blocks=False, removals=True)
    for start in drawn.pathways.numbers:
        for miss in onward_from(compiled, start).unreachable:
            for relaxed in (only_blocks, only_removals, everything):
                ways = [way for way in relaxed.every_way(start) if way[-1] == miss.number]
                if ways:
                    fewest = min(in_the_way(drawn.pathways, start, way) for way in ways)
                    assert miss.detail.count(".") == fewest
                    break


def in_the_way(drawn: Pathways, start: int, way: tuple[int, ...]) -> int:
    edges = zip((start, *way), way, strict=False)
    return sum((drawn.edges[edge] is not None) + (edge[1] in drawn.removed) for edge in edges)


def graph(*edges: tuple[int, int], blocked: tuple[int, ...] = (), **facts: frozenset[int]) -> Graph:
    numbers = {number for edge in edges for number in edge}
    unknown, removed = facts.get("unknown", frozenset()), facts.get("removed", frozenset())
    nodes = {
        n: Node(
            FAMILY,
            f"{n:08X}",
            n not in removed,
            UpgradeState.NOT_PROVIDED if n in unknown else UpgradeState.LISTED,
        )
        for n in numbers
    }
    return graph_of(nodes, [(edge, BLOCK if edge == blocked else None) for edge in edges])


def told(answer: Onward | Backward) -> dict[int, tuple[str, str, str]]:
    return {each.number: (each.reason, each.clause, each.detail) for each in answer.unreachable}


def test_each_miss_says_its_reason_clause_and_what_is_in_the_way() -> None:
    # 1 → 2 → 3 (blocked) → 4; 2 → 5 (removed) → 6; 7 → 8 where 7 does not say; 9 → 10 apart.
    pathways = graph(
        (1, 2), (2, 3), (3, 4), (2, 5), (5, 6), (7, 8), (9, 10),
        blocked=(2, 3), removed=frozenset({5}), unknown=frozenset({7}),
    )  # fmt: skip
    block = "The step from CPL 2 to CPL 3 is blocked since 2025-01-02: bricks it."
    removed = "CPL 5 was removed from the list: it is a start, never a step or a goal."
    unknown = "From which Device Models CPL 7 can be reached is not provided"

    assert told(onward_from(pathways, 1)) == {
        3: ("blocked", "policy: U1", block),
        4: ("blocked", "policy: U1", block),
        5: ("removed_on_the_way", "policy: U4", removed),
        6: ("removed_on_the_way", "policy: U4", removed),
        7: ("not_provided", "F2.15(d)", f"{unknown}."),
        8: ("not_provided", "F2.15(d)", f"{unknown}; it leads to CPL 8."),
        9: ("no_pathway", "F2.15(d)", "No pathway leads to CPL 9."),
        10: (
            "no_pathway",
            "F2.15(d)",
            "No pathway leads from CPL 1 to CPL 10, which follows on CPL 9.",
        ),
    }
    assert told(backward_to(pathways, 6))[1] == ("removed_on_the_way", "policy: U4", removed)
    assert told(backward_to(pathways, 6))[10][2] == (
        "No pathway leads from CPL 10 to CPL 6, which follows on CPL 5."
    )


def test_a_removed_goal_that_no_way_leads_to_says_that_too() -> None:
    removed = frozenset({3})
    (miss,) = backward_to(graph((1, 2), (2, 3), removed=removed), 1).unreachable[1:]
    (second,) = onward_from(graph((1, 2), (3, 2), removed=removed), 1).unreachable

    assert (miss.number, miss.reason) == (3, Reason.NO_PATHWAY)
    assert second.detail == (
        "No pathway leads to CPL 3. "
        "CPL 3 was removed from the list: it is a start, never a step or a goal."
    )


def test_a_removed_start_leads_on_and_one_that_leads_nowhere_has_no_target() -> None:
    pathways = graph((1, 2), (3, 1), removed=frozenset({1}))

    assert onward_from(pathways, 1).reachable[2].steps == (2,)
    lost = onward_from(graph((1, 2), removed=frozenset({1, 2})), 1)
    assert (lost.newest, lost.target, dict(lost.reachable)) == ((), None, {})


def test_many_ways_of_the_same_length_are_counted_and_the_first_are_told() -> None:
    layers = [range(2, 7), range(7, 12), range(12, 13)]
    edges = [(1, n) for n in layers[0]]
    edges += [(a, b) for a in layers[0] for b in layers[1]] + [(b, 12) for b in layers[1]]

    ways = onward_from(graph(*edges), 1).reachable[12]

    assert (ways.number, len(ways.alternatives)) == (25, MOST_ALTERNATIVES)
    assert ways.alternatives[:2] == ((2, 8, 12), (2, 9, 12))


def test_a_circle_and_its_way_out() -> None:
    answer = onward_from(graph((1, 2), (2, 3), (3, 1), (3, 4)), 1)

    # 2 leads to nothing outside its circle.
    assert (answer.newest, answer.target) == ((1, 2, 4), 4)
    assert answer.circles == ()
    assert {n: each.steps for n, each in answer.reachable.items()} == {
        2: (2,),
        3: (2, 3),
        4: (2, 3, 4),
    }


def test_circles_that_nothing_leads_out_of_are_named() -> None:
    ends = graph((1, 2), (2, 3), (3, 2), (1, 4), (4, 5), (5, 4), (1, 6))

    assert onward_from(ends, 1).circles == ((2, 3), (4, 5))
    assert onward_from(ends, 2).circles == ((2, 3),)
    assert onward_from(ends, 6).circles == ()


def test_target_is_the_highest_version_as_its_eight_digits_go() -> None:
    """Hexadecimal digits count above decimal ones, as in the number that a device compares."""
    versions = {1: "00000001", 2: "0000000A", 3: "00000010", 4: "00000009", 5: "00000010"}
    nodes = {number: Node(FAMILY, version) for number, version in versions.items()}
    forked = graph_of(nodes, [((1, goal), None) for goal in (2, 3, 4, 5)])

    answer = onward_from(forked, 1)

    assert (answer.newest, answer.target) == ((2, 3, 4, 5), 5)


def test_obstacles_are_told_of_each_step() -> None:
    hub = Family("CH", "FA0A", "0A01", "0100")
    nodes = {1: Node(FAMILY, "1", hashed=False), 2: Node(hub, "1"), 3: Node(FAMILY, "2")}

    found = obstacles_on(graph_of(nodes, []), [1, 2, 3], {1})

    assert {n: [(o.kind.value, o.detail) for o in each] for n, each in found.items()} == {
        1: [
            ("no_hash", "No Hash of its Manufacturer Image is associated with CPL 1."),
            ("not_loaded", "DCC has not loaded CPL 1 as the list has it."),
        ],
        2: [("upgraded_by_dcc", "Communications Hubs are upgraded by DCC.")],
    }
    several = obstacles_on(graph_of(nodes, []), [1, 2, 3], {3, 1, 2})
    assert told_together(each for number in (3, 1, 2, 3) for each in several[number]) == [
        "DCC has not loaded CPL 3, CPL 1, CPL 2 as the list has it.",
        "No Hash of its Manufacturer Image is associated with CPL 1.",
        "Communications Hubs are upgraded by DCC.",
    ]


def test_long_chains_need_no_recursion_and_unknown_starts_are_refused() -> None:
    chain = graph(*((n, n + 1) for n in range(1, 800)), blocked=(799, 800))

    answer = onward_from(chain, 1)

    assert len(answer.reachable[799].steps) == 798
    assert [miss.number for miss in answer.unreachable] == [800]
    for ask in (onward_from, backward_to):
        with pytest.raises(KeyError):
            ask(chain, 801)


def test_a_block_without_a_day_reads_well() -> None:
    nodes = {n: Node(FAMILY, str(n)) for n in (1, 2)}

    answer = onward_from(graph_of(nodes, [((1, 2), Block("It bricks meters.", ""))]), 1)

    assert answer.unreachable == (
        Miss(2, Reason.BLOCKED, "The step from CPL 1 to CPL 2 is blocked: It bricks meters."),
    )
