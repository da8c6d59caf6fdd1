"""The picture of a family: rows, places and lines that hold for any pathways there can be."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firmware.circles import Edge
from firmware.graph import EdgeState, Graph, Node, graph_of
from firmware.pathways.answer import backward_to, onward_from
from firmware.pathways.layers import MOST_IN_A_ROW, laid_out
from firmware.pathways.picture import Picture, picture_of
from firmware.pathways.places import places
from firmware.pathways.shortcuts import without_shortcuts
from tests.firmware.graphs import BLOCK, FAMILY, Pathways, pathways


def picture(graph: Graph, start: int) -> Picture:
    onward = onward_from(graph, start)
    target = onward.reachable.get(onward.target or 0)
    way = target.steps if target else ()
    return picture_of(graph, onward, backward_to(graph, start), way)


@given(pathways())
def test_every_pathway_is_drawn_and_no_box_covers_another(drawn: Pathways) -> None:
    graph = drawn.compiled()
    for start in drawn.numbers:
        seen = picture(graph, start)

        assert sorted(model.number for model in seen.models) == drawn.numbers
        assert {stroke.edge for stroke in seen.strokes} == set(drawn.edges)
        taken: dict[float, list[float]] = {}
        for model in seen.models:
            taken.setdefault(model.box.top, []).append(model.box.middle)
            assert model.box.middle - model.box.width / 2 >= 0
            assert model.box.middle + model.box.width / 2 <= seen.width
            assert model.box.bottom <= seen.height
        for middles in taken.values():
            ordered = sorted(middles)
            assert all(b - a > 132 for a, b in pairwise(ordered))


@given(pathways())
def test_pathways_lead_down_the_rows_by_age_and_pass_each_row_once(drawn: Pathways) -> None:
    layout = laid_out(drawn.numbers, drawn.edges)
    row_of = {cell: place for place, row in enumerate(layout.rows) for cell in row}

    for edge, route in layout.routes.items():
        assert (route[0], route[-1]) == (min(edge), max(edge))
        assert [row_of[cell] for cell in route] == list(
            range(row_of[route[0]], row_of[route[-1]] + 1)
        )
    assert all(sum(isinstance(cell, int) for cell in row) <= MOST_IN_A_ROW for row in layout.rows)
    middles = places(layout, width=100, joint=10, gap=5)
    for row in layout.rows:
        assert [middles[cell] for cell in row] == sorted(middles[cell] for cell in row)


@given(pathways(), st.integers(0, 3))
def test_without_shortcuts_the_same_can_be_reached(drawn: Pathways, step: int) -> None:
    age = {number: place for place, number in enumerate(drawn.numbers)}
    kept = sorted(drawn.edges)[:step]

    left = without_shortcuts(drawn.edges, age, kept)

    assert set(kept) <= set(left) <= set(drawn.edges)
    assert reached(left, age) == reached(drawn.edges, age)
    for edge in set(left) - set(kept):
        # None of what is left could go as well.
        if age[edge[0]] < age[edge[1]]:
            assert reached([each for each in left if each != edge], age) != reached(left, age)


def reached(edges: Iterable[Edge], age: dict[int, int]) -> set[Edge]:
    """Pairs of Device Models with a way that goes by age between them."""
    found: set[Edge] = {edge for edge in edges if age[edge[0]] < age[edge[1]]}
    while longer := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= longer
    return found


def test_words_and_lines_say_what_the_colours_do() -> None:
    nodes = {n: Node(FAMILY, f"{n:08X}", n != 4) for n in range(1, 8)}
    nodes[7] = nodes[7]._replace(upgrade="not_provided")
    edges: list[tuple[Edge, EdgeState]] = [((1, 2), None), ((2, 3), None), ((2, 4), None)]
    edges += [((4, 5), None), ((3, 6), BLOCK)]
    seen = picture(graph_of(nodes, edges), 2)

    assert {model.number: list(model.lines) for model in seen.models} == {
        1: ["leads here"],
        2: ["start"],
        3: ["step 1 · newest"],
        4: ["removed"],
        5: ["no way"],
        6: ["no way"],
        7: ["not provided · no way"],
    }
    assert {stroke.edge: (stroke.kind, stroke.emphasised) for stroke in seen.strokes} == {
        (1, 2): ("open", False),
        (2, 3): ("open", True),
        (2, 4): ("closed", False),
        (4, 5): ("open", False),
        (3, 6): ("blocked", False),
    }


def test_a_dense_family_is_drawn_without_shortcuts_and_says_so() -> None:
    nodes = {n: Node(FAMILY, f"{n:08X}") for n in range(1, 31)}
    edges = [((a, b), BLOCK if (a, b) == (1, 30) else None) for a in nodes for b in nodes if a < b]

    seen = picture(graph_of(nodes, edges), 2)

    # The chain, the way that stands out, and what is blocked.
    assert len(seen.strokes) == 29 + 1 + 1
    assert seen.left_out == len(edges) - 31


def test_many_pathways_to_one_device_model_run_together_but_for_what_is_hindered() -> None:
    nodes = {number: Node(FAMILY, f"{number:08X}", True) for number in range(1, 101)}
    edges: dict[Edge, EdgeState] = {(number, 100): None for number in range(1, 100)}
    edges[5, 100] = BLOCK

    seen = picture(graph_of(nodes, edges.items()), 3)

    # Ninety lines side by side would be as wide again.
    assert seen.width < 1_700
    assert {stroke.edge for stroke in seen.strokes} == set(edges)
    (blocked,) = (stroke for stroke in seen.strokes if stroke.kind == "blocked")
    assert all(blocked.head != stroke.head for stroke in seen.strokes if stroke is not blocked)
    assert len({stroke.head for stroke in seen.strokes}) < 12


def test_words_that_do_not_fit_into_a_line_stand_in_two_and_all_boxes_are_as_high() -> None:
    nodes = {n: Node(FAMILY, f"{n:08X}") for n in (1, 2)}
    nodes[1] = nodes[1]._replace(upgrade="not_provided")

    seen = picture(graph_of(nodes, [((1, 2), None)]), 2)

    first, second = seen.models
    assert (list(first.lines), first.lower) == (["not provided", "leads here"], "0")
    assert (list(second.lines), second.lower) == (["start · newest"], "6.5")
    assert first.box.height == second.box.height == 58 + 13
    assert first.box.bottom < second.box.top
    assert second.box.bottom < seen.height


def test_the_newest_within_reach_is_not_called_the_newest_where_something_newer_is_missed() -> None:
    graph = graph_of({n: Node(FAMILY, f"{n:08X}") for n in (1, 2, 3)}, [((1, 2), None)])
    onward = onward_from(graph, 1)

    seen = picture_of(graph, onward, backward_to(graph, 1), (2,), missed=True)

    (two,) = (model for model in seen.models if model.number == 2)
    assert (two.words, two.newest) == (("step 1", "newest in reach"), True)
