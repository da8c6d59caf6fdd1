"""Rules on amendments: what is left blank stays, nothing mandatory is emptied.

A finding that rests on what the register holds rather than on what was typed says so.
"""

import pytest

from firmware.register import FIR
from sec_registry.registers.vocabulary import Cell
from tests.findings import PROBLEM, findings, said
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

LEGACY = 2
LISTED = 3


@pytest.fixture(autouse=True)
def registers() -> None:
    """CPL 1 in full, 2 taken over without details, 3 that is upgraded from 1."""
    panel = make_panel()
    part = ("Contact email", "Contact telephone", "Contact address", "Release notes", "Upgrade")
    accept(numbered_row(1), panel=panel)
    accept(
        numbered_row(2, **{"CPL number": 2}, **dict.fromkeys(part)), panel=panel, initial_load=True
    )
    accept(numbered_row(3, Upgrade="yes", Baselines="1"), panel=panel)


def amend(number: int, **changes: Cell) -> Cells:
    return {"Action": "amend", "CPL number": number, **changes}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"Release notes": "Better."}, id="F2.15(c) other notes"),
        pytest.param({"Contact email": "new@fictional.example"}, id="F2.15(b) one detail"),
        pytest.param({"Upgrade": "not applicable"}, id="F2.15(d) same word again"),
        pytest.param({"Upgrade": "yes", "Baselines": "3"}, id="F2.15(d) baselines with yes"),
    ],
)
def test_amendment_of_what_is_typed_has_no_problem(row: Cells) -> None:
    assert PROBLEM not in {level for level, _, _ in said(FIR, amend(1, **row))}


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        pytest.param("Contact email", "contact-details-are-complete", id="F2.15(b) email"),
        pytest.param("Contact telephone", "contact-details-are-complete", id="F2.15(b) telephone"),
        pytest.param("Contact address", "contact-details-are-complete", id="F2.15(b) address"),
        pytest.param("Release notes", "release-notes-are-not-blank", id="F2.15(c) notes"),
        pytest.param("Upgrade", "upgrade-is-stated", id="F2.15(d) upgrade"),
    ],
)
def test_mandatory_cell_cannot_be_emptied(column: str, rule: str) -> None:
    (finding,) = findings(FIR, amend(1, **{column: "[clear]"}))

    assert (finding.level, finding.rule, finding.column) == (PROBLEM, rule, column)
    assert not finding.discloses


def test_record_without_details_may_be_completed_step_by_step() -> None:
    assert findings(FIR, amend(LEGACY, **{"Release notes": "Found in the archive."})) == []


def test_contact_details_of_a_record_without_any_come_together() -> None:
    found = findings(FIR, amend(LEGACY, **{"Contact email": "firmware@fictional.example"}))

    assert {(f.rule, f.column, f.discloses) for f in found} == {
        ("contact-details-are-complete", "Contact telephone", True),
        ("contact-details-are-complete", "Contact address", True),
    }


def test_not_provided_may_stay_and_never_comes_back() -> None:
    assert findings(FIR, amend(LEGACY, Upgrade="not provided")) == []

    (finding,) = findings(FIR, amend(1, Upgrade="not provided"))

    assert finding.rule == "upgrade-not-provided-only-in-initial-load"
    assert finding.discloses


def test_baselines_of_a_record_that_says_not_applicable_are_for_readers_to_see() -> None:
    found = findings(FIR, amend(1, Baselines="2"))

    assert ("upgrade-agrees-with-baselines", True) in {(f.rule, f.discloses) for f in found}


def test_not_applicable_leaves_no_standing_baselines() -> None:
    (finding,) = findings(FIR, amend(LISTED, Upgrade="not applicable"))

    assert (finding.rule, finding.discloses) == ("upgrade-agrees-with-baselines", True)
    assert "[clear]" in finding.expected


def test_not_applicable_with_cleared_baselines_has_no_finding() -> None:
    row = amend(LISTED, Upgrade="not applicable", Baselines="[clear]")

    assert findings(FIR, row) == []


def test_cleared_baselines_beside_yes_are_a_problem() -> None:
    row = amend(LISTED, Upgrade="yes", Baselines="[clear]")

    (finding,) = findings(FIR, row)

    assert (finding.rule, finding.discloses) == ("upgrade-agrees-with-baselines", False)


def test_yes_again_is_fine_where_every_baseline_is_blocked() -> None:
    row: Cells = {
        "Action": "block baselines",
        "CPL number": LISTED,
        "Baselines": "1",
        "Reason": "It bricks meters.",
    }
    accept(row, panel=make_panel())

    assert findings(FIR, amend(LISTED, Upgrade="yes")) == []


def test_exported_row_comes_back_without_finding() -> None:
    row = amend(
        LISTED,
        **{
            "Contact email": "firmware@fictional.example",
            "Contact telephone": "+442079460000",
            "Contact address": "1 Nowhere Street, Erewhon",
            "Release notes": "First release.",
            "Upgrade": "yes",
            "Baselines": "1",
        },
    )

    assert findings(FIR, row) == []


def test_number_that_is_not_on_the_list_gets_no_finding_here() -> None:
    assert findings(FIR, amend(99, **{"Contact email": "firmware@fictional.example"})) == []
