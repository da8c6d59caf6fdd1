"""Reading csv: encodings, quoting, line numbers, and what is refused."""

import pytest

from sec_registry.submissions.workbook import WorkbookUnusable
from tests.submissions.workbook.files import csv_bytes, read

HEADINGS = ["Reference", "Release notes"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    workbook = read(csv_bytes(HEADINGS, ["A", "first\nsecond"], ["B", "third"]))

    assert [row.position for row in workbook.rows] == [2, 3]
    assert workbook.rows[0].cells == {"Reference": "A", "Release notes": "first\nsecond"}
    assert workbook.rows[1].cells == {"Reference": "B", "Release notes": "third"}
    assert workbook.columns == ("Reference", "Release notes")
    assert workbook.intake_notes == []


def test_a_byte_order_mark_is_no_part_of_the_first_heading() -> None:
    workbook = read(csv_bytes(HEADINGS, ["A", "x"], encoding="utf-8-sig"))

    assert workbook.columns == ("Reference", "Release notes")


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_ending_is_read(ending: bytes) -> None:
    workbook = read(ending.join([b"Reference,Release notes", b"A,x", b"B,y"]))

    assert [(row.position, row.cells["Reference"]) for row in workbook.rows] == [(2, "A"), (3, "B")]


def test_quoted_commas_and_doubled_quotation_marks_are_text() -> None:
    workbook = read(b'Reference,Release notes\n"A,1","He said ""yes"""\n')

    assert workbook.rows[0].cells == {"Reference": "A,1", "Release notes": 'He said "yes"'}


def test_blank_cells_are_absent_and_blank_rows_are_skipped() -> None:
    workbook = read(csv_bytes(HEADINGS, ["", ""], ["A", " "], ["", "\t"], []))

    assert [(row.position, row.cells) for row in workbook.rows] == [(3, {"Reference": "A"})]


def test_blanks_around_a_value_are_kept_for_the_rules_to_see() -> None:
    workbook = read(csv_bytes(HEADINGS, [" A ", "x\n"]))

    assert workbook.rows[0].cells == {"Reference": " A ", "Release notes": "x\n"}


def test_the_digest_is_that_of_the_file() -> None:
    workbook = read(b"Reference\nA\n")

    assert workbook.digest == "494dab6a641f0f8e8569c4436ba96224381b7efe036f76e9db22447f12d68a96"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\n \n,,\n", "The file is empty."),
        (b"Reference,Release notes\nA,x\nB,caf\xe9\n", "byte 34, in line 3"),
        ("Reference\nA".encode("utf-16"), "The file is UTF-16, not UTF-8."),
        (b"Reference\nA\nB\0\n", "byte 14, in line 3, is zero"),
        (b"Reference;Release notes\nA;x\n", "The columns are separated by semicolons"),
        (b'"Reference";"Release notes"\n"A";"x"\n', "The columns are separated by semicolons"),
        (b"Reference\tRelease notes\nA\tx\n", "The columns are separated by tabs"),
        (b'Reference,Release notes\nA,x\nB,"never closed\nC,z\n', "Line 3 cannot be read"),
        (b'Reference,Release notes\nA,"x"y\n', "Line 2 cannot be read"),
        (b"Reference\n" + b"x" * 200_000, "Line 2 cannot be read (field larger than"),
        (b",".join([b"Reference"] * 201), "Row 1 has 201 headings; a workbook has at most 200."),
        (b"%PDF-1.7\n", "This is a PDF."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture."),
        (b"<!DOCTYPE html><html></html>", "This is a web page or an XML file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is an old Excel file (.xls)"),
        (bytes(range(1, 256)), "The file is not UTF-8"),
    ],
)
def test_an_unusable_file_is_refused_with_a_sentence(file: bytes, sentence: str) -> None:
    with pytest.raises(WorkbookUnusable) as refused:
        read(file)

    assert sentence in str(refused.value)


def test_a_wrong_byte_far_into_the_file_is_named_where_it_stands() -> None:
    letters = "é".encode() * 600_000
    file = b"Reference\n" + letters[:-1] + b"\n"

    with pytest.raises(WorkbookUnusable) as refused:
        read(file)

    assert "byte 1,200,009, in line 2" in str(refused.value)


def test_the_content_decides_and_not_the_name() -> None:
    workbook = read(b"Reference\nA\n", name="models.xlsx")

    assert workbook.rows[0].cells == {"Reference": "A"}


def test_more_rows_than_a_workbook_holds_are_refused() -> None:
    with pytest.raises(WorkbookUnusable, match="at most 200,000 rows"):
        read(b"Reference\n" + b"A\n" * 200_001)


def test_the_apostrophe_of_an_export_is_taken_away_and_no_other() -> None:
    cells = ["'+442079460000", "'quoted'", "'", "''=x", "'=x", "+4"]
    workbook = read(csv_bytes(["Reference"], *([cell] for cell in cells)))

    kept = ["+442079460000", "'quoted'", "'", "'=x", "=x", "+4"]
    assert [row.cells["Reference"] for row in workbook.rows] == kept
