"""Reading Excel workbooks: types of cells, damage, and archives that mean harm."""

import io
import zipfile
from datetime import date, datetime

import pytest

from sec_registry.submissions.workbook import WorkbookUnusable
from sec_registry.submissions.workbook.result import LONGEST_CELL
from tests.submissions.workbook.files import (
    XlsxCell,
    csv_bytes,
    read,
    repacked,
    rules_of,
    with_sheet,
    xlsx_bytes,
)

SHEET = "xl/worksheets/sheet1.xml"
DAMAGE = ("cell-holds-a-value",)
ONE = xlsx_bytes(["Reference", "Release notes"], ["A", 7])


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("text", "text"),
        (" kept \n as it is ", " kept \n as it is "),
        ("020E6550", "020E6550"),
        ("_x000D_", "_x000D_"),
        (7, 7),
        (1.1, 1.1),
        (2e51, 2e51),
        (True, True),
        (date(2028, 8, 30), "2028-08-30"),
        (datetime(2028, 8, 30, 5, 6), "2028-08-30T05:06:00"),  # noqa: DTZ001  # Excel has no zones
    ],
)
def test_a_cell_keeps_the_type_that_excel_gave_it(
    cell: XlsxCell, read_as: str | int | float
) -> None:
    workbook = read(xlsx_bytes(["Reference", "Release notes"], ["A", cell]))

    value = workbook.rows[0].cells["Release notes"]
    assert value == read_as
    assert type(value) is type(read_as)


def test_rows_have_the_numbers_that_excel_shows() -> None:
    workbook = read(xlsx_bytes(["Reference"], ["A"], [None], ["B"]))

    assert [row.position for row in workbook.rows] == [2, 4]


def test_020e6550_that_excel_took_for_a_number_stays_a_number() -> None:
    damaged = with_sheet(ONE, b"<v>7</v>", b"<v>20E50</v>")

    workbook = read(damaged)

    assert workbook.rows[0].cells["Release notes"] == 2e51


@pytest.mark.parametrize("number", [b"20E6550", b"-20E6550", b"nan"])
def test_a_number_that_is_none_is_a_problem_of_its_cell(number: bytes) -> None:
    workbook = read(with_sheet(ONE, b"<v>7</v>", b"<v>" + number + b"</v>"))

    (note,) = workbook.intake_notes
    assert (note["rule"], note["row"], note["column"]) == (*DAMAGE, 2, "Release notes")
    assert note["found"] == "a number too large to be one"
    assert workbook.rows[0].cells == {"Reference": "A"}


def test_an_error_value_is_a_problem_and_not_a_blank_cell() -> None:
    file = with_sheet(ONE, b'<c r="B2"><v>7</v>', b'<c r="B2" t="e"><v>#N/A</v>')

    workbook = read(file)

    (note,) = workbook.intake_notes
    assert (note["rule"], note["row"], note["column"]) == (*DAMAGE, 2, "Release notes")
    assert note["found"] == "#N/A"
    assert workbook.rows[0].cells == {"Reference": "A"}


def test_a_row_of_nothing_but_an_error_is_still_a_row() -> None:
    workbook = read(
        with_sheet(
            xlsx_bytes(["Reference"], [7]), b'<c r="A2"><v>7</v>', b'<c r="A2" t="e"><v>#REF!</v>'
        )
    )

    assert [row.position for row in workbook.rows] == [2]
    assert rules_of(workbook) == [*DAMAGE]


@pytest.mark.parametrize("file", ["xlsx", "csv"])
def test_a_text_longer_than_a_cell_takes_is_a_problem(file: str) -> None:
    longest, longer = "x" * LONGEST_CELL, "x" * (LONGEST_CELL + 1)
    rows = ["Reference", "Release notes"], ["A", longest], ["B", longer]
    if file == "csv":
        workbook = read(csv_bytes(*rows))
    else:
        # The maker of the file would refuse the longer one.
        made = xlsx_bytes(rows[0], ["A", longest], ["B", "longer"])
        share = {"xl/sharedStrings.xml": lambda part: part.replace(b"longer", longer.encode())}
        workbook = read(repacked(made, share))

    (note,) = workbook.intake_notes
    assert (note["rule"], note["row"], note["column"]) == (*DAMAGE, 3, "Release notes")
    assert note["found"] == "a text of 32,768 letters"
    assert [row.cells.get("Release notes") for row in workbook.rows] == [longest, None]


def test_a_zero_character_is_a_problem_since_no_database_takes_it() -> None:
    file = repacked(ONE, {"xl/sharedStrings.xml": lambda part: part.replace(b">A<", b">A_x0000_<")})

    assert rules_of(read(file)) == [*DAMAGE]


