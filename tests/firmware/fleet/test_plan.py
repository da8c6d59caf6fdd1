"""Fleet plans against plain definitions, on random pathways and on known ones."""

from collections import Counter
from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware.choices import UpgradeState
from firmware.fleet.cells import Device, Named
from firmware.fleet.disclosed import numbers_told
from firmware.fleet.goals import Ahead, Goal, Outcome
from firmware.fleet.inventory import Inventory
from firmware.fleet.making import FleetPlan
from firmware.fleet.plan import Plan, fleet_plan
from firmware.graph import EMPTY, Family, Graph, Node, graph_of
from firmware.pathways.answer import onward_from
from firmware.pathways.reasons import Reason, circle_told
from tests.firmware.graphs import BLOCK, FAMILY, Pathways, pathways

COUNTS = st.dictionaries(st.integers(1, 8), st.integers(1, 1_000), max_size=6)


def planned(counts: Mapping[int, int], graph: Graph, goal: Goal | None = None) -> Plan:
    return fleet_plan({Named(number): n for number, n in counts.items()}, graph, goal or Goal())


def shortest(drawn: Pathways, start: int, goals: Collection[int]) -> list[tuple[int, ...]]:
    """Of all ways from the start to one of these the shortest, those with lower steps first."""
    ways = [way for way in drawn.every_way(start) if way[-1] in goals]
    fewest = min(map(len, ways), default=0)
    return sorted(way for way in ways if len(way) == fewest)


@given(pathways(), COUNTS)
def test_waves_conserve_devices_and_totals_sum_up(drawn: Pathways, counts: dict[int, int]) -> None:
    plan = planned(counts, drawn.compiled())

    assert plan.devices == sum(counts.values())
    assert plan.totals == {
        o: sum(g.devices for g in plan.groups if g.way.outcome == o) for o in Outcome
    }
    steps = sum(group.devices * len(group.way.steps) for group in plan.groups)
    assert sum(move.devices for move in plan.moves()) == steps
    listed = [group for group in plan.groups if group.cpl_number]
    at = {0: Counter({group.cpl_number: group.devices for group in listed})}
    for move in plan.moves():
        here = at.setdefault(move.wave, Counter())
        here[move.cpl_number] += move.devices
        for origin, count in move.origins.items():
            at[move.wave - 1][origin] -= count
    arrived: Counter[int] = Counter()
    for left in at.values():
        # Nobody leaves who was not there.
        assert all(count >= 0 for count in left.values())
        arrived.update(left)
    ends: Counter[int] = Counter()
    for group in listed:
        ends[group.way.target or group.cpl_number] += group.devices
    assert +arrived == +ends


@given(pathways())
def test_the_newest_is_what_one_device_models_answer_says(drawn: Pathways) -> None:
    graph = drawn.compiled()
    for start in drawn.numbers:
        way, answer = Ahead(graph, Goal()).way(start), onward_from(graph, start)

        best = max(drawn.newest(start), default=None)
        if best not in (None, start):
            steps = shortest(drawn, start, {best})[0]
            assert (way.outcome, way.steps) == (Outcome.UPGRADE, steps)
            assert answer.reachable[best].steps == way.steps
            circles = [circle_told(each) for each in answer.circles if best in each]
            missed = {m.number: m for m in answer.unreachable if m.number in drawn.current}
            newer = max((number for number in missed if number > best), default=None)
            why = [missed[newer].detail] if newer else []
            assert way.beyond == newer
            assert way.detail == " ".join([*circles, *why])
            assert way.reason == (missed[newer].reason if newer else "")
        elif way.outcome == Outcome.ALREADY_NEWEST:
            assert answer.target == start
            assert bool(way.detail) == any(start in each for each in answer.circles)
        else:
            told = {each.number: each for each in answer.unreachable}
            if way.beyond is None:
                assert all(number < start for number in told.keys() & drawn.current)
            else:
                miss = told[way.beyond]
                assert (miss.reason, miss.clause, miss.detail) == (
                    way.reason,
                    way.clause,
                    way.detail,
                )


@given(pathways(), st.integers(1, 7))
def test_a_chosen_goal_is_reached_by_the_shortest_way_or_not_at_all(
    drawn: Pathways, chosen: int
) -> None:
    graph = drawn.compiled()
    goal = Goal(to=frozenset({chosen}))
    assert (not list(goal.wrong(graph))) == (chosen in drawn.current)
    if chosen not in drawn.current:
        return
    for start in drawn.numbers:
        way = Ahead(graph, goal).way(start)
        ways = shortest(drawn, start, {chosen})
        assert way.steps == (ways[0] if ways and start != chosen else ())
        assert (way.outcome == Outcome.ALREADY_NEWEST) == (start == chosen)
        assert way.steps or start == chosen or way.beyond == chosen


