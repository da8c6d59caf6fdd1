"""What an acceptance writes into the live tables, and the history it leaves."""

from typing import Any

import pytest

from accounts.models import Organisation
from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    DeviceModelCertificate,
    Manufacturer,
    ManufacturerImage,
    SpecificationPair,
)
from tests.accounts.factories import OrganisationFactory
from tests.cpl.desk import LISTED_ON, accept, addition, amendment, document, enlist, removal
from tests.rows import numbered_row, valid_row

pytestmark = pytest.mark.django_db

LATER = "2998-01-01"


def kinds(model: Any, **of: Any) -> list[str]:
    """The kinds of the history rows, oldest first: + added, ~ changed, - deleted."""
    rows = model.history.filter(**of).order_by("history_id")
    return list(rows.values_list("history_type", flat=True))


# --- Add -----------------------------------------------------------------------------------------


def test_added_device_model_belongs_to_the_organisation_that_sent_it() -> None:
    sender: Organisation = OrganisationFactory()
    (number,) = accept(addition(valid_row()), organisation_id=sender.pk)
    row = DeviceModel.objects.get(pk=number)
    assert row.organisation_of_record == sender
    assert (row.status, row.status_date) == ("CURRENT", LISTED_ON)
    assert row.amended_in is None


def test_addition_leaves_history_of_everything_by_the_actor() -> None:
    enlist(valid_row())
    for model, rows in (
        (Manufacturer, 1),
        (DeviceModel, 1),
        (SpecificationPair, 2),
        (AssuranceCertificate, 3),
        (DeviceModelCertificate, 3),
        (ManufacturerImage, 1),
    ):
        history: Any = model.history
        assert (
            list(history.values_list("history_type", "history_user_id")) == [("+", "test")] * rows
        )


def test_unknown_manufacturer_is_entered_with_the_first_name_given() -> None:
    enlist(numbered_row(1), numbered_row(2, Manufacturer="Other"))
    assert dict(Manufacturer.objects.values_list("code", "name")) == {
        "FA0A": "Fictional Meters Ltd"
    }


def test_known_manufacturer_keeps_its_name() -> None:
    enlist(numbered_row(1))
    enlist(numbered_row(2, Manufacturer="Other"))
    assert Manufacturer.objects.get().name == "Fictional Meters Ltd"


def test_certificate_shared_by_rows_is_entered_once() -> None:
    numbers = enlist(*(numbered_row(n, **{"CPA certificate": "CPA-SHARED"}) for n in (1, 2)))
    shared = AssuranceCertificate.objects.get(number="CPA-SHARED")
    links = shared.device_model_links.values_list("device_model", flat=True)
    assert sorted(links) == numbers


def test_same_number_in_two_schemes_is_two_certificates() -> None:
    same = {"ZigBee certificate": "SAME", "DLMS certificate": "SAME", "CPA certificate": "SAME"}
    (number,) = enlist(valid_row(**same))
    schemes = [each["scheme"] for each in document(number)["certificates"]]
    assert schemes == ["ZIGBEE", "DLMS", "CPA"]


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    # SQLite takes 999 values a statement, so that inserts of many columns go in several.
    with django_assert_max_num_queries(80):
        enlist(*(numbered_row(n) for n in range(1, 150)))


# --- Amend ---------------------------------------------------------------------------------------


def test_amendment_writes_what_was_given_and_keeps_the_rest() -> None:
    (number,) = enlist(valid_row())
    before = document(number)
    accept(amendment(number, {"Model name": "Two", "ESME variant": "[clear]"}))
    assert document(number) == {
        **before,
        "model": {"identifier": "0A01", "name": "Two"},
        "esme_variant": "",
        "amended_in": 2,
    }


def test_amendment_that_changes_nothing_here_leaves_no_trace() -> None:
    (number,) = enlist(valid_row())
    before = document(number)
    accept(amendment(number, {"Release notes": "Better words.", "Model name": "Imaginary One"}))
    assert document(number) == before
    assert kinds(DeviceModel, cpl_number=number) == ["+"]
    assert kinds(SpecificationPair) == ["+", "+"]


