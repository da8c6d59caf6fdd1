"""What an acceptance writes into the Device Zigbee Information Repository, live and published."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cpl.register import CPL
from firmware.register import FIR
from sec_registry.audit.acting import acting
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.digests import canonical
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.publish import close_publication
from sec_registry.submissions.proposals import batch_of_rows
from tests.registry import Panel, accept, make_panel, rows_of
from tests.rows import Cells, numbered_row, row_of
from zigbee.choices import ReviewState
from zigbee.models import PublishedZigbeeRecord, Radio, Review, ZigbeeRecord
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db

VENDOR = "ZigBee chipset vendor"
STACK = "ZigBee stack version"
BARE: Cells = dict.fromkeys(
    (
        "Contact email",
        "Contact telephone",
        "Contact address",
        "Release notes",
        "Upgrade",
        VENDOR,
        STACK,
    )
)


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def published(number: int) -> dict[str, Any]:
    """Today's published document."""
    row = PublishedZigbeeRecord.objects.get(cpl_number=number, superseded_in__isnull=True)
    document: dict[str, Any] = json.loads(row.document)
    return document


def reviews(number: int) -> list[tuple[int, str]]:
    """The record's reviews: publication and state."""
    return list(
        Review.objects.filter(record=number)
        .order_by("publication")
        .values_list("publication", "state")
    )


def test_addition_writes_the_document_of_the_contract(panel: Panel) -> None:
    accept(row_of("CH"), panel=panel)

    assert published(1) == {
        "cpl_number": 1,
        "state": "provided",
        "device": {
            "device_type": "CH",
            "generation": "SMETS2+",
            "manufacturer": {"code": "FA0A", "name": "Fictional Meters Ltd"},
            "model": {"identifier": "0A01", "name": "Imaginary One"},
            "hardware_version": "0100",
            "firmware_version": "00000001",
            "status": "CURRENT",
        },
        "radios": [
            {"chipset_vendor": "Imaginary Silicon", "stack_version": "HouseOfCards 1.2.3.4"},
            {"chipset_vendor": "Pretend Radios", "stack_version": "MakeBelieve 2.0"},
        ],
        "contact": {
            "email": "firmware@fictional.example",
            "telephone": "+442079460000",
            "address": "1 Nowhere Street, Erewhon",
        },
    }


def test_addition_waits_for_review(panel: Panel) -> None:
    publication = accept(numbered_row(1), panel=panel)

    assert reviews(1) == [(publication.number, ReviewState.UNREVIEWED)]


def test_initial_load_without_the_part_is_not_provided_and_waits_for_nothing(panel: Panel) -> None:
    accept(numbered_row(7, **BARE, **{"CPL number": 7}), panel=panel, initial_load=True)

    assert published(7)["state"] == "not_provided"
    assert published(7)["radios"] == []
    assert published(7)["contact"] == {"email": "", "telephone": "", "address": ""}
    assert reviews(7) == []


def test_initial_load_with_radios_alone_keeps_them(panel: Panel) -> None:
    row: Cells = {**BARE, "CPL number": 7, VENDOR: "Imaginary Silicon", STACK: "1.0"}

    accept(numbered_row(7, **row), panel=panel, initial_load=True)

    assert published(7)["state"] == "not_provided"
    assert published(7)["radios"] == [
        {"chipset_vendor": "Imaginary Silicon", "stack_version": "1.0"}
    ]
    assert len(reviews(7)) == 1


def test_amended_stack_version_keeps_vendor_and_contact_and_waits_for_review(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)
    before = published(1)

    publication = accept({"Action": "amend", "CPL number": 1, STACK: "Tower 2"}, panel=panel)

    radio = {"chipset_vendor": "Imaginary Silicon", "stack_version": "Tower 2"}
    assert published(1) == {**before, "radios": [radio]}
    assert reviews(1)[-1] == (publication.number, ReviewState.UNREVIEWED)


def test_same_radios_again_change_nothing(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)
    row: Cells = {VENDOR: "Imaginary Silicon", STACK: "HouseOfCards 1.2.3.4"}

    accept({"Action": "amend", "CPL number": 1, **row}, panel=panel)

    assert len(reviews(1)) == 1
    assert Radio.history.count() == 1
    assert PublishedZigbeeRecord.objects.filter(cpl_number=1).count() == 1


