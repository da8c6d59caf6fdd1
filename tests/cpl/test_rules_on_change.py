"""Rules on amending and removing what is on the list, both ways."""

from datetime import timedelta

import pytest

from sec_registry.registers.candidates import Candidate
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import Action, Cell
from tests.cpl.desk import (
    LISTED_ON,
    accept,
    addition,
    amendment,
    change,
    codes,
    enlist,
    findings,
    removal,
)
from tests.rows import Cells, numbered_row, row_of, smets1_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def number() -> int:
    """The CPL number of a listed ESME."""
    (given,) = enlist(numbered_row(1))
    return given


# --- Identity (S5) -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Device type", "GSME"),
        ("Generation", "SMETS1"),
        ("Manufacturer code", "FB0B"),
        ("Model identifier", "0A02"),
        ("Hardware version", "0200"),
        ("Firmware version", "00000002"),
        ("Firmware version", "[clear]"),
    ],
)
def test_identity_kept_by_amend_breaks(number: int, column: str, cell: str) -> None:
    found = [
        each
        for each in findings(amendment(number, {column: cell}))
        if each.rule == "identity-kept-by-amend"
    ]
    assert [(each.column, each.level) for each in found] == [(column, Level.PROBLEM)]
    assert found[0].ground == "policy: S5"


def test_identity_kept_by_amend_holds_for_the_same_values(number: int) -> None:
    same: Cells = {"Device type": "ESME", "Firmware version": "00000001", "Model name": "Two"}
    assert findings(amendment(number, same)) == []


def test_identity_kept_by_amend_holds_for_a_part_of_a_hub() -> None:
    (hub,) = enlist(row_of("CH"))
    assert findings(amendment(hub, {"Device type": "GPF", "Model name": "Two"})) == []


def test_manufacturer_name_kept_by_amend_breaks(number: int) -> None:
    found = findings(amendment(number, {"Manufacturer": "Other"}))
    assert codes(found) == ["manufacturer-name-kept-by-amend"]


def test_manufacturer_name_kept_by_amend_holds_for_the_recorded_name(number: int) -> None:
    assert findings(amendment(number, {"Manufacturer": "Fictional Meters Ltd"})) == []


# --- What an amendment leaves must stand ---------------------------------------------------------


@pytest.mark.parametrize(
    ("cleared", "rule"),
    [
        ("GBCS version", "specification-pairs-given"),
        ("ZigBee standard", "certificates-with-their-standards"),
        ("CPA date", "cpa-date-and-kind-given"),
        ("Security Characteristics version", "security-characteristics-version-given"),
        ("Image creator", "image-all-three-or-none"),
        ("Firmware coding", "firmware-coding-given"),
    ],
)
def test_amendment_that_clears_what_is_needed_breaks(number: int, cleared: str, rule: str) -> None:
    assert codes(findings(amendment(number, {cleared: "[clear]"}))) == [rule]


def test_amendment_that_clears_the_whole_image_holds(number: int) -> None:
    image = dict.fromkeys(("Image creator", "Image descriptor", "Image hash"), "[clear]")
    assert findings(amendment(number, image)) == []


def test_amendment_is_measured_on_the_merged_row() -> None:
    (number,) = enlist(smets1_row())
    found = findings(amendment(number, {"GBCS version": "3.2"}))
    assert codes(found) == ["smets1-has-no-gbcs-version"]


def test_amendment_of_nothing_here_holds(number: int) -> None:
    assert findings(amendment(number, {"Release notes": "Better words."})) == []


# --- Which records can be changed ----------------------------------------------------------------


@pytest.mark.parametrize("action", [Action.AMEND, Action.REMOVE, Action.BLOCK, Action.UNBLOCK])
def test_number_on_the_list_breaks_for_an_unknown_number(action: Action) -> None:
    found = findings(change(action, 4711))
    assert found[0].rule == "number-on-the-list"
    assert "specification-pairs-given" not in codes(found)


def test_number_on_the_list_holds_for_a_listed_number(number: int) -> None:
    assert findings(change(Action.BLOCK, number)) == []


@pytest.mark.parametrize("action", [Action.AMEND, Action.BLOCK, Action.UNBLOCK])
def test_removed_device_model_left_alone_breaks(number: int, action: Action) -> None:
    accept(removal(number))
    assert codes(findings(change(action, number))) == ["removed-device-model-left-alone"]


def test_removed_device_model_left_alone_breaks_for_a_second_removal(number: int) -> None:
    accept(removal(number))
    assert codes(findings(removal(number))) == ["removed-device-model-left-alone"]


# --- Removal (S9) --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column", ["Removal reason", "Removal authority", "Removal date", "Reason public"]
)
def test_removal_accounted_for_breaks(number: int, column: str) -> None:
    (found,) = findings(removal(number, {column: None}))
    assert (found.rule, found.column) == ("removal-accounted-for", column)


def test_removal_accounted_for_holds(number: int) -> None:
    assert findings(removal(number)) == []


@pytest.mark.parametrize("days", [-1, 367])
def test_removal_day_is_to_come_breaks(number: int, days: int) -> None:
    far: Cell = (LISTED_ON + timedelta(days=days)).isoformat()
    (found,) = findings(removal(number, {"Removal date": far}))
    assert (found.rule, found.column) == ("removal-day-is-to-come", "Removal date")
    assert found.level == Level.ADVISORY


@pytest.mark.parametrize("days", [0, 366])
def test_removal_day_is_to_come_holds(number: int, days: int) -> None:
    near: Cell = (LISTED_ON + timedelta(days=days)).isoformat()
    assert findings(removal(number, {"Removal date": near})) == []


# --- Reinstatement -------------------------------------------------------------------------------


def reinstatement(number: int, reason: Cell = "Removed by mistake.") -> Candidate:
    return change(Action.REINSTATE, number, {"Reason": reason})


def test_reinstatement_of_a_removed_device_model_has_no_finding(number: int) -> None:
    accept(removal(number))
    assert findings(reinstatement(number)) == []


def test_reinstatement_of_a_planned_removal_has_no_finding(number: int) -> None:
    accept(removal(number, {"Removal date": "2001-12-31"}))
    assert findings(reinstatement(number)) == []


def test_planned_removal_is_decided_anew_or_amended_meanwhile(number: int) -> None:
    accept(removal(number, {"Removal date": "2001-12-31"}))
    assert findings(removal(number)) == []
    assert findings(amendment(number, {"Model name": "Two"})) == []


def test_reinstated_device_model_was_removed_breaks(number: int) -> None:
    (found,) = findings(reinstatement(number))
    assert (found.rule, found.column) == ("reinstated-device-model-was-removed", "CPL number")


def test_reinstatement_accounted_for_breaks(number: int) -> None:
    accept(removal(number))
    (found,) = findings(reinstatement(number, None))
    assert (found.rule, found.column) == ("reinstatement-accounted-for", "Reason")


def test_reinstatement_is_refused_while_another_has_the_identity(number: int) -> None:
    accept(removal(number))
    (again,) = enlist(numbered_row(1))
    (found,) = findings(reinstatement(number))
    assert (found.rule, found.column) == ("device-model-listed-once", "CPL number")
    assert f"CPL number {again}" in found.message


def test_reinstatement_and_addition_of_one_identity_meet_in_a_submission(number: int) -> None:
    accept(removal(number))
    (found,) = findings(addition(numbered_row(1), row=3), reinstatement(number))
    assert (found.rule, found.row) == ("device-model-listed-once", 2)


def test_reinstatement_of_an_unknown_number_is_refused() -> None:
    assert codes(findings(reinstatement(4711))) == ["number-on-the-list"]