@given(pathways(), st.frozensets(st.integers(1, 7), min_size=1))
def test_the_way_out_is_the_shortest_and_prefers_the_newest(
    drawn: Pathways, left: frozenset[int]
) -> None:
    graph = drawn.compiled()
    for start in drawn.numbers:
        way = Ahead(graph, Goal(out_of=left)).way(start)
        ways = shortest(drawn, start, drawn.current - left)
        ends = {each[-1] for each in ways}
        newest = drawn.newest(start)
        if start not in left:
            assert way.outcome == Outcome.ALREADY_NEWEST
        elif ways:
            end = max(ends & newest or ends)
            assert way.steps == next(each for each in ways if each[-1] == end)
        else:
            assert way.outcome == Outcome.NO_PATH
            assert way.reason


def graph(edges: Mapping[tuple[int, int], object], *more: int, removed: int = 0) -> Graph:
    numbers = {number for edge in edges for number in edge} | set(more)
    nodes = {n: Node(FAMILY, f"{n:08X}", n != removed, UpgradeState.LISTED) for n in numbers}
    return graph_of(nodes, edges.items())  # type: ignore[arg-type]  # None or a block


def outcome(of: Graph, start: int, goal: Goal | None = None) -> tuple[str, str, int | None]:
    way = Ahead(of, goal or Goal()).way(start)
    return way.outcome, way.reason, way.target or way.beyond


def test_a_fork_a_block_and_a_removed_step() -> None:
    fork = graph({(1, 2): None, (2, 3): None, (2, 4): None})
    block = graph({(1, 2): None, (2, 3): BLOCK})
    removed = graph({(1, 2): None, (2, 3): None}, removed=2)

    # Both ends of a fork are newest; who comes from before it goes to the higher one.
    assert [outcome(fork, n)[0] for n in (3, 4)] == ["already_newest", "already_newest"]
    assert outcome(fork, 1) == ("upgrade", "", 4)
    assert outcome(fork, 3, Goal(to=frozenset({4}))) == ("no_path", "no_pathway", 4)
    assert outcome(block, 1) == ("upgrade", "blocked", 2)
    assert outcome(block, 2) == ("no_path", "blocked", 3)
    assert outcome(removed, 1) == ("no_path", "removed_on_the_way", 3)
    assert outcome(removed, 2) == ("upgrade", "", 3)
    assert numbers_told(planned({2: 1}, block).groups, block) == {1, 2, 3}
    assert numbers_told(planned({2: 1}, fork).groups, fork) == {2, 4}


def test_who_ends_in_a_circle_is_told_so_and_whom_it_names_is_recorded() -> None:
    around = graph({(1, 2): None, (2, 3): None, (3, 4): None, (4, 2): None})

    plan = planned({1: 1, 3: 1, 4: 1}, around)

    ways = {group.cpl_number: group.way for group in plan.groups}
    assert {n: (way.outcome, way.steps) for n, way in ways.items()} == {
        1: (Outcome.UPGRADE, (2, 3, 4)),
        3: (Outcome.UPGRADE, (4,)),
        4: (Outcome.ALREADY_NEWEST, ()),
    }
    (said,) = {way.detail for way in ways.values()}
    assert said.startswith("CPL 2, CPL 3, CPL 4 lead to each other in a circle")
    assert numbers_told(planned({3: 1}, around).groups, around) == {1, 2, 3, 4}


def test_whom_to_call_says_the_start_or_else_what_it_misses() -> None:
    block = graph({(1, 2): BLOCK})
    plan = planned({1: 1}, block)
    first, second = {"email": "1@fictional.example"}, {"email": "2@fictional.example"}

    for contacts, whom in (({2: second}, second), ({1: first, 2: second}, first), ({}, None)):
        made = FleetPlan(1, Goal(), Inventory({}, 0), plan, block, contacts)
        assert made.contact(plan.groups[0]) == whom


def test_what_is_not_declared_is_told_apart_from_what_does_not_exist() -> None:
    lone = graph({}, 1, 2)
    unknown = graph_of({**lone.nodes, 2: lone.nodes[2]._replace(upgrade="not_provided")}, [])

    assert outcome(lone, 1) == ("no_path", "no_pathway", 2)
    assert outcome(unknown, 1) == ("not_provided", "not_provided", 2)
    assert outcome(unknown, 2) == ("already_newest", "", None)
    assert outcome(graph({}, 1, removed=1), 1) == ("no_path", "no_pathway", None)