def test_typed_contact_detail_goes_over_the_records_own(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)

    row: Cells = {"Action": "amend", "CPL number": 1, "Contact email": "new@fictional.example"}
    accept(row, panel=panel)

    assert published(1)["contact"] == {
        "email": "new@fictional.example",
        "telephone": "+442079460000",
        "address": "1 Nowhere Street, Erewhon",
    }
    assert len(reviews(1)) == 2


def test_contact_never_comes_from_the_firmware_record(panel: Panel) -> None:
    """A Zigbee record without contact stays so when radios are added beside a firmware contact."""
    row: Cells = {**BARE, "CPL number": 7}
    accept(numbered_row(7, **row), panel=panel, initial_load=True)
    details: Cells = {
        "Contact email": "canary@fictional.example",
        "Contact telephone": "+442079460000",
        "Contact address": "1 Nowhere Street, Erewhon",
    }
    accept({"Action": "amend", "CPL number": 7, **details}, panel=panel)
    with opened_ledger(), acting(by="tests"):
        record = ZigbeeRecord.objects.get(pk=7)
        record.contact_email = record.contact_telephone = record.contact_address = ""
        record.save()

    accept({"Action": "amend", "CPL number": 7, VENDOR: "Imaginary", STACK: "1"}, panel=panel)

    assert published(7)["state"] == "not_provided"
    assert "canary" not in canonical(published(7))


def test_firmware_only_change_publishes_nothing_here(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)

    accept({"Action": "amend", "CPL number": 1, "Release notes": "Better."}, panel=panel)

    assert PublishedZigbeeRecord.objects.filter(cpl_number=1).count() == 1
    assert len(reviews(1)) == 1


def test_removal_shows_in_the_device_block_without_a_review(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)
    removal: Cells = {
        "Action": "remove",
        "CPL number": 1,
        "Removal reason": "superseded",
        "Removal authority": "Panel",
        "Removal date": "2020-01-01",
        "Reason public": "yes",
    }

    accept(removal, panel=panel)

    assert published(1)["device"]["status"] == "REMOVED"
    assert len(reviews(1)) == 1


def test_cells_hold_the_radios_and_no_contact(panel: Panel) -> None:
    accept(row_of("CH"), panel=panel)

    assert DZIR.cells(published(1)) == {
        VENDOR: "Imaginary Silicon; Pretend Radios",
        STACK: "HouseOfCards 1.2.3.4; MakeBelieve 2.0",
    }


def test_live_rows_render_what_is_published(panel: Panel) -> None:
    accept(row_of("CH"), numbered_row(2), panel=panel)

    current = PublishedZigbeeRecord.objects.filter(superseded_in__isnull=True)

    assert {row.cpl_number: row.document for row in current} == {
        number: canonical(document) for number, document in DZIR.render([1, 2]).items()
    }


def test_every_write_leaves_its_line_of_history(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)
    accept({"Action": "amend", "CPL number": 1, STACK: "Tower 2"}, panel=panel)

    lines = Radio.history.order_by("history_id").values_list("history_type", "stack_version")
    assert list(lines) == [
        ("+", "HouseOfCards 1.2.3.4"),
        ("-", "HouseOfCards 1.2.3.4"),
        ("+", "Tower 2"),
    ]
    assert {h.history_user_id for h in Radio.history.all()} == {panel.reviewer.email}


@pytest.mark.parametrize("rows", [5, 50])
def test_writing_and_rendering_take_no_query_per_row(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    batch = batch_of_rows(rows_of([numbered_row(n) for n in range(1, rows + 1)]))
    numbers = {c.reference: n for n, c in enumerate(batch.candidates, start=1)}
    with opened_ledger() as ledger, acting(by="tests"):
        accepted = [
            Accepted(c, numbers[c.reference], ledger.publication, date(2030, 1, 1), None, numbers)
            for c in batch.candidates
        ]
        CPL.apply(accepted)
        FIR.apply(accepted)
        with django_assert_max_num_queries(20):
            DZIR.apply(accepted)
            DZIR.render(list(numbers.values()))
        close_publication(ledger, [], {}, by="tests")
