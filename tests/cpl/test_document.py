"""A CPL record as published, word for word, and back into a row."""

from typing import Any

import pytest

from cpl.register import CPL
from sec_registry.registers.vocabulary import join, split
from tests.cpl.desk import LISTED_ON, accept, addition, document, enlist, removal
from tests.rows import DEVICE_TYPES, Cells, numbered_row, row_of, smets1_row, valid_row

pytestmark = pytest.mark.django_db

ROWS = [
    *(pytest.param(row_of(code), id=code) for code in DEVICE_TYPES),
    *(pytest.param(smets1_row(code), id=f"SMETS1 {code}") for code in DEVICE_TYPES),
    pytest.param(
        valid_row(
            **{"Image creator": None, "Image descriptor": None, "Image hash": None},
            **{"Model name": None, "ESME variant": None},
        ),
        id="no image, no name",
    ),
    pytest.param(
        valid_row(**{"ZigBee certificate": "Z1; Z2", "ZigBee standard": "ZSE 1.2; ZSE 1.4"}),
        id="two ZigBee certificates",
    ),
]


def of_this_register(row: Cells) -> dict[str, str]:
    """The row's cells in the columns of the Central Products List, "" where it has none."""
    return {
        column.name: join(split(row.get(column.name)))
        if column.several
        else str(row.get(column.name) or "")
        for column in CPL.columns
    }


@pytest.mark.parametrize("row", ROWS)
def test_cells_of_the_document_are_the_row_again(row: Cells) -> None:
    (number,) = enlist(row)
    assert CPL.cells(document(number)) == of_this_register(row)


@pytest.mark.parametrize("row", ROWS)
def test_row_of_a_document_renders_to_the_same_document(row: Cells) -> None:
    (number,) = enlist(row)
    before = document(number)
    again: Cells = {**CPL.cells(before), "Hardware version": "0999"}
    (second,) = accept(addition(again))
    unlike = {"cpl_number": second, "hardware_version": "0999", "added_in": before["added_in"] + 1}
    assert document(second) == {**before, **unlike}


def test_document_has_exactly_the_members_of_the_contract() -> None:
    (number,) = enlist(valid_row())
    assert document(number) == {
        "cpl_number": number,
        "device_type": "ESME",
        "generation": "SMETS2+",
        "manufacturer": {"code": "FA0A", "name": "Fictional Meters Ltd"},
        "model": {"identifier": "0A01", "name": "Imaginary One"},
        "hardware_version": "0100",
        "firmware_version": "00000001",
        "firmware_coding": "HEX",
        "esme_variant": "A",
        "specifications": [
            {"name": "SMETS", "version": "4.2", "gbcs_version": "3.2"},
            {"name": "SMETS", "version": "5.0", "gbcs_version": "4.2"},
        ],
        "certificates": [
            {"scheme": "ZIGBEE", "number": "ZIG-FICTION-1", "standard_version": "ZSE 1.4"},
            {"scheme": "DLMS", "number": "DLMS-FICTION-1", "standard_version": "Blue Book 12"},
            {
                "scheme": "CPA",
                "number": "CPA-FICTION-1",
                "standard_version": "CPA 1.3",
                "date": "2999-12-31",
                "date_kind": "RENEWAL",
                "security_characteristics_version": "1.3",
            },
        ],
        "cpa": {
            "date": "2999-12-31",
            "date_kind": "RENEWAL",
            "security_characteristics_version": "1.3",
        },
        "image": {
            "creator": "Fictional Meters Ltd",
            "descriptor": "imaginary-one-00000001.ota",
            "hash": valid_row()["Image hash"],
            "hash_algorithm": "SHA-256",
        },
        "status": "CURRENT",
        "status_date": LISTED_ON.isoformat(),
        "removal": None,
        "added_in": 1,
        "amended_in": None,
        "correction": None,
    }


@pytest.mark.parametrize("parts", ["CHF", "GPF"])
def test_parts_of_a_hub_are_listed_as_the_hub(parts: str) -> None:
    (number,) = enlist(row_of("CH", **{"Device type": parts}))
    listed = document(number)
    assert listed["device_type"] == "CH"
    assert {pair["name"] for pair in listed["specifications"]} == {"CHTS"}


def test_removal_shows_its_reason_where_that_is_public() -> None:
    (number,) = enlist(valid_row())
    accept(removal(number, {"Reason public": "yes"}))
    assert document(number)["removal"] == {
        "date": "2001-02-03",
        "reason": "Withdrawn in a story",
    }


def test_removal_keeps_its_reason_and_authority_where_they_are_not() -> None:
    (number,) = enlist(valid_row())
    accept(removal(number))
    listed = document(number)
    assert listed["removal"] == {"date": "2001-02-03"}
    assert "story" not in str(listed)
    assert "Minutes" not in str(listed)


def test_filters_stand_beside_the_document() -> None:
    with_all, without = enlist(
        valid_row(),
        smets1_row("GSME", **{"Image creator": None, "Image descriptor": None, "Image hash": None}),
    )
    beside = CPL.extra_columns(document(with_all))
    assert beside["image_hash"] == valid_row()["Image hash"]
    assert beside["cpa_date"].isoformat() == "2999-12-31"
    assert CPL.extra_columns(document(without)) == {"image_hash": "", "cpa_date": None}


def test_queries_do_not_grow_with_the_records(django_assert_num_queries: Any) -> None:
    numbers = enlist(*(numbered_row(n) for n in range(1, 60)))
    with django_assert_num_queries(3):
        assert len(CPL.render(numbers)) == 59


def test_number_that_is_not_listed_has_no_document() -> None:
    assert CPL.render([4711]) == {}
