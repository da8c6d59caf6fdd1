"""A Manufacturer's contact changes once, for all its records, in FIR and DZIR alike."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from firmware.models import ContactPoint
from sec_registry.registers.catalogue import register, registers
from tests.registry import Panel, accept, make_panel
from tests.rows import MANUFACTURER_CODE, OTHER_MANUFACTURER_CODE, Cells, numbered_row
from zigbee.models import Review

pytestmark = pytest.mark.django_db

Problems = Callable[..., list[tuple[str, str]]]

OLD = {
    "email": "firmware@fictional.example",
    "telephone": "+442079460000",
    "address": "1 Nowhere Street, Erewhon",
}
NEW = {
    "email": "new@fictional.example",
    "telephone": "+4930901820",
    "address": "2 Nowhere Street\nErewhon",
}
NONE = dict.fromkeys(OLD, "")
BARE: Cells = dict.fromkeys(
    [
        "Contact email",
        "Contact telephone",
        "Contact address",
        "Release notes",
        "Upgrade",
        "ZigBee chipset vendor",
        "ZigBee stack version",
    ]
)


def change(**cells: str) -> Cells:
    return {
        "Action": "change contact",
        "Manufacturer code": MANUFACTURER_CODE,
        **{f"Contact {part}": text for part, text in NEW.items()},
        **cells,
    }


def published(code: str) -> dict[int, dict[str, Any]]:
    rows = register(code).published._default_manager.filter(superseded_in__isnull=True)
    return {row.cpl_number: json.loads(row.document) for row in rows}


def contacts(code: str) -> dict[int, Any]:
    return {number: document["contact"] for number, document in published(code).items()}


@pytest.fixture
def panel() -> Panel:
    """Records 1 and 2 of the Manufacturer, 3 of another; 11 and 12 were taken over without some."""
    panel = make_panel()
    other: Cells = {"Manufacturer code": OTHER_MANUFACTURER_CODE, "Manufacturer": "Others Ltd"}
    own: Cells = {"Contact email": "second@fictional.example"}
    accept(numbered_row(1), numbered_row(2, **own), numbered_row(3, **other), panel=panel)
    accept(
        numbered_row(11, **{"CPL number": "11", **BARE}),
        numbered_row(12, **{"CPL number": "12", "Release notes": None}),
        panel=panel,
        initial_load=True,
    )
    return panel


@pytest.mark.parametrize("code", ["firmware", "zigbee"])
def test_the_contact_changes_in_all_records_that_have_one(code: str, panel: Panel) -> None:
    before = published(code)
    accept(change(), panel=panel)

    assert contacts(code) == {1: NEW, 2: NEW, 3: OLD, 11: NONE, 12: NEW}
    after = published(code)
    assert [after[number]["state"] for number in sorted(after)] == [
        before[number]["state"] for number in sorted(before)
    ]


def test_one_publication_changes_these_records_and_leaves_the_cpl_alone(panel: Panel) -> None:
    publication = accept(change(), panel=panel)

    changed = {
        each.code: list(
            each.published._default_manager.filter(published_in=publication)
            .order_by("cpl_number")
            .values_list("cpl_number", "change")
        )
        for each in registers()
    }
    amended = [(1, "amended"), (2, "amended"), (12, "amended")]
    assert changed == {"cpl": [], "firmware": amended, "zigbee": amended}


def test_the_records_share_one_contact_point(panel: Panel) -> None:
    accept(change(), panel=panel)

    (point,) = ContactPoint.objects.filter(email=NEW["email"])
    assert point.records.count() == 3


def test_changed_zigbee_records_wait_for_their_review(panel: Panel) -> None:
    publication = accept(change(), panel=panel)

    waiting = Review.objects.filter(publication=publication.pk)
    assert sorted(waiting.values_list("record", flat=True)) == [1, 2, 12]


def test_the_same_contact_again_changes_no_record(panel: Panel) -> None:
    accept(change(), panel=panel)
    again = accept(change(), panel=panel)

    for each in registers():
        assert not each.published._default_manager.filter(published_in=again).exists()


def test_name_and_contact_change_beside_each_other(panel: Panel) -> None:
    renaming: Cells = {
        "Action": "rename manufacturer",
        "Manufacturer code": MANUFACTURER_CODE,
        "Manufacturer": "Renamed Meters plc",
        "Reason": "Taken over.",
    }
    accept(change(), renaming, panel=panel)

    for code in ("firmware", "zigbee"):
        first = published(code)[1]
        assert first["contact"] == NEW
        assert first["device"]["manufacturer"]["name"] == "Renamed Meters plc"


def test_a_foreign_telephone_number_is_fine(panel: Panel, problems: Problems) -> None:
    assert problems(change(**{"Contact telephone": "+8613800138000"})) == []


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (change(**{"Manufacturer code": "FFFF"}), "manufacturer-on-record", "Manufacturer code"),
        (change(**{"Contact email": ""}), "contact-details-are-complete", "Contact email"),
        (change(**{"Contact telephone": ""}), "contact-details-are-complete", "Contact telephone"),
        (change(**{"Contact address": " \n"}), "contact-details-are-complete", "Contact address"),
        (change(**{"Contact email": "[clear]"}), "contact-details-are-complete", "Contact email"),
        (change(**{"Contact email": "nobody"}), "contact-email-is-valid", "Contact email"),
        (
            change(**{"Contact telephone": "+44123"}),
            "contact-telephone-is-valid",
            "Contact telephone",
        ),
        (change(**{"CPL number": "1"}), "no-record-is-named", "CPL number"),
    ],
)
def test_what_a_change_of_contact_lacks_is_a_problem(
    row: Cells, rule: str, column: str, panel: Panel, problems: Problems
) -> None:
    assert problems(row) == [(rule, column)]


def test_two_changes_of_one_manufacturers_contact_are_refused(
    panel: Panel, problems: Problems
) -> None:
    rows = [change(), change(**{"Contact address": "3 Nowhere Street"})]
    assert problems(*rows) == [("contact-changed-once", "Manufacturer code")]
    # What else is typed beside them is told once more, at the first alone.
    assert problems(*rows, numbered_row(4)) == [("contact-changed-once", "Manufacturer code")] * 2


@pytest.mark.parametrize(
    "row",
    [
        numbered_row(4),
        {"Action": "amend", "CPL number": "1", "Contact email": "other@fictional.example"},
    ],
)
def test_another_contact_for_one_of_the_records_is_refused_beside_it(
    row: Cells, panel: Panel, problems: Problems
) -> None:
    assert problems(row, change()) == [("contact-changed-once", "Manufacturer code")]


def test_the_same_contact_for_one_of_the_records_goes_with_it(
    panel: Panel, problems: Problems
) -> None:
    own: Cells = {f"Contact {part}": text for part, text in NEW.items()}
    notes: Cells = {"Action": "amend", "CPL number": "1", "Release notes": "Second words."}

    assert problems(numbered_row(4, **own), notes, change()) == []
