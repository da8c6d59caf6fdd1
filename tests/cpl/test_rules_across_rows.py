"""Rules about several rows of a batch, and about rows and what is on the list; both ways.

The names of the tests say the rule; a finding that would repeat for each row comes once.
"""

from typing import Any

import pytest

from sec_registry.registers.findings import Finding, Level
from sec_registry.registers.vocabulary import Cell
from tests.cpl.desk import addition, amendment, enlist, findings
from tests.rows import Cells, numbered_row, valid_row

pytestmark = pytest.mark.django_db

MODEL = {"Model identifier": "0A02"}


def of_rule(rule: str, *rows: Cells, initial_load: bool = False) -> list[Finding]:
    """What the rule says of these rows, added in one batch; rows are counted from 2."""
    candidates = [
        addition(
            cells,
            row=at,
            number=int(str(cells["CPL number"])) if "CPL number" in cells else None,
            initial_load=initial_load,
        )
        for at, cells in enumerate(rows, start=2)
    ]
    return [each for each in findings(*candidates) if each.rule == rule]


# --- A Device Model is listed once ---------------------------------------------------------------


def test_device_model_listed_once_breaks_at_the_later_row() -> None:
    again = numbered_row(2, **{"Firmware version": "00000001"})
    (found,) = of_rule("device-model-listed-once", numbered_row(1), again)
    assert (found.row, found.level) == (3, Level.PROBLEM)
    assert "row 2" in found.message


def test_device_model_listed_once_breaks_against_the_list() -> None:
    (number,) = enlist(numbered_row(1))
    (found,) = of_rule("device-model-listed-once", numbered_row(1))
    assert f"CPL number {number}" in found.message


def test_device_model_listed_once_breaks_whatever_the_coding() -> None:
    enlist(numbered_row(1))
    assert of_rule("device-model-listed-once", numbered_row(1, **{"Firmware coding": "BCD"}))


def test_device_model_listed_once_holds_for_other_hardware() -> None:
    enlist(numbered_row(1))
    other = numbered_row(2, **{"Firmware version": "00000001", "Hardware version": "0200"})
    assert not of_rule("device-model-listed-once", other)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"Model identifier": "OA01"}, "Model identifier"),
        ({"Hardware version": "O1O0"}, "Hardware version"),
    ],
)
def test_device_model_not_mistaken_breaks_for_look_alikes(changes: Cells, column: str) -> None:
    enlist(numbered_row(1))
    again = numbered_row(2, **{"Firmware version": "00000001", **changes})
    (found,) = of_rule("device-model-not-mistaken", again)
    assert (found.column, found.level) == (column, Level.ADVISORY)


def test_device_model_not_mistaken_breaks_within_a_batch_at_the_later_row() -> None:
    again = [
        numbered_row(2, **{"Firmware version": "00000001", "Model identifier": look_alike})
        for look_alike in ("OA01", "QA01", "0AO1")
    ]
    found = of_rule("device-model-not-mistaken", numbered_row(1), *again)
    assert [each.row for each in found] == [3, 4, 5]
    assert {each.expected.split()[2] for each in found} == {"0A01"}


def test_device_model_not_mistaken_holds_for_other_digits() -> None:
    enlist(numbered_row(1))
    other = numbered_row(2, **{"Firmware version": "00000001", "Model identifier": "0B01"})
    assert not of_rule("device-model-not-mistaken", other)


# --- CPL numbers of an initial load --------------------------------------------------------------


def test_number_never_given_twice_breaks_for_a_listed_number() -> None:
    (number,) = enlist(numbered_row(1))
    taken = numbered_row(2, **{"CPL number": number})
    (found,) = of_rule("number-never-given-twice", taken, initial_load=True)
    assert found.found == str(number)


def test_number_never_given_twice_holds_for_a_free_number() -> None:
    (number,) = enlist(numbered_row(1))
    free = numbered_row(2, **{"CPL number": number + 40})
    assert not of_rule("number-never-given-twice", free, initial_load=True)


@pytest.mark.parametrize("number", [0, 2_147_483_648])
def test_number_brought_by_initial_load_breaks_beyond_what_can_be_kept(number: int) -> None:
    row = numbered_row(1, **{"CPL number": number})
    assert of_rule("number-brought-by-initial-load", row, initial_load=True)


# --- One name and one coding ---------------------------------------------------------------------


def test_manufacturer_has_one_name_breaks_once_for_a_second_name() -> None:
    rows = [numbered_row(1), *(numbered_row(n, Manufacturer="Other") for n in (2, 3))]
    (found,) = of_rule("manufacturer-has-one-name", *rows)
    assert (found.row, found.level) == (3, Level.ADVISORY)
    assert (found.found, found.expected) == ("Other", "Fictional Meters Ltd")


def test_manufacturer_has_one_name_breaks_against_the_recorded_name() -> None:
    enlist(numbered_row(1))
    (found,) = of_rule("manufacturer-has-one-name", numbered_row(2, Manufacturer="Other"))
    assert found.expected == "Fictional Meters Ltd"


def test_manufacturer_has_one_name_holds_for_another_code() -> None:
    other = numbered_row(2, **{"Manufacturer": "Other", "Manufacturer code": "FB0B"})
    assert not of_rule("manufacturer-has-one-name", numbered_row(1), other)


def test_manufacturer_named_holds_where_the_code_is_on_record() -> None:
    enlist(numbered_row(1))
    assert not of_rule("manufacturer-named", numbered_row(2, Manufacturer=None))


