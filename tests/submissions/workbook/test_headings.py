"""The heading row: which columns are read, and what is said of the others."""

from typing import Any

import pytest

from sec_registry.submissions.workbook import Workbook
from tests.submissions.workbook.files import csv_bytes, read, rules_of, xlsx_bytes

SECRET = "CanaryChip"


def the_note(workbook: Workbook) -> dict[str, Any]:
    (note,) = workbook.intake_notes
    return note


def test_headings_are_read_in_any_order_case_and_with_blanks_around() -> None:
    workbook = read(csv_bytes([" RELEASE notes", "device Type "], ["x", "ESME"]))

    assert workbook.columns == ("Release notes", "Device type")
    assert workbook.rows[0].cells == {"Release notes": "x", "Device type": "ESME"}
    assert workbook.intake_notes == []


def test_an_unknown_column_is_a_problem_and_its_values_are_dropped() -> None:
    workbook = read(csv_bytes(["Reference", "ZigBee chip vendor"], ["A", SECRET]))

    note = the_note(workbook)
    assert note == {
        "rule": "column-is-known",
        "ground": "policy: vocabulary",
        "level": "problem",
        "register": "item",
        "row": 1,
        "column": "ZigBee chip vendor",
        "message": '"ZigBee chip vendor" is not a column of the workbook; what stands in it was '
        "not read.",
        "found": "ZigBee chip vendor",
        "expected": "ZigBee chipset vendor",
    }
    assert SECRET not in repr(workbook)


@pytest.mark.parametrize("heading", ["Status", "marking", "Blocked baselines", "Read at"])
def test_what_the_registry_writes_beside_its_tables_is_left_aside(heading: str) -> None:
    workbook = read(csv_bytes(["Reference", heading], ["A", SECRET]))

    assert rules_of(workbook) == ["column-is-read"]
    assert the_note(workbook)["level"] == "note"
    assert workbook.rows[0].cells == {"Reference": "A"}
    assert SECRET not in repr(workbook)


def test_a_repeated_column_is_a_problem_and_only_the_first_is_read() -> None:
    workbook = read(csv_bytes(["Reference", "reference"], ["A", "B"]))

    assert rules_of(workbook) == ["column-stands-once"]
    assert the_note(workbook)["level"] == "problem"
    assert workbook.rows[0].cells == {"Reference": "A"}


@pytest.mark.parametrize("heading", ["ZigBee band", "zigbee BAND", " ZIGBEE  Band "])
def test_a_zigbee_band_column_gets_the_note_and_is_stored_nowhere(heading: str) -> None:
    workbook = read(csv_bytes(["Reference", heading], ["A", SECRET]))

    note = the_note(workbook)
    assert (note["level"], note["ground"]) == ("note", "App. Z 2.1(i)")
    assert "struck out" in note["message"]
    assert workbook.rows[0].cells == {"Reference": "A"}
    assert SECRET not in repr(workbook)


def test_a_file_without_a_heading_row_is_told_so_and_not_quoted() -> None:
    workbook = read(csv_bytes(["add", "ESME", SECRET], ["add", "GSME", SECRET]))

    assert rules_of(workbook) == ["heading-row-is-there"]
    assert workbook.rows == []
    assert SECRET not in repr(workbook)


def test_a_file_with_headings_alone_has_the_problem_that_nothing_is_in_it() -> None:
    workbook = read(csv_bytes(["Reference"]))

    assert rules_of(workbook) == ["file-has-rows"]


def test_cells_beyond_the_headings_are_a_problem_of_their_row() -> None:
    workbook = read(csv_bytes(["Reference"], ["A", SECRET], ["B", ""]))

    note = the_note(workbook)
    assert (note["rule"], note["row"]) == ("row-fits-the-headings", 2)
    assert (note["found"], note["expected"]) == ("2 cells", "1 cells")
    assert [row.cells for row in workbook.rows] == [{"Reference": "A"}, {"Reference": "B"}]
    assert SECRET not in repr(workbook)


def test_cells_in_a_column_without_a_heading_are_a_problem_of_their_row() -> None:
    workbook = read(csv_bytes(["Reference", "", "Action"], ["A", SECRET, "add"], ["B", "", "add"]))

    note = the_note(workbook)
    assert (note["rule"], note["row"]) == ("column-has-a-heading", 2)
    assert SECRET not in repr(workbook)


def test_headings_that_follow_blank_rows_are_found_with_their_row() -> None:
    workbook = read(xlsx_bytes([], [None, None], ["Reference", "Nonsense"], ["A", "x"]))

    assert the_note(workbook)["row"] == 3
    assert [row.position for row in workbook.rows] == [4]


def test_many_findings_of_a_kind_end_in_a_count() -> None:
    workbook = read(csv_bytes(["Reference"], *([f"A{n}", "x"] for n in range(250))))

    assert len(workbook.intake_notes) == 201
    assert workbook.intake_notes[-1]["message"] == "50 more of the same kind."
    assert workbook.intake_notes[-1]["level"] == "problem"
