"""What an acceptance writes into the Firmware Information Repository, live and published."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cpl.register import CPL
from firmware.models import ContactPoint, FirmwareRecord, PublishedFirmwareRecord, UpgradePathway
from firmware.register import FIR
from sec_registry.audit.acting import acting
from sec_registry.registers.declaration import Accepted
from sec_registry.registers.digests import canonical
from sec_registry.registers.ledger import opened_ledger
from sec_registry.submissions.proposals import batch_of_rows
from tests.registry import Panel, accept, make_panel, rows_of
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

NO_PART: Cells = dict.fromkeys(
    ("Contact email", "Contact telephone", "Contact address", "Release notes", "Upgrade")
)


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def published(number: int) -> dict[str, Any]:
    """Today's published document."""
    row = PublishedFirmwareRecord.objects.get(cpl_number=number, superseded_in__isnull=True)
    document: dict[str, Any] = json.loads(row.document)
    return document


def test_addition_writes_the_document_of_the_contract(panel: Panel) -> None:
    accept(numbered_row(1), numbered_row(2, Upgrade="yes", Baselines="row 1"), panel=panel)

    assert published(2) == {
        "cpl_number": 2,
        "state": "provided",
        "device": {
            "device_type": "ESME",
            "generation": "SMETS2+",
            "manufacturer": {"code": "FA0A", "name": "Fictional Meters Ltd"},
            "model": {"identifier": "0A01", "name": "Imaginary One"},
            "hardware_version": "0100",
            "firmware_version": "00000002",
            "status": "CURRENT",
        },
        "contact": {
            "email": "firmware@fictional.example",
            "telephone": "+442079460000",
            "address": "1 Nowhere Street, Erewhon",
        },
        "release_notes": "First release.",
        "upgrade": {"state": "listed", "baselines": [1], "blocked": []},
    }


def test_records_with_the_same_details_share_a_contact_point(panel: Panel) -> None:
    other: Cells = {"Manufacturer code": "FB0B", "Manufacturer": "Pretend Meters Ltd"}

    accept(numbered_row(1), numbered_row(2), numbered_row(3, **other), panel=panel)

    assert ContactPoint.objects.count() == 2
    assert FirmwareRecord.objects.get(pk=1).contact == FirmwareRecord.objects.get(pk=2).contact


def test_baselines_by_reference_and_number_become_numbers(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)

    accept(numbered_row(3, Upgrade="yes", Baselines="1; row 2"), numbered_row(2), panel=panel)

    assert published(2)["upgrade"]["baselines"] == [1, 3]


def test_number_that_a_spreadsheet_made_is_read_as_the_number(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)

    accept(numbered_row(2, Upgrade="yes", Baselines=1.0), panel=panel)

    assert published(2)["upgrade"]["baselines"] == [1]


def test_initial_load_without_the_part_is_not_provided(panel: Panel) -> None:
    accept(numbered_row(7, **NO_PART, **{"CPL number": 7}), panel=panel, initial_load=True)

    document = published(7)
    assert document["state"] == "not_provided"
    assert document["contact"] == {"email": "", "telephone": "", "address": ""}
    assert document["upgrade"] == {"state": "not_provided", "baselines": [], "blocked": []}


def test_initial_load_keeps_what_was_given(panel: Panel) -> None:
    given: Cells = {**NO_PART, "CPL number": 7, "Release notes": "From the archive."}

    accept(numbered_row(7, **given), panel=panel, initial_load=True)

    assert published(7)["state"] == "not_provided"
    assert published(7)["release_notes"] == "From the archive."


def test_amendment_completes_a_record_that_was_not_provided(panel: Panel) -> None:
    accept(numbered_row(7, **NO_PART, **{"CPL number": 7}), panel=panel, initial_load=True)
    row: Cells = {
        "Action": "amend",
        "CPL number": 7,
        "Contact email": "firmware@fictional.example",
        "Contact telephone": "+442079460000",
        "Contact address": "1 Nowhere Street, Erewhon",
        "Release notes": "From the archive.",
        "Upgrade": "not applicable",
    }

    accept(row, panel=panel)

    assert published(7)["state"] == "provided"
    assert published(7)["upgrade"]["state"] == "not_applicable"


def test_amendment_of_this_part_alone_keeps_the_rest(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)
    before = published(1)

    accept({"Action": "amend", "CPL number": 1, "Release notes": "  Better.\n"}, panel=panel)

    assert published(1) == {**before, "release_notes": "  Better.\n"}


def test_amendment_of_another_part_publishes_nothing_here(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)

    accept({"Action": "amend", "CPL number": 1, "Image descriptor": "other.ota"}, panel=panel)

    assert PublishedFirmwareRecord.objects.filter(cpl_number=1).count() == 1


def test_amendment_that_says_the_same_leaves_no_line_of_history(panel: Panel) -> None:
    accept(numbered_row(1), panel=panel)
    row: Cells = {"Release notes": "First release.", "Contact email": "firmware@fictional.example"}

    accept({"Action": "amend", "CPL number": 1, **row}, panel=panel)

    assert FirmwareRecord.history.count() == 1
    assert ContactPoint.objects.count() == 1