def test_manufacturer_named_holds_where_another_row_names_it() -> None:
    rows = [numbered_row(1), numbered_row(2, Manufacturer=None)]
    assert not of_rule("manufacturer-named", *rows)


def test_model_has_one_coding_breaks_once_for_a_model() -> None:
    rows = [numbered_row(1), *(numbered_row(n, **{"Firmware coding": "BCD"}) for n in (2, 3))]
    (found,) = of_rule("model-has-one-coding", *rows)
    assert (found.row, found.level) == (3, Level.ADVISORY)
    assert (found.found, found.expected) == ("BCD", "HEX")


def test_model_has_one_coding_breaks_against_recorded_versions() -> None:
    enlist(numbered_row(1))
    rows = [numbered_row(n, **{"Firmware coding": "BCD"}) for n in (2, 3)]
    assert [found.row for found in of_rule("model-has-one-coding", *rows)] == [2]


def test_model_has_one_coding_holds_for_another_model() -> None:
    enlist(numbered_row(1))
    other = numbered_row(2, **{"Firmware coding": "BCD", **MODEL})
    assert not of_rule("model-has-one-coding", other)


def test_model_has_one_coding_holds_where_the_only_version_is_recoded() -> None:
    (number,) = enlist(numbered_row(1))
    recoded = amendment(number, {"Firmware coding": "BCD"})
    assert not findings(recoded)


def test_model_has_one_coding_breaks_where_one_of_two_is_recoded() -> None:
    number, _ = enlist(numbered_row(1), numbered_row(2))
    (found,) = findings(amendment(number, {"Firmware coding": "BCD"}))
    assert found.rule == "model-has-one-coding"


# --- Shared Hashes -------------------------------------------------------------------------------


def same_hash(number: int) -> Cells:
    return numbered_row(number, **{"Image hash": "AB" * 32})


def test_image_of_one_device_model_breaks_once_for_a_hash_in_a_batch() -> None:
    (found,) = of_rule("image-of-one-device-model", *(same_hash(n) for n in (1, 2, 3)))
    assert (found.row, found.level) == (3, Level.ADVISORY)


def test_image_of_one_device_model_breaks_at_the_first_new_row_of_a_listed_hash() -> None:
    enlist(same_hash(1))
    (found,) = of_rule("image-of-one-device-model", same_hash(2), same_hash(3))
    assert found.row == 2


def test_image_of_one_device_model_holds_for_its_own_hash() -> None:
    assert not of_rule("image-of-one-device-model", numbered_row(1), numbered_row(2))


def test_image_of_one_device_model_holds_for_an_amendment_of_something_else() -> None:
    number, _ = enlist(same_hash(1), same_hash(2))
    assert not findings(amendment(number, {"Model name": "Two"}))


# --- Shared certificates -------------------------------------------------------------------------


def shared(number: int, /, **changes: Cell) -> Cells:
    return numbered_row(number, **{"CPA certificate": "CPA-SHARED", **changes})


def test_certificate_said_alike_in_all_rows_breaks_at_the_later_row() -> None:
    rows = [shared(1), shared(2, **{"CPA date": "2998-01-01", "CPA standard": "CPA 2"})]
    found = of_rule("certificate-said-alike-in-all-rows", *rows)
    assert [(each.row, each.column) for each in found] == [(3, "CPA standard"), (3, "CPA date")]


def test_certificate_said_alike_in_all_rows_holds_for_a_shared_certificate() -> None:
    assert not findings(*(addition(shared(n), row=n) for n in (1, 2)))


def test_certificate_kept_for_others_breaks_for_one_amended_alone() -> None:
    number, other = enlist(shared(1), shared(2))
    (found,) = findings(amendment(number, {"CPA date": "2998-01-01"}))
    assert (found.rule, found.column) == ("certificate-kept-for-others", "CPA date")
    assert (found.found, found.expected) == ("2998-01-01", "2999-12-31")
    assert f"CPL number {other}" in found.message


def test_certificate_kept_for_others_breaks_for_a_new_row() -> None:
    enlist(shared(1))
    new = shared(2, **{"Security Characteristics version": "9"})
    (found,) = of_rule("certificate-kept-for-others", new)
    assert found.row == 2
    # So too behind a row that says what is recorded.
    (found,) = of_rule("certificate-kept-for-others", shared(3), new)
    assert found.row == 3


def test_certificate_kept_for_others_holds_where_all_it_covers_are_amended() -> None:
    numbers = enlist(shared(1), shared(2))
    later = {"CPA date": "2998-01-01"}
    assert not findings(*(amendment(n, later, row=n) for n in numbers))


def test_certificate_kept_for_others_holds_for_the_only_one_it_covers() -> None:
    (number,) = enlist(numbered_row(1))
    assert not findings(amendment(number, {"CPA date": "2998-01-01"}))


def test_certificate_kept_for_others_holds_for_an_amendment_of_something_else() -> None:
    numbers = enlist(shared(1), shared(2))
    assert not findings(amendment(numbers[0], {"Model name": "Two"}))


def test_rows_of_several_submissions_may_have_the_same_position() -> None:
    first, second = (addition(cells, row=2) for cells in (valid_row(), valid_row()))
    found = [each for each in findings(first, second) if each.level == Level.PROBLEM]
    assert [each.rule for each in found] == ["device-model-listed-once"]


def test_queries_do_not_grow_with_the_rows(django_assert_num_queries: Any) -> None:
    rows = [addition(numbered_row(n), row=n) for n in range(2, 150)]
    with django_assert_num_queries(10):
        assert findings(*rows) == []
