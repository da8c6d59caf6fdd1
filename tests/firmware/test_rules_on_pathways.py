"""Rules on baselines (F2.15(d), U1, U2): rows beside each other, and rows beside the register."""

import pytest

from firmware.register import FIR
from sec_registry.registers.vocabulary import Cell
from tests.findings import ADVISORY, NOTE, PROBLEM, findings, said
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db


def upgrade(number: int, baselines: Cell, **changes: Cell) -> Cells:
    """A row that can be upgraded from these baselines."""
    return numbered_row(number, Upgrade="yes", Baselines=baselines, **changes)


def amend(number: int, **changes: Cell) -> Cells:
    return {"Action": "amend", "CPL number": number, **changes}


def block(number: int, baselines: Cell, reason: str = "It bricks meters.") -> Cells:
    return {
        "Action": "block baselines",
        "CPL number": number,
        "Baselines": baselines,
        "Reason": reason,
    }


def unblock(number: int, baselines: Cell) -> Cells:
    return {"Action": "unblock baselines", "CPL number": number, "Baselines": baselines}


@pytest.fixture
def listed() -> None:
    """CPL 1 → 2 → 3, where 1 → 3 is blocked."""
    panel = make_panel()
    accept(numbered_row(1), upgrade(2, "row 1"), upgrade(3, "row 1; row 2"), panel=panel)
    accept(block(3, "1"), panel=panel)


def test_baselines_by_reference_have_no_finding() -> None:
    assert findings(FIR, numbered_row(1), upgrade(2, "row 1")) == []


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("baselines", ["1", "1; 2", 1, 1.0, "3; row 5"])
def test_baselines_by_number_have_no_finding(baselines: Cell) -> None:
    assert findings(FIR, numbered_row(5), upgrade(6, baselines)) == []


@pytest.mark.parametrize(
    ("baselines", "found"),
    [("99", "99"), ("row 99", "row 99"), (12.5, "12.5"), ("99999999999999999999", "9" * 20)],
)
def test_unknown_baseline_is_a_problem_of_f2_15_d(baselines: Cell, found: str) -> None:
    (finding,) = findings(FIR, upgrade(2, baselines))

    assert (finding.rule, finding.ground) == ("baselines-are-on-the-list", "F2.15(d)")
    assert (finding.level, finding.column, finding.found) == (PROBLEM, "Baselines", found)
    assert not finding.discloses


@pytest.mark.usefixtures("listed")
def test_removed_baseline_is_valid() -> None:
    removal: Cells = {
        "Action": "remove",
        "CPL number": 1,
        "Removal reason": "superseded",
        "Removal authority": "Panel",
        "Removal date": "2020-01-01",
        "Reason public": "yes",
    }
    accept(removal, panel=make_panel())

    assert findings(FIR, upgrade(5, "1")) == []


def test_row_that_is_amended_is_no_baseline_unless_it_is_listed() -> None:
    found = said(FIR, {**amend(77), "Reference": "ghost"}, upgrade(2, "ghost"))

    assert found == {(PROBLEM, "baselines-are-on-the-list", "Baselines")}


def test_itself_as_baseline_is_a_problem_of_f2_15_d() -> None:
    (finding,) = findings(FIR, upgrade(1, "row 1"))

    assert (finding.rule, finding.ground) == ("baselines-are-other-device-models", "F2.15(d)")


@pytest.mark.usefixtures("listed")
def test_itself_by_number_is_a_problem() -> None:
    found = said(FIR, amend(2, Baselines="1; 2"))

    assert found == {(PROBLEM, "baselines-are-other-device-models", "Baselines")}


@pytest.mark.usefixtures("listed")
def test_text_that_is_reference_and_other_number_is_a_problem() -> None:
    found = said(FIR, numbered_row(5, Reference="2"), upgrade(6, "2"))

    assert found == {(PROBLEM, "baselines-are-unambiguous", "Baselines")}


@pytest.mark.usefixtures("listed")
def test_reference_that_spells_an_unused_number_is_a_reference() -> None:
    assert findings(FIR, numbered_row(5, Reference="77"), upgrade(6, "77")) == []


def test_baseline_of_another_type_is_a_problem_of_f2_15_d() -> None:
    (finding,) = findings(FIR, numbered_row(1, **{"Device type": "HCALCS"}), upgrade(2, "row 1"))

    assert (finding.rule, finding.level) == ("baselines-are-of-the-same-type", PROBLEM)
    assert (finding.found, finding.expected) == ("HCALCS", "ESME")


