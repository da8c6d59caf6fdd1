"""Whatever comes in: rows or a sentence; and what was typed is what is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sec_registry.submissions.workbook import Workbook, WorkbookUnusable
from tests.submissions.workbook.files import csv_bytes, read, xlsx_bytes

SOME = xlsx_bytes(["Reference", "Release notes"], ["A", "x"], ["B", 7])
#: Letters that a spreadsheet's XML can hold: neither controls nor halves of a pair.
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
TEXTS = st.text(LETTERS, min_size=1, max_size=40).filter(lambda text: text.strip())


def outcome(file: bytes) -> Workbook | str:
    try:
        return read(file)
    except WorkbookUnusable as refused:
        return str(refused)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(file: bytes) -> None:
    assert outcome(file)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_under_headings_are_read_or_refused(rest: bytes) -> None:
    assert outcome(b"Reference,Release notes\n" + rest)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_of_an_archive_are_read_or_refused(rest: bytes) -> None:
    assert outcome(b"PK\x03\x04" + rest)


@given(
    st.lists(st.tuples(st.integers(0, len(SOME) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, len(SOME)),
)
def test_a_workbook_with_changed_bytes_is_read_or_refused(
    changes: list[tuple[int, int]], cut: int
) -> None:
    file = bytearray(SOME)
    for place, value in changes:
        file[place] = value

    assert outcome(bytes(file))
    assert outcome(bytes(file[:cut]))


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_was_written_as_csv_is_read_back(cells: list[tuple[str, str]]) -> None:
    workbook = read(csv_bytes(["Reference", "Release notes"], *cells))

    assert [tuple(row.cells.values()) for row in workbook.rows] == cells


@settings(max_examples=40)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_was_written_as_xlsx_is_read_back(cells: list[tuple[str, str]]) -> None:
    workbook = read(xlsx_bytes(["Reference", "Release notes"], *cells))

    assert [tuple(row.cells.values()) for row in workbook.rows] == cells


@settings(max_examples=40)
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=5))
def test_numbers_of_a_workbook_stay_numbers(numbers: list[float]) -> None:
    workbook = read(xlsx_bytes(["Release notes"], *([number] for number in numbers)))

    assert [row.cells["Release notes"] for row in workbook.rows] == [
        pytest.approx(number, rel=1e-14) for number in numbers
    ]
