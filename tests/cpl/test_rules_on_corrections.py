"""Rules on correcting what is on the list, both ways."""

import pytest

from sec_registry.registers.candidates import Candidate
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import Action, Cell
from tests.cpl.desk import accept, addition, change, codes, enlist, findings, removal
from tests.rows import OTHER_MANUFACTURER_CODE, Cells, numbered_row

pytestmark = pytest.mark.django_db


def correction(number: int, cells: Cells, *, row: int = 2) -> Candidate:
    """A complete correction but for what the cells say."""
    why: Cells = {"Reason": "A slip of the keyboard.", "Reason public": "no"}
    return change(Action.CORRECT, number, {**why, **cells}, row=row)


@pytest.fixture
def number() -> int:
    """The CPL number of a listed ESME."""
    (given,) = enlist(numbered_row(1))
    return given


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Device type", "SAPC"),
        ("Model identifier", "0A02"),
        ("Hardware version", "0200"),
        ("Firmware version", "00000002"),
        ("Model name", "Imaginary Two"),
    ],
)
def test_correction_of_any_field_has_no_problem(number: int, column: str, cell: Cell) -> None:
    found = findings(correction(number, {column: cell, "ESME variant": "[clear]"}))
    assert found == []


@pytest.mark.parametrize("column", ["Reason", "Reason public"])
@pytest.mark.parametrize("cell", [None, "[clear]"])
def test_correction_accounted_for_breaks(number: int, column: str, cell: Cell) -> None:
    (found,) = findings(correction(number, {"Model name": "Two", column: cell}))
    assert (found.rule, found.column, found.level) == (
        "correction-accounted-for",
        column,
        Level.PROBLEM,
    )


def test_correction_by_the_panel_breaks_for_everybody_else(number: int) -> None:
    row = correction(number, {"Model name": "Two"})
    row.from_panel = False
    (found,) = findings(row)
    assert (found.rule, found.ground, found.level) == (
        "correction-by-the-panel",
        "policy: S5",
        Level.PROBLEM,
    )


def test_correction_of_a_removed_device_model_is_refused(number: int) -> None:
    accept(removal(number))
    found = findings(correction(number, {"Hardware version": "0200"}))
    assert codes(found) == ["removed-device-model-left-alone"]


def test_correction_of_an_unknown_number_is_refused() -> None:
    found = findings(correction(4711, {"Hardware version": "0200"}))
    assert codes(found) == ["number-on-the-list"]


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("Device type", "TOASTER", "physical-device-type-listed"),
        ("Device type", "[clear]", "physical-device-type-given"),
        ("Manufacturer code", "[clear]", "manufacturer-code-given"),
        ("Model identifier", "[clear]", "model-given"),
        ("Hardware version", "[clear]", "hardware-version-given"),
        ("Firmware version", "[clear]", "firmware-version-given"),
        ("Firmware version", "1", "firmware-version-form"),
        ("Generation", "[clear]", "generation-given"),
        ("Manufacturer", "Somebody Else", "manufacturer-name-kept-by-amend"),
    ],
)
def test_corrected_identity_stands_up_to_the_rules(
    number: int, column: str, cell: Cell, rule: str
) -> None:
    assert rule in codes(findings(correction(number, {column: cell})))


def test_unusual_identifier_is_not_said_again_of_what_stays(number: int) -> None:
    (odd,) = enlist(numbered_row(2, **{"Model identifier": "ODD"}))
    assert findings(correction(odd, {"Hardware version": "0200"})) == []
    found = findings(correction(number, {"Model identifier": "ODD-2"}))
    assert codes(found) == ["model-identifier-form"]


# --- The one place on the list -------------------------------------------------------------------


def test_correction_to_the_identity_of_another_is_refused(number: int) -> None:
    (other,) = enlist(numbered_row(2))
    (found,) = findings(correction(number, {"Firmware version": "00000002"}))
    assert (found.rule, found.level) == ("device-model-listed-once", Level.PROBLEM)
    assert f"CPL number {other}" in found.message


def test_correction_to_the_identity_of_a_removed_one_is_fine(number: int) -> None:
    (other,) = enlist(numbered_row(2))
    accept(removal(other))
    assert findings(correction(number, {"Firmware version": "00000002"})) == []


def test_two_rows_of_a_submission_do_not_bring_one_identity(number: int) -> None:
    new: Cells = {"Firmware version": "00000009"}
    row = correction(number, new, row=3)
    (found,) = findings(addition(numbered_row(8, **new)), row)
    assert (found.rule, found.row) == ("device-model-listed-once", 3)
    assert "row 2" in found.message


def test_two_records_do_not_swap_their_identities_in_one_submission(number: int) -> None:
    (other,) = enlist(numbered_row(2))
    found = findings(
        correction(number, {"Firmware version": "00000002"}),
        correction(other, {"Firmware version": "00000001"}, row=3),
    )
    assert codes(found) == ["device-model-listed-once"] * 2


def test_correction_of_a_look_alike_is_not_warned_of_itself() -> None:
    (number,) = enlist(numbered_row(1, **{"Model identifier": "OA01"}))
    assert findings(correction(number, {"Model identifier": "0A01"})) == []


@pytest.mark.usefixtures("number")
def test_correction_that_looks_like_another_is_warned_of() -> None:
    (other,) = enlist(numbered_row(1, **{"Model identifier": "0A02"}))
    found = findings(correction(other, {"Model identifier": "OA01"}))
    assert sorted(codes(found)) == ["device-model-not-mistaken", "model-identifier-form"]


# --- Manufacturer --------------------------------------------------------------------------------


def test_corrected_code_that_nobody_has_needs_a_name(number: int) -> None:
    row = correction(number, {"Manufacturer code": OTHER_MANUFACTURER_CODE})
    assert codes(findings(row)) == ["manufacturer-named"]
    named: Cells = {"Manufacturer code": OTHER_MANUFACTURER_CODE, "Manufacturer": "Other Ltd"}
    assert findings(correction(number, named)) == []


def test_corrected_code_of_a_known_manufacturer_needs_none(number: int) -> None:
    other: Cells = {"Manufacturer code": OTHER_MANUFACTURER_CODE, "Manufacturer": "Other Ltd"}
    enlist(numbered_row(2, **other))
    assert findings(correction(number, {"Manufacturer code": OTHER_MANUFACTURER_CODE})) == []
    other_name = {**other, "Manufacturer": "Otherwise"}
    assert codes(findings(correction(number, other_name))) == ["manufacturer-has-one-name"]


def test_coding_is_compared_with_that_of_the_corrected_model(number: int) -> None:
    enlist(numbered_row(2, **{"Model identifier": "0A02", "Firmware coding": "BCD"}))
    found = findings(correction(number, {"Model identifier": "0A02"}))
    assert codes(found) == ["model-has-one-coding"]
    bcd: Cells = {"Model identifier": "0A02", "Firmware coding": "BCD"}
    assert findings(correction(number, bcd)) == []
