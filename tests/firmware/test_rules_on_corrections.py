"""Pathways to and from a Device Model whose identity is corrected are looked at again (U2)."""

import pytest

from firmware.register import FIR
from sec_registry.registers.vocabulary import Cell
from tests.findings import ADVISORY, PROBLEM, findings, said
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("listed")]

TYPE: Cells = {"Device type": "SAPC", "ESME variant": "[clear]"}
MODEL: Cells = {"Model identifier": "0A02"}


def correct(number: int, **cells: Cell) -> Cells:
    why: Cells = {"Reason": "A slip of the keyboard.", "Reason public": "no"}
    return {"Action": "correct", "CPL number": number, **why, **cells}


@pytest.fixture
def listed() -> None:
    """CPL 1 → 2 → 3, and 4 on its own."""
    accept(
        numbered_row(1),
        numbered_row(2, Upgrade="yes", Baselines="row 1"),
        numbered_row(3, Upgrade="yes", Baselines="row 2"),
        numbered_row(4),
        panel=make_panel(),
    )


def test_another_type_than_its_neighbours_is_a_problem_of_f2_15_d() -> None:
    (found,) = findings(FIR, correct(2, **TYPE))

    assert (found.level, found.rule, found.ground) == (
        PROBLEM,
        "pathways-stay-within-one-type",
        "F2.15(d)",
    )
    assert "CPL number 1, 3" in found.message
    assert (found.column, found.found, found.expected) == ("Device type", "ESME", "SAPC")
    assert found.discloses


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Manufacturer code", "FB0B"), ("Model identifier", "0A02"), ("Hardware version", "0200")],
)
@pytest.mark.parametrize(("number", "joined"), [(1, "2"), (2, "1, 3"), (3, "2")])
def test_another_maker_model_or_hardware_is_an_advisory(
    column: str, cell: str, number: int, joined: str
) -> None:
    (found,) = findings(FIR, correct(number, **{column: cell}))

    assert (found.level, found.rule, found.column) == (
        ADVISORY,
        "pathways-stay-within-one-model",
        column,
    )
    assert f"CPL number {joined}," in found.message
    assert found.discloses


@pytest.mark.parametrize(("number", "version"), [(1, "00000009"), (3, "00000001")])
def test_a_version_on_the_wrong_side_of_a_neighbour_is_an_advisory(
    number: int, version: str
) -> None:
    (found,) = findings(FIR, correct(number, **{"Firmware version": version}))

    assert (found.level, found.rule) == (ADVISORY, "pathways-still-lead-upwards")
    assert "CPL number 2 look like downgrades" in found.message
    assert (found.found, found.discloses) == ("00000002", True)


@pytest.mark.parametrize(
    "row",
    [
        correct(4, **TYPE),
        correct(3, **{"Firmware version": "00000009"}),
        correct(2, **{"Release notes": "Put right."}),
        correct(2, **{"Device type": "ESME"}),
        # BCD and HEX have no order between them.
        correct(3, **{"Firmware version": "00000001", "Firmware coding": "BCD"}),
    ],
)
def test_what_parts_nobody_from_neighbours_has_no_finding(row: Cells) -> None:
    assert findings(FIR, row) == []


def test_a_whole_family_is_corrected_together() -> None:
    assert findings(FIR, *(correct(number, **TYPE) for number in (1, 2, 3))) == []
    assert findings(FIR, *(correct(number, **MODEL) for number in (1, 2, 3))) == []


def test_baselines_typed_with_the_correction_are_compared_with_what_it_says() -> None:
    retyped = correct(3, **MODEL, Baselines="1")
    assert said(FIR, retyped) == {(ADVISORY, "baselines-are-of-the-same-model", "Baselines")}
    assert said(FIR, correct(3, **MODEL, Baselines="2"), correct(2, **MODEL)) == {
        (ADVISORY, "pathways-stay-within-one-model", "Model identifier")
    }


def test_an_added_row_is_compared_with_the_corrected_baseline() -> None:
    added = numbered_row(9, Upgrade="yes", Baselines="4")
    assert findings(FIR, added) == []
    assert ("baselines-are-of-the-same-type") in {
        each.rule for each in findings(FIR, added, correct(4, **TYPE))
    }


def test_corrected_type_stays_one_of_f2_14() -> None:
    found = findings(FIR, correct(4, **{"Device type": "CH", "ESME variant": "[clear]"}))
    assert found == []
