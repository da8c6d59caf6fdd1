"""The impact of a submission on upgrade pathways: what would happen is what does happen."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.utils import timezone

from firmware.compiled import graph_at
from firmware.graph import Graph
from firmware.proposed import as_it_would_stand
from sec_registry.registers.models import Disclosure
from sec_registry.registers.reach import everything
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.impact import MOST_DAYS, _stages, impact_of, impact_together
from sec_registry.submissions.impact_shapes import Because, Impact, Place
from sec_registry.submissions.models import Submission
from sec_registry.submissions.proposals import candidates_of
from sec_registry.submissions.review import submission_reject
from tests.registry import Panel, draft, in_review
from tests.rows import numbered_row
from tests.submissions.impact.changes import (
    CHANNEL,
    REASON,
    amend,
    block,
    numbers,
    removal,
    seen,
    told,
    unblock,
)

pytestmark = pytest.mark.django_db

PARTY = everything("SEC Party")


def test_a_block_strands_what_has_no_other_way(panel: Panel) -> None:
    found = seen(block(3, 2), block(4, 2), panel=panel)

    assert (found.stranded, found.losing, found.gaining) == (1, 2, 0)
    two, one = found.device_models
    assert (two.device_model, two.stranded, numbers(two.lost)) == (Place(2), True, [3, 4])
    assert (one.device_model, one.stranded, numbers(one.lost)) == (Place(1), False, [3, 4])
    assert (numbers(one.newest_before), numbers(one.newest_after)) == ([3, 4], [2])
    assert one.causes == [
        Because("blocked", Place(2), Place(3), REASON, 2),
        Because("blocked", Place(2), Place(4), REASON, 3),
    ]


def test_a_new_release_is_gained_by_all_who_can_go_there(panel: Panel) -> None:
    found = seen(numbered_row(7, Upgrade="yes", Baselines="3"), panel=panel)

    assert (found.stranded, found.losing, found.gaining) == (0, 0, 4)
    new = Place(None, 2, "row 7")
    assert [(each.device_model.cpl_number, each.gained) for each in found.device_models] == [
        (1, [new]),
        (2, [new]),
        (3, [new]),
        (6, [new]),
    ]
    assert told(found)[6].newest_after == [new]
    assert told(found)[6].causes == [Because("added", Place(3), new, "", 2)]


def test_unblocking_opens_the_way_on(panel: Panel) -> None:
    found = seen(unblock(5, 4), panel=panel)

    assert {number: numbers(each.gained) for number, each in told(found).items()} == {
        1: [5],
        2: [5],
        4: [5],
    }


def test_a_removal_shuts_the_way_through_and_keeps_the_way_out(panel: Panel) -> None:
    found = seen(removal(2), panel=panel)

    assert [(each.device_model.cpl_number, each.stranded) for each in found.device_models] == [
        (1, True)
    ]
    assert numbers(told(found)[1].lost) == [2, 3, 4]
    assert told(found)[1].causes == [Because("removed", Place(1), Place(2), "", 2)]


def test_baselines_that_are_named_no_more_are_withdrawn(panel: Panel) -> None:
    found = seen(amend(3, "1"), panel=panel)

    # 1 goes straight there now; 2 and the removed 6 do not get there any more.
    assert {n: (each.stranded, numbers(each.lost)) for n, each in told(found).items()} == {
        2: (False, [3]),
        6: (True, [3]),
    }
    assert told(found)[6].causes == [Because("withdrawn", Place(6), Place(3), "", 2)]


def test_notes_alone_change_no_pathway(panel: Panel) -> None:
    amendment = {"Action": "amend", "CPL number": "3", "Release notes": "Better words."}

    found = seen(amendment, panel=panel)

    assert found.readable
    assert not found.any
    assert found.publication == 2


def test_rows_that_name_nothing_known_do_no_harm(panel: Panel) -> None:
    found = seen(
        amend(3, "2; 6; 99; nonsense; 3"),
        block(99, 1),
        {**block(4, 2), "CPL number": ""},
        unblock(3, 2),
        {"Action": "frobnicate", "CPL number": "2"},
        {"Action": "remove", "CPL number": "77"},
        panel=panel,
    )

    assert not found.any


CHANGES: list[list[dict[str, Cell]]] = [
    [block(3, 2)],
    [unblock(5, 4)],
    [removal(2)],
    [amend(3, "1")],
    [amend(3, "1; 6")],
    [amend(5, "1")],
    [amend(4, "[clear]", "not applicable")],
    [
        numbered_row(7, Upgrade="yes", Baselines="3; row 8"),
        numbered_row(8, Upgrade="yes", Baselines="5; 6"),
        amend(1, "row 8"),
        removal(4),
        block(2, 1),
    ],
]


@pytest.mark.parametrize("rows", CHANGES, ids=lambda rows: rows[-1]["Action"])
def test_what_would_stand_is_what_does_stand(rows: list[dict[str, Cell]], panel: Panel) -> None:
    submission = in_review(*rows, by=panel.administrator, reviewer=panel.reviewer)
    proposed = as_it_would_stand(
        graph_at(2, reach=PARTY), candidates_of([submission]), timezone.localdate()
    )
    foretold = impact_of(submission=submission, by=panel.reviewer, channel=CHANNEL)

    submissions_accept(submissions=[submission], by=panel.reviewer)

    given = {item.position: item.allocated_number for item in submission.items.all()}
    names = {node: given[row.row] or 0 for node, row in proposed.rows.items()}
    assert plain(proposed.graph, names) == plain(graph_at(3, reach=PARTY), {})
    submission.refresh_from_db()
    happened = impact_of(submission=submission, by=panel.reviewer, channel=CHANNEL)
    assert happened.happened
    assert counts(happened) == counts(foretold)


def plain(graph: Graph, names: Mapping[int, int]) -> object:
    """The graph under the CPL numbers that were given, without the days of blocks."""
    return (
        {names.get(number, number): node for number, node in graph.nodes.items()},
        {
            (names.get(start, start), names.get(end, end), state and state.reason)
            for start, ends in graph.onward.items()
            for end, state in ends.items()
        },
    )


def counts(found: Impact) -> tuple[int, int, int, int]:
    return found.stranded, found.losing, found.gaining, len(found.device_models)


def test_together_they_do_what_none_does_alone(panel: Panel) -> None:
    """Each leaves the Device Model a way out; rows are told with the submission they stand in."""
    by = panel.administrator
    chosen = [draft(row, by=by) for row in (block(3, 2), block(4, 2))]
    chosen.append(draft(numbered_row(7, Upgrade="yes", Baselines="1"), by=by))

    alone = [impact_of(submission=s, by=panel.reviewer, channel=CHANNEL) for s in chosen]
    found = impact_together(submissions=chosen, by=panel.reviewer, channel=CHANNEL)

    assert [each.stranded for each in alone] == [0, 0, 0]
    assert (found.stranded, found.losing, found.gaining) == (1, 2, 1)
    one = told(found)[1]
    assert one.gained == [Place(None, 2, "row 7", chosen[2].pk)]
    assert [cause.place for cause in told(found)[2].causes] == [
        f"row 2 of submission {each.pk}" for each in chosen[:2]
    ]
    look = Disclosure.objects.latest("pk")
    assert look.numbers == [1, 2, 3, 4]
    assert look.subject == "impact of submissions " + ", ".join(str(each.pk) for each in chosen)


def test_what_was_turned_down_has_no_impact(panel: Panel) -> None:
    submission = in_review(block(3, 2), by=panel.administrator, reviewer=panel.reviewer)
    submission = submission_reject(submission=submission, reason="No.", by=panel.reviewer)

    found = impact_of(submission=submission, by=panel.reviewer, channel=CHANNEL)

    assert (found.readable, found.publication, found.any) == (True, None, False)


def test_a_large_submission_is_told_in_bounds(panel: Panel) -> None:
    many = [numbered_row(n, Upgrade="yes", Baselines="3") for n in range(100, 160)]
    submission: Submission = draft(*many, by=panel.administrator)

    found = impact_of(submission=submission, by=panel.reviewer, channel=CHANNEL)

    assert found.gaining == 4
    assert [each.gaining for each in found.device_models] == [60] * 4
    assert [len(each.gained) for each in found.device_models] == [20] * 4


def test_a_planned_removal_is_told_on_its_day(panel: Panel) -> None:
    tomorrow, later = (timezone.localdate() + timedelta(days=days) for days in (1, 9))
    submission = draft(
        amend(5, "4; 2"),
        removal(4, on=later.isoformat()),
        removal(2, on=tomorrow.isoformat()),
        by=panel.administrator,
    )

    found = impact_of(submission=submission, by=panel.reviewer, channel=CHANNEL)

    assert (found.losing, found.stranded) == (0, 0)
    assert [(each.first, each.last) for each in found.later] == [
        (tomorrow, tomorrow),
        (later, later),
    ]
    removed = [
        {cause.sentence for each in stage.device_models for cause in each.causes}
        for stage in found.later
    ]
    assert "CPL 2 is removed" in removed[0]
    assert "CPL 4 is removed" in removed[1]
    assert "CPL 4 is removed" not in removed[0]
    assert {2, 4} <= set(Disclosure.objects.latest("pk").numbers)


def test_many_days_are_told_in_bounds(panel: Panel) -> None:
    days = [date(2999, 1, 1) + timedelta(days=n) for n in range(MOST_DAYS + 3)]

    stages = _stages(days)

    assert stages[:2] == [(days[0], days[0]), (days[1], days[1])]
    assert (len(stages), stages[-1]) == (MOST_DAYS, (days[MOST_DAYS - 1], days[-1]))
