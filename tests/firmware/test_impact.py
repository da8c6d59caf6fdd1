"""What a change does to pathways, against the plain definitions and on known pathways."""

from hypothesis import given

from firmware.graph import Graph
from firmware.impact import Cause, CauseKind, PathwayImpact, impact
from tests.firmware.graphs import BLOCK, Pathways, pathways

ALL = 1_000


def of(before: Pathways, after: Pathways) -> PathwayImpact:
    touched = {*before.numbers, *after.numbers}
    return impact(before.compiled(), after.compiled(), touched, most_shown=ALL)


def stays(before: Pathways, after: Pathways) -> Pathways:
    """The later pathways with every Device Model of the earlier ones: none ever vanishes."""
    return Pathways(
        after.current,
        after.removed | (before.current | before.removed) - after.current,
        after.edges,
    )


@given(pathways(), pathways())
def test_lost_and_gained_are_what_the_ways_before_and_after_say(a: Pathways, b: Pathways) -> None:
    later = stays(a, b)
    told = {effect.number: effect for effect in of(a, later).effects}

    for number in a.numbers:
        before, after = a.reached(number), later.reached(number)
        effect = told.get(number)
        assert set(effect.lost if effect else ()) == before - after
        assert set(effect.gained if effect else ()) == after - before
        if effect:
            assert set(effect.newest_before) == a.newest(number)
            assert set(effect.newest_after) == later.newest(number)
    assert set(told) <= set(a.numbers)


@given(pathways(), pathways())
def test_stranded_is_what_had_a_way_or_a_place_and_has_neither(a: Pathways, b: Pathways) -> None:
    later = stays(a, b)
    result = of(a, later)

    stranded = {
        number
        for number in a.numbers
        if not later.reached(number)
        and (a.reached(number) or (number in a.current and number not in later.current))
    }
    assert {effect.number for effect in result.effects if effect.stranded} == stranded
    assert result.stranded == len(stranded)


@given(pathways(), pathways())
def test_every_loss_and_gain_has_a_step_that_closes_or_opens(a: Pathways, b: Pathways) -> None:
    later = stays(a, b)
    for effect in of(a, later).effects:
        assert effect.causes
        for cause in effect.causes:
            if cause.baseline is None:
                assert cause == Cause(CauseKind.REMOVED, None, effect.number)
                continue
            was = cause.device_model in a.open_steps(cause.baseline)
            closes = cause.kind in (CauseKind.BLOCKED, CauseKind.WITHDRAWN, CauseKind.REMOVED)
            assert was == closes
            assert (cause.device_model in later.open_steps(cause.baseline)) != was
            start = (a if closes else later).reached(effect.number) | {effect.number}
            assert cause.baseline in start


@given(pathways())
def test_nothing_changed_is_no_impact(drawn: Pathways) -> None:
    assert of(drawn, drawn) == PathwayImpact()


def known(
    *edges: tuple[int, int], removed: int = 0, blocked: tuple[int, int] | None = None
) -> Pathways:
    numbers = frozenset(number for edge in edges for number in edge)
    return Pathways(
        numbers - {removed},
        numbers & {removed},
        {edge: BLOCK if edge == blocked else None for edge in edges},
    )


def test_blocking_the_only_step_strands_what_is_before_it() -> None:
    family = known((1, 2), (2, 3))

    result = of(family, known((1, 2), (2, 3), blocked=(2, 3)))

    stranded, shortened = result.effects
    assert (result.stranded, result.losing, result.gaining) == (1, 2, 0)
    assert (stranded.number, stranded.stranded, stranded.lost) == (2, True, (3,))
    assert (shortened.number, shortened.stranded, shortened.lost) == (1, False, (3,))
    assert (shortened.newest_before, shortened.newest_after) == ((3,), (2,))
    assert shortened.causes == (Cause(CauseKind.BLOCKED, 2, 3, "bricks it"),)


def test_a_fork_loses_one_arm_and_strands_nobody() -> None:
    result = of(known((1, 2), (2, 3), (2, 4)), known((1, 2), (2, 3), (2, 4), removed=4))

    # 4 itself leaves the list with no way out.
    assert [(e.number, e.stranded, e.lost) for e in result.effects] == [
        (4, True, ()),
        (1, False, (4,)),
        (2, False, (4,)),
    ]
    assert result.effects[0].causes == (Cause(CauseKind.REMOVED, None, 4),)
    assert result.effects[1].causes == (Cause(CauseKind.REMOVED, 2, 4),)


def test_a_step_on_the_way_that_is_removed_keeps_its_own_way_out() -> None:
    result = of(known((1, 2), (2, 3)), known((1, 2), (2, 3), removed=2))

    assert [(e.number, e.stranded, e.lost) for e in result.effects] == [(1, True, (2, 3))]
    assert result.effects[0].causes == (Cause(CauseKind.REMOVED, 1, 2),)


def test_a_way_round_makes_up_for_a_block() -> None:
    edges = ((1, 2), (2, 4), (1, 3), (3, 4))

    result = of(known(*edges), known(*edges, blocked=(2, 4)))

    assert [(e.number, e.stranded) for e in result.effects] == [(2, True)]


def test_what_is_new_is_gained_and_is_no_start() -> None:
    result = of(known((1, 2)), known((1, 2), (2, -1)))

    assert [(e.number, e.gained, e.newest_after) for e in result.effects] == [
        (1, (-1,), (-1,)),
        (2, (-1,), (-1,)),
    ]
    assert result.effects[0].causes == (Cause(CauseKind.ADDED, 2, -1),)


def chain(length: int) -> Graph:
    return known(*((n, n + 1) for n in range(1, length))).compiled()


def test_very_many_device_models_are_counted_and_the_first_are_shown() -> None:
    before = chain(500)
    after = before.changed(nodes={}, edges={(499, 500): BLOCK})

    result = impact(before, after, {500}, most_shown=7)

    assert (result.stranded, result.losing, result.complete) == (1, 499, True)
    assert [effect.number for effect in result.effects] == [499, 1, 2, 3, 4, 5, 6]


def test_too_many_ways_to_follow_are_told_as_such() -> None:
    before = chain(500)
    after = before.changed(nodes={}, edges={(2, 3): BLOCK})

    result = impact(before, after, {3}, most_work=100)

    assert (result.stranded, result.losing, result.complete) == (1, 1, False)
    (effect,) = result.effects
    assert (effect.number, effect.losing, len(effect.lost)) == (2, 498, 20)