def test_amended_baselines_replace_the_declared_and_leave_the_blocked(panel: Panel) -> None:
    accept(
        *[numbered_row(n) for n in (1, 2, 3)],
        numbered_row(4, Upgrade="yes", Baselines="row 1; row 2"),
        panel=panel,
    )
    accept(_block(4, "1"), panel=panel)

    accept({"Action": "amend", "CPL number": 4, "Baselines": "3"}, panel=panel)

    upgrade = published(4)["upgrade"]
    assert upgrade["baselines"] == [3]
    assert [blocked["cpl_number"] for blocked in upgrade["blocked"]] == [1]


def test_baselines_are_cleared_with_not_applicable(panel: Panel) -> None:
    accept(numbered_row(1), numbered_row(2, Upgrade="yes", Baselines="row 1"), panel=panel)
    row: Cells = {"Upgrade": "not applicable", "Baselines": "[clear]"}

    accept({"Action": "amend", "CPL number": 2, **row}, panel=panel)

    assert published(2)["upgrade"] == {"state": "not_applicable", "baselines": [], "blocked": []}


def test_block_moves_a_baseline_and_unblock_brings_it_back(panel: Panel) -> None:
    accept(numbered_row(1), numbered_row(2, Upgrade="yes", Baselines="row 1"), panel=panel)

    publication = accept(_block(2, "1"), panel=panel)

    since = publication.published_at.date().isoformat()
    assert published(2)["upgrade"] == {
        "state": "listed",
        "baselines": [],
        "blocked": [{"cpl_number": 1, "reason": "It bricks meters.", "since": since}],
    }

    accept({"Action": "unblock baselines", "CPL number": 2, "Baselines": "1"}, panel=panel)

    assert published(2)["upgrade"] == {"state": "listed", "baselines": [1], "blocked": []}


def test_removal_shows_in_the_device_block_and_keeps_the_pathways(panel: Panel) -> None:
    accept(numbered_row(1), numbered_row(2, Upgrade="yes", Baselines="row 1"), panel=panel)
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
    assert published(2)["upgrade"]["baselines"] == [1]


def test_every_write_leaves_its_line_of_history(panel: Panel) -> None:
    accept(
        numbered_row(1), numbered_row(2), numbered_row(3, Upgrade="yes", Baselines="row 1"),
        panel=panel,
    )  # fmt: skip
    accept(_block(3, "1"), panel=panel)
    accept({"Action": "unblock baselines", "CPL number": 3, "Baselines": "1"}, panel=panel)
    accept({"Action": "amend", "CPL number": 3, "Baselines": "2"}, panel=panel)

    history = UpgradePathway.history.order_by("history_id")
    lines = [(h.baseline_id, h.history_type, h.state) for h in history]
    assert lines == [
        (1, "+", "declared"),
        (1, "~", "blocked"),
        (1, "~", "declared"),
        (1, "-", "declared"),
        (2, "+", "declared"),
    ]
    assert {h.history_user_id for h in history} == {panel.reviewer.email}
    assert FirmwareRecord.history.count() == 3


def test_live_rows_render_what_is_published(panel: Panel) -> None:
    accept(
        *[numbered_row(n) for n in (1, 2)],
        numbered_row(3, Upgrade="yes", Baselines="row 1; row 2"),
        panel=panel,
    )
    accept(_block(3, "2"), panel=panel)

    current = PublishedFirmwareRecord.objects.filter(superseded_in__isnull=True)

    assert {row.cpl_number: row.document for row in current} == {
        number: canonical(document) for number, document in FIR.render([1, 2, 3]).items()
    }


def test_cells_give_the_row_that_makes_the_document_again(panel: Panel) -> None:
    accept(numbered_row(1), numbered_row(2, Upgrade="yes", Baselines="row 1"), panel=panel)

    assert FIR.cells(published(2)) == {
        "Contact email": "firmware@fictional.example",
        "Contact telephone": "+442079460000",
        "Contact address": "1 Nowhere Street, Erewhon",
        "Release notes": "First release.",
        "Upgrade": "yes",
        "Baselines": "1",
    }


@pytest.mark.parametrize("rows", [5, 50])
def test_writing_and_rendering_take_no_query_per_row(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cells = [numbered_row(1)] + [
        numbered_row(n, Upgrade="yes", Baselines="row 1") for n in range(2, rows + 2)
    ]
    batch = batch_of_rows(rows_of(cells))
    numbers = {c.reference: n for n, c in enumerate(batch.candidates, start=1)}
    with opened_ledger() as ledger, acting(by="tests"):
        accepted = [
            Accepted(c, numbers[c.reference], ledger.publication, date(2030, 1, 1), None, numbers)
            for c in batch.candidates
        ]
        CPL.apply(accepted)
        with django_assert_max_num_queries(21):
            FIR.apply(accepted)
            FIR.render(list(numbers.values()))


def _block(number: int, baselines: str) -> Cells:
    return {
        "Action": "block baselines",
        "CPL number": number,
        "Baselines": baselines,
        "Reason": "It bricks meters.",
    }
