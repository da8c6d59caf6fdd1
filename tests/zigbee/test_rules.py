"""Rules on ZigBee details (F2.33, F2.34, F2.37): kept by one row, broken by another.

The names of the cases begin with the clause.
"""

import pytest

from sec_registry.registers.vocabulary import Cell
from tests.findings import NOTE, PROBLEM, findings, said
from tests.registry import accept, make_panel
from tests.rows import DEVICE_TYPES, Cells, numbered_row, row_of, smets1_row, valid_row
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db

VENDOR = "ZigBee chipset vendor"
STACK = "ZigBee stack version"
NO_PART: Cells = {VENDOR: None, STACK: None}
NO_DETAILS: Cells = dict.fromkeys(
    ("Contact email", "Contact telephone", "Contact address", "Release notes", "Upgrade")
)
COMPLETE = [row_of(code) for code in DEVICE_TYPES] + [smets1_row(code) for code in DEVICE_TYPES]


def amend(number: int, **changes: Cell) -> Cells:
    return {"Action": "amend", "CPL number": number, **changes}


@pytest.fixture
def listed() -> None:
    """CPL 1 with one radio; CPL 2 taken over with nothing but its CPL record."""
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    bare = numbered_row(2, **{"CPL number": 2}, **NO_DETAILS, **NO_PART)
    accept(bare, panel=panel, initial_load=True)


@pytest.mark.parametrize("row", COMPLETE)
def test_complete_row_has_no_finding(row: Cells) -> None:
    assert findings(DZIR, row) == []


@pytest.mark.parametrize(
    "stack", ["1", "6.7.12.0", "7.4.5.0", "ZBOSS Nordic (fuzzy matching)", "x" * 64]
)
def test_stack_versions_are_taken_verbatim(stack: str) -> None:
    assert findings(DZIR, valid_row(**{STACK: stack})) == []


def test_row_without_the_part_gets_one_problem_citing_f2_37() -> None:
    (finding,) = findings(DZIR, valid_row(**NO_PART))

    assert (finding.level, finding.rule, finding.ground, finding.column) == (
        PROBLEM,
        "zigbee-details-are-supplied",
        "F2.37",
        VENDOR,
    )


@pytest.mark.parametrize(
    ("changes", "rule", "column"),
    [
        pytest.param({VENDOR: None}, "chipset-vendor-is-given", VENDOR, id="F2.34(a) no vendor"),
        pytest.param({VENDOR: "  "}, "chipset-vendor-is-given", VENDOR, id="F2.34(a) blank vendor"),
        pytest.param({STACK: None}, "stack-version-is-given", STACK, id="F2.34(b) no stack"),
        pytest.param(
            {VENDOR: "Imaginary Silicon; Pretend Radios"},
            "stack-versions-answer-chipset-vendors",
            STACK,
            id="F2.34(b) two vendors, one stack",
        ),
        pytest.param(
            {STACK: "HouseOfCards 1; MakeBelieve 2"},
            "stack-versions-answer-chipset-vendors",
            STACK,
            id="F2.34(b) one vendor, two stacks",
        ),
        pytest.param(
            {VENDOR: "; Imaginary Silicon", STACK: "HouseOfCards 1; MakeBelieve 2"},
            "no-empty-value-in-a-list",
            VENDOR,
            id="F2.34(a) one vendor blank",
        ),
        pytest.param(
            {STACK: "x" * 65},
            "no-longer-than-the-register-takes",
            STACK,
            id="F2.34(b) stack of 65 letters",
        ),
        pytest.param(
            {VENDOR: "x" * 121},
            "no-longer-than-the-register-takes",
            VENDOR,
            id="F2.34(a) vendor of 121 letters",
        ),
    ],
)
def test_row_that_breaks_a_rule_gets_its_problem(changes: Cells, rule: str, column: str) -> None:
    assert said(DZIR, valid_row(**changes)) == {(PROBLEM, rule, column)}


def test_stack_version_that_became_a_number_is_noted_once() -> None:
    rows = [numbered_row(n, **{STACK: 7.1}) for n in (1, 2, 3)]

    (finding,) = findings(DZIR, *rows)

    assert (finding.level, finding.rule, finding.row) == (
        NOTE,
        "version-that-arrived-as-a-number",
        2,
    )


def test_initial_load_notes_a_missing_part_once() -> None:
    found = said(DZIR, valid_row(**NO_PART), initial_load=True)

    assert found == {(NOTE, "zigbee-details-not-provided", VENDOR)}


def test_initial_load_refuses_half_a_radio() -> None:
    found = said(DZIR, valid_row(**{STACK: None}), initial_load=True)

    assert found == {(PROBLEM, "stack-version-is-given", STACK)}


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "row",
    [
        pytest.param({STACK: "HouseOfCards 2.0"}, id="F2.34(b) other stack, same vendor"),
        pytest.param({VENDOR: "A; B", STACK: "1; 2"}, id="F2.34 a second radio"),
        pytest.param({"Release notes": "Better."}, id="F2.35 another register's change"),
    ],
)
def test_amendment_has_no_finding(row: Cells) -> None:
    assert findings(DZIR, amend(1, **row)) == []


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("column", "rule"),
    [
        pytest.param(VENDOR, "chipset-vendor-is-given", id="F2.34(a) vendor"),
        pytest.param(STACK, "stack-version-is-given", id="F2.34(b) stack"),
    ],
)
def test_mandatory_cell_cannot_be_emptied(column: str, rule: str) -> None:
    (finding,) = findings(DZIR, amend(1, **{column: "[clear]"}))

    assert (finding.level, finding.rule, finding.column) == (PROBLEM, rule, column)


@pytest.mark.usefixtures("listed")
def test_more_stacks_than_the_record_has_radios_is_for_readers_to_see() -> None:
    (finding,) = findings(DZIR, amend(1, **{STACK: "1; 2"}))

    assert (finding.rule, finding.discloses) == ("stack-versions-answer-chipset-vendors", True)


@pytest.mark.usefixtures("listed")
def test_radios_for_a_record_without_contact_are_noted_for_readers() -> None:
    (finding,) = findings(DZIR, amend(2, **{VENDOR: "Imaginary Silicon", STACK: "1"}))

    assert (finding.level, finding.rule, finding.discloses) == (
        NOTE,
        "zigbee-contact-is-still-missing",
        True,
    )


@pytest.mark.usefixtures("listed")
def test_radios_with_contact_details_have_no_note() -> None:
    row = valid_row()
    supplied = (VENDOR, STACK, "Contact email", "Contact telephone", "Contact address")

    assert findings(DZIR, amend(2, **{name: row[name] for name in supplied})) == []
