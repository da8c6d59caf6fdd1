"""Whatever is typed: rules never fail on it, and what they let pass is written and read back."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpl.proposed import iso_date
from cpl.register import CPL
from sec_registry.registers.findings import Level
from sec_registry.registers.hygiene import plain_hexadecimal
from sec_registry.registers.vocabulary import Cell, join, split, text_of
from tests.cpl.desk import accept, addition, document, findings
from tests.rows import Cells, row_of, smets1_row, valid_row

NAMES = [column.name for column in CPL.columns]
SEVERAL = {column.name for column in CPL.columns if column.several}
DIGITS = st.text("0123456789abcdefABCDEF ", max_size=10)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=20),
    DIGITS,
    st.sampled_from(["[clear]", "1.2", "4.2; 5.0", "ESME", "CHF", "SMETS1", "BCD", "2999-01-01"]),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
ROWS = st.sampled_from([valid_row(), row_of("CH"), row_of("PPMID"), smets1_row()])
# The database is shared by the examples of a test on purpose: each is rolled back.
TRIES = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@pytest.mark.django_db
@TRIES
@given(row=ROWS, changes=st.dictionaries(st.sampled_from(NAMES), CELLS, max_size=3))
def test_row_without_problems_is_written_and_read_back(row: Cells, changes: Cells) -> None:
    cells = {**row, **changes}
    if any(each.level == Level.PROBLEM for each in findings(addition(cells))):
        return
    with transaction.atomic():
        (number,) = accept(addition(cells))
        written = CPL.cells(document(number))
        transaction.set_rollback(True)
    candidate = addition(cells)
    for name in NAMES:
        typed = candidate.text(name)
        expected = join(split(typed)) if name in SEVERAL else typed
        assert written[name] == expected.replace("CHF", "CH"), name


@given(DIGITS)
def test_plain_hexadecimal_is_plain_already(text: str) -> None:
    plain = plain_hexadecimal(text)
    assert plain is None or plain_hexadecimal(plain) == plain


@given(st.dates())
def test_date_reads_back(day: object) -> None:
    assert iso_date(text_of(str(day))) == day


@given(st.text(max_size=20))
def test_text_is_a_date_only_as_it_is_written(text: str) -> None:
    day = iso_date(text)
    assert day is None or day.isoformat() == text