def test_amended_versions_keep_pairs_that_stay() -> None:
    (number,) = enlist(valid_row())
    kept = SpecificationPair.objects.get(version="5.0")
    accept(amendment(number, {"SMETS/CHTS version": "5.0; 6.0", "GBCS version": "4.2; 4.3"}))
    rows = SpecificationPair.objects.order_by("position").values_list("pk", "version")
    assert [version for _, version in rows] == ["5.0", "6.0"]
    assert rows[0][0] == kept.pk
    assert sorted(kinds(SpecificationPair)) == ["+", "+", "+", "-", "~"]
    assert document(number)["amended_in"] == 2


def test_amended_order_of_versions_is_kept() -> None:
    (number,) = enlist(valid_row())
    accept(amendment(number, {"SMETS/CHTS version": "5.0; 4.2", "GBCS version": "4.2; 3.2"}))
    versions = [pair["version"] for pair in document(number)["specifications"]]
    assert versions == ["5.0", "4.2"]


def test_replaced_certificate_is_unlinked_and_stays_on_record() -> None:
    (number,) = enlist(valid_row())
    accept(amendment(number, {"CPA certificate": "CPA-NEW"}))
    cpa = document(number)["certificates"][2]
    assert cpa["number"] == "CPA-NEW"
    assert AssuranceCertificate.objects.filter(number="CPA-FICTION-1").exists()
    assert kinds(DeviceModelCertificate).count("-") == 1


def test_renewed_certificate_shows_on_all_that_were_amended_with_it() -> None:
    numbers = enlist(*(numbered_row(n, **{"CPA certificate": "CPA-SHARED"}) for n in (1, 2)))
    accept(*(amendment(n, {"CPA date": LATER}) for n in numbers))
    listed = [document(number) for number in numbers]
    assert [each["cpa"]["date"] for each in listed] == [LATER, LATER]
    assert [each["amended_in"] for each in listed] == [2, 2]
    assert kinds(AssuranceCertificate, number="CPA-SHARED") == ["+", "~"]


def test_amendment_of_something_else_does_not_take_a_renewal_back() -> None:
    first, second = enlist(*(numbered_row(n, **{"CPA certificate": "CPA-SHARED"}) for n in (1, 2)))
    accept(
        amendment(first, {"CPA date": LATER}),
        amendment(second, {"Model name": "Two"}),
    )
    assert document(second)["cpa"]["date"] == LATER


def test_cleared_image_is_taken_away() -> None:
    (number,) = enlist(valid_row())
    cleared = dict.fromkeys(("Image creator", "Image descriptor", "Image hash"), "[clear]")
    accept(amendment(number, {**cleared}))
    assert document(number)["image"] is None
    assert kinds(ManufacturerImage) == ["+", "-"]


def test_amended_hash_is_written() -> None:
    (number,) = enlist(valid_row())
    accept(amendment(number, {"Image hash": "AB" * 32}))
    assert document(number)["image"]["hash"] == "AB" * 32
    assert kinds(ManufacturerImage) == ["+", "~"]


# --- Remove --------------------------------------------------------------------------------------


def test_removed_device_model_stays_with_its_reason() -> None:
    (number,) = enlist(valid_row())
    accept(removal(number))
    row = DeviceModel.objects.get(pk=number)
    assert (row.status, row.status_date.isoformat()) == ("REMOVED", "2001-02-03")
    assert row.removal_reason == "Withdrawn in a story"
    assert row.removal_authority == "Minutes of a fictional meeting"
    assert row.removal_reason_public is False
    assert kinds(DeviceModel, cpl_number=number) == ["+", "~"]


def test_identity_of_a_removed_device_model_can_be_listed_again() -> None:
    (number,) = enlist(valid_row())
    accept(removal(number))
    (again,) = enlist(valid_row())
    assert again > number