def test_only_the_first_visible_sheet_is_read_and_that_is_said() -> None:
    workbook = read(xlsx_bytes(["Reference"], ["A"], other_sheets=["Notes", "More"]))

    assert [row.cells for row in workbook.rows] == [{"Reference": "A"}]
    (note,) = workbook.intake_notes
    assert note["level"] == "note"
    assert '"Sheet1", was read; the workbook has 2 more' in note["message"]


def test_a_hidden_sheet_in_front_is_not_the_first() -> None:
    file = xlsx_bytes(["Reference"], ["A"], other_sheets=["Seen"])
    hidden = repacked(
        file,
        {
            "xl/workbook.xml": lambda part: part.replace(
                b'name="Sheet1" sheetId="1"', b'name="Sheet1" sheetId="1" state="hidden"'
            )
        },
    )

    with pytest.raises(WorkbookUnusable, match="The file is empty"):
        read(hidden)


def test_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    workbook = read(xlsx_bytes(["CPA date"], [date(2028, 8, 30)], date_1904=True))

    assert workbook.rows[0].cells == {"CPA date": "2028-08-30"}


def test_formatted_blank_cells_far_below_do_no_harm() -> None:
    file = with_sheet(
        ONE, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )

    assert [row.position for row in read(file).rows] == [2]


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        (b"B1048576", "at most 200,000 rows"),
        (b"XFD2", "at most 200 columns"),
        (b"GR199999", "too large"),
        (b"b2", "named by capital letters"),
        (b"B0", "at most 200,000 rows"),
        (b"ZZZZZZZZZZZZ2", "at most 200 columns"),
        (b"B99999999999999", "at most 200,000 rows"),
        (b"2", "at most 200 columns"),
        (b"", "cell without a name"),
    ],
)
def test_a_cell_out_of_bounds_is_refused_before_the_parser_makes_room_for_it(
    reference: bytes, sentence: str
) -> None:
    with pytest.raises(WorkbookUnusable) as refused:
        read(with_sheet(ONE, b'r="B2"', b'r="' + reference + b'"'))

    assert sentence in str(refused.value)


def test_cells_without_references_are_refused() -> None:
    with pytest.raises(WorkbookUnusable, match="cell without a name"):
        read(with_sheet(ONE, b'<c r="B2">', b"<c>"))


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def broken_part(_: bytes) -> bytes:
    return b"<worksheet><sheetData><row>"


def bomb(_: bytes) -> bytes:
    return b"<sst>" + b" " * (130 * 1024 * 1024) + b"</sst>"


def often_one_long_text(*, pieces: bytes = b"") -> bytes:
    """An archive of some kilobytes whose cells hold gigabytes: each shows the same long text."""
    text = b"x" * LONGEST_CELL
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%s0</v></c></row>' % (row, row, pieces)
        for row in range(3, 10_000)
    )
    parts = {
        SHEET: lambda part: part.replace(b"</sheetData>", cells + b"</sheetData>"),
        "xl/sharedStrings.xml": lambda part: part.replace(b">Reference<", b">" + text + b"<"),
    }
    return repacked(ONE, parts)


def own_doctype(part: bytes) -> bytes:
    return part.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY x "B2">]><worksheet', 1)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (ONE[: len(ONE) // 2], "damaged"),
        (archive(readme=b"hello"), "This is an archive, not an Excel workbook"),
        (archive(**{"word__document.xml": b""}), "This is a Word document."),
        (archive(**{"xl__workbook.bin": b""}), "binary Excel workbook (.xlsb)"),
        (archive(**{"content.xml": b""}), "OpenDocument"),
        (archive(**{"xl__workbook.xml": b"<workbook/>"}), "damaged"),
        (repacked(ONE, {SHEET: broken_part}), "damaged"),
        (repacked(ONE, {SHEET: own_doctype}), "document type"),
        (repacked(ONE, {"xl/sharedStrings.xml": bomb}), "unpacks to more than"),
        (often_one_long_text(), "letters together"),
        (often_one_long_text(pieces=b"9<!-- -->"), "letters together"),
        (repacked(ONE, {"xl/workbook.xml": lambda _: b"<workbook/>"}), "no visible sheet"),
        (with_sheet(ONE, b't="s"><v>2<', b't="s"><v>99<'), "damaged"),
    ],
)
def test_an_unusable_workbook_is_refused_with_a_sentence(file: bytes, sentence: str) -> None:
    with pytest.raises(WorkbookUnusable) as refused:
        read(file, name="models.xlsx")

    assert sentence in str(refused.value)


def test_a_part_that_needs_a_password_is_refused() -> None:
    # The second flag byte of the entries: encrypted.
    locked = ONE.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )

    with pytest.raises(WorkbookUnusable, match="has a password"):
        read(locked)
