"""Rules on what an addition supplies: kept by one row, broken by another.

The names of the cases begin with the clause.
"""

import pytest

from cpl.models import DeviceType
from firmware.register import FIR
from sec_registry.audit.acting import acting
from sec_registry.registers.vocabulary import Cell
from tests.findings import NOTE, PROBLEM, findings, said
from tests.rows import DEVICE_TYPES, Cells, numbered_row, row_of, smets1_row, valid_row

pytestmark = pytest.mark.django_db

PART: Cells = dict.fromkeys(
    (
        "Contact email",
        "Contact telephone",
        "Contact address",
        "Release notes",
        "Upgrade",
        "Baselines",
    )
)
COMPLETE = [row_of(code) for code in DEVICE_TYPES] + [smets1_row(code) for code in DEVICE_TYPES]


@pytest.mark.parametrize("row", COMPLETE)
def test_complete_row_has_no_finding(row: Cells) -> None:
    assert findings(FIR, row) == []


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        pytest.param(PART, "firmware-details-are-supplied", "Contact email", id="F2.17 no part"),
        pytest.param(
            {"Contact email": None},
            "contact-details-are-complete",
            "Contact email",
            id="F2.15(b) no email",
        ),
        pytest.param(
            {"Contact telephone": None},
            "contact-details-are-complete",
            "Contact telephone",
            id="F2.15(b) no telephone",
        ),
        pytest.param(
            {"Contact address": " \n "},
            "contact-details-are-complete",
            "Contact address",
            id="F2.15(b) blank address",
        ),
        pytest.param(
            {"Contact email": "nobody at nowhere"},
            "contact-email-is-valid",
            "Contact email",
            id="F2.15(b) malformed email",
        ),
        pytest.param(
            {"Contact email": "a@b.example, c@d.example"},
            "contact-email-is-valid",
            "Contact email",
            id="F2.15(b) two emails",
        ),
        pytest.param(
            {"Release notes": None},
            "release-notes-are-not-blank",
            "Release notes",
            id="F2.15(c) no release notes",
        ),
        pytest.param(
            {"Release notes": "  \n\t "},
            "release-notes-are-not-blank",
            "Release notes",
            id="F2.15(c) blank release notes",
        ),
        pytest.param({"Upgrade": None}, "upgrade-is-stated", "Upgrade", id="F2.15(d) no word"),
        pytest.param(
            {"Upgrade": "not provided"},
            "upgrade-not-provided-only-in-initial-load",
            "Upgrade",
            id="F2.15(d) not provided",
        ),
        pytest.param({"Upgrade": "N/A"}, "word-of-the-list", "Upgrade", id="F2.15(d) other word"),
        pytest.param(
            {"Upgrade": "yes"},
            "upgrade-agrees-with-baselines",
            "Baselines",
            id="F2.15(d) yes without baselines",
        ),
    ],
)
def test_row_that_breaks_a_rule_gets_its_problem(changes: Cells, rule: str, column: str) -> None:
    assert said(FIR, valid_row(**changes)) == {(PROBLEM, rule, column)}


@pytest.mark.parametrize(
    "telephone",
    ["+442079460000", "020 7946 0000", "(020) 7946 0000", "+49 30 901820", "+1 650-253-0000"],
)
def test_telephone_numbers_from_anywhere_are_valid(telephone: str) -> None:
    assert findings(FIR, valid_row(**{"Contact telephone": telephone})) == []


@pytest.mark.parametrize(
    "telephone", ["12345", "+44 20", "442079460000", "call the desk", "0800 FLOWERS", "+999 12345"]
)
def test_what_is_no_telephone_number_is_a_problem_of_f2_15_b(telephone: str) -> None:
    found = said(FIR, valid_row(**{"Contact telephone": telephone}))

    assert found == {(PROBLEM, "contact-telephone-is-valid", "Contact telephone")}


def test_telephone_that_became_a_number_is_refused_once() -> None:
    found = said(FIR, valid_row(**{"Contact telephone": 442079460000.0}))

    assert found == {(PROBLEM, "no-number-where-text-belongs", "Contact telephone")}


def test_not_applicable_with_baselines_is_a_problem_of_f2_15_d() -> None:
    row = numbered_row(2, Upgrade="not applicable", Baselines="row 1")

    found = said(FIR, numbered_row(1), row)

    assert found == {(PROBLEM, "upgrade-agrees-with-baselines", "Baselines")}


def test_every_problem_is_told_at_once() -> None:
    row = valid_row(**{"Contact email": "x", "Release notes": None, "Upgrade": None})

    assert {rule for _, rule, _ in said(FIR, row)} == {
        "contact-email-is-valid",
        "release-notes-are-not-blank",
        "upgrade-is-stated",
    }


def test_findings_cite_their_clause_and_say_what_was_found_and_expected() -> None:
    (finding,) = findings(FIR, valid_row(**{"Contact email": "x"}))

    assert (finding.ground, finding.row, finding.found) == ("F2.15(b)", 2, "x")
    assert "example" in finding.expected


def test_release_notes_keep_their_blanks_and_lines() -> None:
    notes: Cell = "  First line.\n\n  Second line; with a semicolon.  "

    assert findings(FIR, valid_row(**{"Release notes": notes})) == []


def test_device_type_beyond_f2_14_is_a_problem() -> None:
    with acting(by="tests"):
        DeviceType.objects.create(code="KETTLE", name="Kettle", specification="SMETS")

    found = said(FIR, valid_row(**{"Device type": "KETTLE"}))

    assert found == {(PROBLEM, "device-type-is-covered", "Device type")}


def test_device_type_that_f2_14_came_to_name_is_covered() -> None:
    with acting(by="tests", reason="a modification of the Code"):
        DeviceType.objects.create(
            code="KETTLE", name="Kettle", specification="SMETS", named_in_f2_14=True
        )

    assert said(FIR, valid_row(**{"Device type": "KETTLE"})) == set()


def test_initial_load_notes_a_missing_part_once() -> None:
    found = said(FIR, valid_row(**PART), initial_load=True)

    assert found == {(NOTE, "firmware-details-not-provided", "Contact email")}


def test_initial_load_notes_each_missing_field_of_a_part() -> None:
    row = valid_row(**{**PART, "Contact email": "firmware@fictional.example"})

    assert said(FIR, row, initial_load=True) == {
        (NOTE, "contact-details-not-provided", "Contact telephone"),
        (NOTE, "contact-details-not-provided", "Contact address"),
        (NOTE, "release-notes-not-provided", "Release notes"),
        (NOTE, "upgrade-not-stated", "Upgrade"),
    }


def test_initial_load_takes_not_provided() -> None:
    row = valid_row(Upgrade="not provided")

    assert findings(FIR, row, initial_load=True) == []


def test_initial_load_refuses_baselines_without_yes() -> None:
    row = numbered_row(2, Upgrade=None, Baselines="row 1")

    found = said(FIR, numbered_row(1), row, initial_load=True)

    assert found == {(PROBLEM, "upgrade-is-stated", "Upgrade")}
