"""Gaps among pathways: each kind in a known graph, and against plain definitions in random ones."""

from hypothesis import given

from firmware.gaps.find import GapKind, gaps_of
from firmware.gaps.remedy import remedy_for
from firmware.graph import Block, Family, Node, graph_of
from tests.firmware.graphs import BLOCK, FAMILY, Pathways, pathways


def found(drawn: Pathways) -> dict[GapKind, set[tuple[int, ...]]]:
    gaps: dict[GapKind, set[tuple[int, ...]]] = {kind: set() for kind in GapKind}
    for gap in gaps_of(drawn.compiled()):
        gaps[gap.kind].add((gap.number, *gap.others))
    return gaps


@given(pathways())
def test_blocks_without_alternative_and_islands_are_what_they_are_called(drawn: Pathways) -> None:
    gaps = found(drawn)

    assert gaps[GapKind.BLOCKED] == {
        (start, end)
        for (start, end), state in drawn.edges.items()
        if state is not None and end in drawn.current and end not in drawn.reached(start)
    }
    joined = {number for edge in drawn.edges for number in edge}
    assert {number for number, *_ in gaps[GapKind.ISLAND]} == {
        number for number in drawn.current - joined if len(drawn.numbers) > 1
    }


@given(pathways())
def test_a_fork_and_a_dead_end_have_what_makes_them_one(drawn: Pathways) -> None:
    gaps = found(drawn)

    for number, *ends in gaps[GapKind.SEVERAL_NEWEST]:
        assert drawn.newest(number) == set(ends)
        assert any(
            other not in drawn.reached(one) for one in ends for other in ends if other != one
        )
    for number, *_ in gaps[GapKind.DEAD_END]:
        assert not drawn.reached(number) - {number} or number in drawn.newest(number)


def test_each_kind_by_example() -> None:
    other = Family("GSME", *FAMILY[1:])
    nodes = {n: Node(FAMILY, f"{n:08X}") for n in range(1, 7)}
    nodes[5] = nodes[5]._replace(upgrade="not_provided")
    nodes[9] = Node(other, "00000009")
    gaps = gaps_of(graph_of(nodes, [((1, 2), None), ((1, 3), None), ((3, 4), BLOCK)]))

    assert [(gap.kind.value, gap.number, gap.others) for gap in gaps] == [
        ("several_newest", 1, (2, 3)),
        ("dead_end", 2, (6,)),
        ("blocked_without_alternative", 3, (4,)),
        ("dead_end", 3, (6,)),
        ("dead_end", 4, (6,)),
        ("island", 5, (1, 2, 3, 4, 6)),
        ("not_provided", 5, ()),
        ("island", 6, (1, 2, 3, 4, 5)),
    ]
    assert "bricks it" in next(gap for gap in gaps if gap.kind == GapKind.BLOCKED).detail


def test_a_block_without_a_day_is_told_without_one() -> None:
    nodes = {1: Node(FAMILY, "00000001"), 2: Node(FAMILY, "00000002")}

    gaps = gaps_of(graph_of(nodes, [((1, 2), Block("bricks it", ""))]))

    (blocked,) = (gap for gap in gaps if gap.kind == GapKind.BLOCKED)
    assert blocked.detail == "The only pathway to CPL 2 is blocked: bricks it"


def test_each_kind_says_which_row_would_close_it() -> None:
    nodes = {n: Node(FAMILY, f"{n:08X}", upgrade="listed") for n in range(1, 6)}
    nodes[5] = nodes[5]._replace(upgrade="not_provided")
    nodes[6] = Node(FAMILY, "00000006", current=False)
    graph = graph_of(nodes, [((1, 2), None), ((1, 3), None), ((3, 4), BLOCK), ((2, 6), None)])
    remedies = {
        (gap.kind, gap.number): remedy_for(gap, graph)
        for gap in gaps_of(graph)
        if gap.number in (1, 2, 3, 5)
    }

    assert {at: (each.action.value, each.number) for at, each in remedies.items()} == {
        (GapKind.SEVERAL_NEWEST, 1): ("amend", 3),
        (GapKind.DEAD_END, 2): ("amend", 5),
        (GapKind.BLOCKED, 3): ("unblock baselines", 4),
        (GapKind.DEAD_END, 3): ("amend", 5),
        (GapKind.ISLAND, 5): ("amend", 5),
        (GapKind.NOT_PROVIDED, 5): ("amend", 5),
    }
    assert '"Upgrade" yes and under "Baselines" CPL 2.' in remedies[GapKind.DEAD_END, 2].said
    several = remedies[GapKind.SEVERAL_NEWEST, 1].said
    assert 'amend CPL 3: under "Baselines" CPL 2 beside those that it has.' in several


def test_where_all_that_could_follow_was_removed_no_record_is_named() -> None:
    nodes = {n: Node(FAMILY, f"{n:08X}", current=False) for n in (1, 2)}
    graph = graph_of(nodes, [((1, 2), None)])

    remedies = [remedy_for(gap, graph) for gap in gaps_of(graph)]

    assert [each.number for each in remedies] == [None, None]
    assert 'add or amend that one: under "Baselines" CPL 1.' in remedies[0].said