@pytest.mark.parametrize(
    ("changes", "rule", "found", "expected"),
    [
        pytest.param(
            {"Manufacturer code": "FB0B", "Model identifier": "0B01"},
            "baselines-are-of-the-same-manufacturer",
            "FB0B",
            "FA0A",
            id="U2 other Manufacturer, told once",
        ),
        pytest.param(
            {"Model identifier": "0A02", "Hardware version": "0200"},
            "baselines-are-of-the-same-model",
            "0A02",
            "0A01",
            id="U2 other model, told once",
        ),
        pytest.param(
            {"Hardware version": "0200"},
            "baselines-have-the-same-hardware",
            "0200",
            "0100",
            id="U2 other hardware",
        ),
        pytest.param(
            {"Firmware version": "00000009"},
            "baselines-have-lower-versions",
            "00000009",
            "versions below 00000002",
            id="U2 downgrade",
        ),
    ],
)
def test_implausible_baseline_is_one_advisory(
    changes: Cells, rule: str, found: str, expected: str
) -> None:
    (finding,) = findings(FIR, numbered_row(1, **changes), upgrade(2, "row 1"))

    assert (finding.level, finding.rule) == (ADVISORY, rule)
    assert (finding.found, finding.expected) == (found, expected)
    assert not finding.discloses


def test_versions_of_different_coding_are_not_compared() -> None:
    higher = numbered_row(1, **{"Firmware version": "00000009", "Firmware coding": "BCD"})

    assert findings(FIR, higher, upgrade(2, "row 1")) == []


def test_circle_among_rows_is_an_advisory_for_each_and_betrays_nothing() -> None:
    rows = [upgrade(n, f"row {n % 3 + 1}", **{"Firmware version": "00000007"}) for n in (1, 2, 3)]

    found = findings(FIR, *rows)

    assert [(f.row, f.level, f.rule) for f in found] == [
        (row, ADVISORY, "baselines-are-not-reached-again") for row in (2, 3, 4)
    ]
    assert not any(finding.discloses for finding in found)


@pytest.mark.usefixtures("listed")
def test_circle_through_standing_pathways_is_for_readers_only() -> None:
    found = findings(FIR, amend(1, Upgrade="yes", Baselines="3"))

    assert ("baselines-are-not-reached-again", True) in {(f.rule, f.discloses) for f in found}


@pytest.mark.usefixtures("listed")
def test_pathways_that_the_row_replaces_make_no_circle() -> None:
    rows = [
        amend(1, Upgrade="yes", Baselines="3"),
        amend(2, Upgrade="not applicable", Baselines="[clear]"),
    ]

    assert "baselines-are-not-reached-again" not in {f.rule for f in findings(FIR, *rows)}


@pytest.mark.usefixtures("listed")
def test_unblocking_that_closes_a_circle_is_an_advisory_for_readers() -> None:
    # 3 → 1 is a circle only once the blocked 1 → 3 is open again and 2 → 3 is gone.
    rows = [
        amend(1, Upgrade="yes", Baselines="3"),
        amend(2, Upgrade="not applicable", Baselines="[clear]"),
        unblock(3, "1"),
    ]

    circles = [f for f in findings(FIR, *rows) if f.rule == "baselines-are-not-reached-again"]

    assert [(f.row, f.discloses) for f in circles] == [(2, True), (4, True)]


@pytest.mark.usefixtures("listed")
def test_amendment_that_leaves_pathways_alone_has_no_finding() -> None:
    assert findings(FIR, amend(3, **{"Release notes": "Better now."})) == []


@pytest.mark.usefixtures("listed")
def test_naming_a_blocked_baseline_is_a_note_for_readers() -> None:
    (finding,) = findings(FIR, amend(3, Baselines="1; 2"))

    assert (finding.level, finding.rule, finding.discloses) == (
        NOTE,
        "blocked-baselines-stay-blocked",
        True,
    )


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "row",
    [
        pytest.param(block(3, "2"), id="U1 block a declared one"),
        pytest.param(block(3, 2.0), id="U1 block by a spreadsheet's number"),
        pytest.param(unblock(3, "1"), id="U1 unblock a blocked one"),
    ],
)
def test_block_and_unblock_of_standing_pathways_have_no_finding(row: Cells) -> None:
    assert findings(FIR, row) == []


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("row", "rule", "column", "discloses"),
    [
        pytest.param(
            block(3, None), "baselines-to-block-are-named", "Baselines", False, id="U1 no baseline"
        ),
        pytest.param(
            unblock(3, None),
            "baselines-to-block-are-named",
            "Baselines",
            False,
            id="U1 nothing to unblock",
        ),
        pytest.param(block(3, "2", ""), "block-has-a-reason", "Reason", False, id="U1 no reason"),
        pytest.param(
            block(2, "3"),
            "blocked-baselines-are-declared",
            "Baselines",
            True,
            id="U1 no such pathway",
        ),
        pytest.param(
            block(3, "1"),
            "blocked-baselines-are-declared",
            "Baselines",
            True,
            id="U1 blocked already",
        ),
        pytest.param(
            unblock(3, "2"),
            "unblocked-baselines-are-blocked",
            "Baselines",
            True,
            id="U1 not blocked",
        ),
        pytest.param(
            block(3, "99"), "baselines-are-on-the-list", "Baselines", False, id="U1 unknown number"
        ),
    ],
)
def test_block_that_breaks_a_rule_is_a_problem(
    row: Cells, rule: str, column: str, discloses: bool
) -> None:
    (finding,) = findings(FIR, row)

    assert (finding.level, finding.rule, finding.column, finding.discloses) == (
        PROBLEM,
        rule,
        column,
        discloses,
    )