def test_a_goal_is_one_for_each_family_and_others_have_none() -> None:
    other = Family("GSME", *FAMILY[1:])
    both = graph_of(
        {n: Node(FAMILY if n < 10 else other, f"{n:08X}", n != 3) for n in (1, 2, 3, 11, 12)},
        [((1, 2), None), ((11, 12), None)],
    )

    assert list(Goal(to=frozenset({2, 12})).wrong(both)) == []
    wrong = list(Goal(to=frozenset({1, 2, 3, 99})).wrong(both))
    assert [sentence.split(" CPL ")[0] for sentence in wrong] == [
        "The Central Products List has no",
        "CPL 1 and",
        "CPL 3 was removed from the list: it is never a goal.",
        "CPL 1 and",
    ]
    assert outcome(both, 11, Goal(to=frozenset({2}))) == ("no_path", "no_goal", None)
    assert outcome(both, 2, Goal(out_of=frozenset({1}))) == ("already_newest", "not_among", None)


def identity(firmware_version: str = "00000002", device_type: str = "") -> Named:
    return Named(0, device_type, *FAMILY[1:], firmware_version)


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (identity(), "upgrade"),
        (identity(device_type="ESME"), "upgrade"),
        (identity(device_type="GSME"), "not_on_list"),
        (identity(firmware_version="00000099"), "not_on_list"),
        # Two Device Models of one identity: the current one is meant, or nobody knows.
        (identity(firmware_version="00000007"), "upgrade"),
        (identity(firmware_version="00000008"), "ambiguous"),
        (identity()._replace(cpl_number=2), "upgrade"),
        (identity()._replace(cpl_number=3), "ambiguous"),
        (Named(2, "GSME"), "ambiguous"),
        (Named(99), "not_on_list"),
    ],
)
def test_a_name_stands_for_one_device_model_or_says_why_not(named: Named, found: str) -> None:
    nodes = {n: Node(FAMILY, f"{n:08X}") for n in (1, 2, 3, 9)}
    nodes |= {n: Node(FAMILY, "00000007", n == 71) for n in (70, 71)}
    nodes |= {n: Node(FAMILY, "00000008", current=False) for n in (80, 81)}
    leading = graph_of(nodes, [((n, 9), None) for n in nodes if n != 9])

    plan = fleet_plan({named: 5}, leading, Goal())

    assert plan.totals == {**dict.fromkeys(Outcome, 0), Outcome(found): 5}
    assert plan.groups[0].candidates == (
        (80, 81) if named.firmware_version == "00000008" else plan.groups[0].candidates
    )


@pytest.mark.parametrize(
    ("hardware", "said"),
    [("0999", ""), ("100", " Of 100 a spreadsheet"), ("1.00E+02", " Of 1.00E+02 a spreadsheet")],
)
def test_what_may_have_lost_zeros_is_said_to_have(hardware: str, said: str) -> None:
    named = identity()._replace(hardware_version=hardware)

    (group,) = fleet_plan({named: 1}, graph({}, 1), Goal()).groups
    assert group.way.detail.removeprefix(
        "The Central Products List has no Device Model of this identity."
    ).startswith(said)
    assert bool(said) == ("spreadsheet" in group.way.detail)


def test_a_hub_whose_two_functions_are_listed_is_counted_once() -> None:
    hubs = graph({(1, 2): None})
    counts: dict[Device, int] = {
        Named(1, function="CHF"): 40,
        identity(firmware_version="00000001")._replace(function="GPF"): 38,
        1: 2,
        Named(99, function="GPF"): 7,
    }

    plan = fleet_plan(counts, hubs, Goal())

    assert [(group.cpl_number, group.devices) for group in plan.groups] == [(1, 42), (0, 7)]
    assert plan.waves == [{2: {1: 42}}]


def test_nothing_published_knows_nothing() -> None:
    assert fleet_plan({1: 3}, EMPTY, Goal()).totals[Outcome.NOT_ON_LIST] == 3


def test_a_blocked_way_into_another_family_is_told_beside_the_way_that_there_is() -> None:
    nodes = {1: Node(FAMILY, "00000001"), 2: Node(FAMILY, "00000002")}
    other = {3: Node(FAMILY._replace(hardware_version="0200"), "00000003")}
    graph = graph_of({**nodes, **other}, [((1, 2), None), ((1, 3), BLOCK)])

    (group,) = fleet_plan({1: 5}, graph, Goal()).groups

    assert (group.way.outcome, group.way.steps) == (Outcome.UPGRADE, (2,))
    assert (group.way.beyond, group.way.reason) == (3, Reason.BLOCKED)
