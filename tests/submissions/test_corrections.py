"""A correction from end to end: one number, three registers, one publication, a reason."""

import json
from typing import Any

import pytest

from cpl.models import DeviceModel
from firmware.models import FirmwareRecord
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.models import PublishedRecord
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.models import StoredFinding
from sec_registry.submissions.review import submission_submit
from tests.accounts.factories import OrganisationFactory, make_person
from tests.registry import Panel, accept, draft, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

REASON = "canary: the label was misread"


def correct(number: int, **cells: Any) -> Cells:
    return {
        "Action": "correct",
        "CPL number": number,
        "Reason": REASON,
        "Reason public": "no",
        **cells,
    }


def published(code: str, number: int) -> PublishedRecord:
    rows = register(code).published._default_manager
    return rows.get(cpl_number=number, superseded_in__isnull=True)


def document(code: str, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(published(code, number).document)
    return found


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    accept(numbered_row(1), numbered_row(2), panel=panel)
    return panel


def test_identity_is_corrected_in_all_three_registers_at_once(panel: Panel) -> None:
    row = correct(1, **{"Hardware version": "0101", "Reason public": "yes"})
    publication = accept(row, panel=panel)

    for each in registers():
        found = published(each.code, 1)
        assert (found.change, found.published_in_id) == ("corrected", publication.number)
        assert found.hardware_version == "0101"
        assert published(each.code, 2).published_in_id == 1
    assert document("firmware", 1)["device"]["hardware_version"] == "0101"
    assert document("cpl", 1)["amended_in"] is None
    assert document("cpl", 1)["correction"] == {
        "publication": publication.number,
        "date": publication.published_at.date().isoformat(),
        "reason": REASON,
    }


def test_reason_that_is_not_public_stays_off_the_record(panel: Panel) -> None:
    publication = accept(correct(1, **{"Model name": "Imaginary Won"}), panel=panel)

    assert document("cpl", 1)["correction"] == {
        "publication": publication.number,
        "date": publication.published_at.date().isoformat(),
    }
    assert all(REASON not in published(each.code, 1).document for each in registers())
    history = DeviceModel.history.filter(cpl_number=1).latest("history_id")
    assert (history.correction_reason, history.history_user_id) == (REASON, panel.reviewer.email)


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("firmware", {"Release notes": "Put right."}),
        ("zigbee", {"ZigBee stack version": "HouseOfCards 1.2.3.5"}),
    ],
)
def test_correction_of_a_restricted_register_leaves_no_mark_on_the_list(
    panel: Panel, code: str, cells: Cells
) -> None:
    publication = accept(correct(1, **cells), panel=panel)

    assert published(code, 1).change == "corrected"
    assert published(code, 1).published_in_id == publication.number
    assert published("cpl", 1).published_in_id == 1
    assert document("cpl", 1)["correction"] is None


def test_record_of_another_manufacturer_gets_a_contact_point_of_its_own(panel: Panel) -> None:
    other = {"Manufacturer code": "FB0B", "Manufacturer": "Other Fictions Ltd"}
    accept(correct(1, **other), panel=panel)

    contact = FirmwareRecord.objects.get(pk=1).contact
    assert contact is not None
    assert contact.manufacturer_id == "FB0B"
    assert document("firmware", 1)["contact"]["email"] == contact.email
    assert document("firmware", 1)["device"]["manufacturer"]["name"] == "Other Fictions Ltd"


def test_correction_that_changes_nothing_leaves_no_mark(panel: Panel) -> None:
    accept(correct(1, **{"Hardware version": "0100"}), panel=panel)
    assert document("cpl", 1)["correction"] is None


def test_only_the_panel_sends_a_correction_in() -> None:
    panel = make_panel()
    maker = make_person(organisation=OrganisationFactory())
    accept(numbered_row(1), panel=panel, by=maker)
    submission = draft(correct(1, **{"Hardware version": "0101"}), by=maker)
    with pytest.raises(NotAcceptable):
        submission_submit(submission=submission, by=maker)

    problems = StoredFinding.objects.filter(submission=submission, level="problem")
    assert [each.rule for each in problems] == ["correction-by-the-panel"]
