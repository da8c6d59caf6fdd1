"""An Assurance Certificate is renewed once, for all the Device Models that it covers."""

from datetime import date

import pytest
from django.db import IntegrityError

from cpl.models import AssuranceCertificate, DeviceModel, DeviceModelCertificate
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.ledger import opened_ledger
from sec_registry.submissions.models import Item
from tests.registry import Panel, accept
from tests.rows import CPA_DATE, Cells, numbered_row
from tests.submissions.renewals.words import LATER, NEW, OLD, cpa, document, renewal, zigbee_renewal

pytestmark = pytest.mark.django_db


def test_the_new_certificate_covers_every_current_device_model_of_the_old(panel: Panel) -> None:
    publication = accept(renewal(), panel=panel)

    assert cpa(1) == cpa(2) == (NEW, LATER, "CPA 1.4")
    assert document(1)["cpa"] == {
        "date": LATER,
        "date_kind": "EXPIRY",
        "security_characteristics_version": "1.4",
    }
    assert document(1)["amended_in"] == document(2)["amended_in"] == publication.number
    assert cpa(4) == ("CPA-FICTION-4", CPA_DATE, "CPA 1.3")


def test_a_removed_device_model_keeps_the_certificate_it_had(panel: Panel) -> None:
    before = document(3)
    accept(renewal(), panel=panel)

    assert document(3) == before
    assert cpa(3)[0] == OLD


def test_the_old_certificate_names_its_successor_and_its_links_stay_in_history(
    panel: Panel,
) -> None:
    publication = accept(renewal(), panel=panel)

    old, new = (AssuranceCertificate.objects.get(number=number) for number in (OLD, NEW))
    assert (old.replaced_by, new.replaced_by) == (new, None)
    assert list(old.device_model_links.values_list("device_model", flat=True)) == [3]
    ended = DeviceModelCertificate.history.filter(history_type="-", certificate=old.pk)
    assert set(ended.values_list("device_model", "history_date")) == {
        (1, publication.published_at),
        (2, publication.published_at),
    }


def test_only_the_covered_records_of_the_cpl_are_published(panel: Panel) -> None:
    publication = accept(renewal(), panel=panel)

    changed = {
        each.code: list(
            each.published._default_manager.filter(published_in=publication)
            .order_by("cpl_number")
            .values_list("cpl_number", "change")
        )
        for each in registers()
    }
    amended = [(1, "amended"), (2, "amended")]
    assert changed == {"cpl": amended, "firmware": [], "zigbee": []}
    assert Item.objects.get(submission__publication=publication).allocated_number is None


def test_under_the_same_number_the_certificate_is_renewed_in_place(panel: Panel) -> None:
    publication = accept(renewal(**{"CPA certificate": OLD}), panel=panel)

    assert cpa(1) == cpa(2) == cpa(3) == (OLD, LATER, "CPA 1.4")
    renewed = AssuranceCertificate.objects.get(number=OLD)
    assert (renewed.date, renewed.replaced_by) == (date.fromisoformat(LATER), None)
    changed = register("cpl").published._default_manager.filter(published_in=publication)
    assert set(changed.values_list("cpl_number", flat=True)) == {1, 2, 3}


def test_a_zigbee_certificate_beside_others_is_renewed_alone(panel: Panel) -> None:
    two: Cells = {"ZigBee certificate": "ZIG-FICTION-5; ZIG-A", "ZigBee standard": "ZSE 1.4; A"}
    accept(numbered_row(5, **two), panel=panel)
    accept(zigbee_renewal(**{"Replaces certificate": "ZIG-A"}), panel=panel)

    listed = [each for each in document(5)["certificates"] if each["scheme"] == "ZIGBEE"]
    assert [(each["number"], each["standard_version"]) for each in listed] == [
        ("ZIG-FICTION-1B", "ZSE 1.5"),
        ("ZIG-FICTION-5", "ZSE 1.4"),
    ]


def test_two_certificates_may_be_replaced_by_one(panel: Panel) -> None:
    accept(renewal(), renewal(**{"Replaces certificate": "CPA-FICTION-4"}), panel=panel)

    assert {cpa(number)[0] for number in (1, 2, 4)} == {NEW}
    assert AssuranceCertificate.objects.get(number=NEW).replaces.count() == 2


def test_a_certificate_that_is_on_record_already_may_be_the_new_one(panel: Panel) -> None:
    known = renewal(
        **{
            "CPA certificate": "CPA-FICTION-4",
            "CPA standard": "CPA 1.3",
            "CPA date": CPA_DATE,
            "CPA date kind": "RENEWAL",
            "Security Characteristics version": "1.3",
        }
    )
    accept(known, panel=panel)

    assert {cpa(number) for number in (1, 2, 4)} == {("CPA-FICTION-4", CPA_DATE, "CPA 1.3")}


def test_a_device_model_that_brings_the_new_certificate_goes_with_the_renewal(
    panel: Panel,
) -> None:
    own = {
        column: cell
        for column, cell in renewal().items()
        if column not in ("Action", "Replaces certificate")
    }
    accept(renewal(), numbered_row(5, **own), panel=panel)

    assert cpa(1) == cpa(2) == cpa(5) == (NEW, LATER, "CPA 1.4")


def test_an_amendment_of_something_else_goes_with_the_renewal(panel: Panel) -> None:
    amendment: Cells = {"Action": "amend", "CPL number": "1", "Model name": "Imaginary Two"}
    accept(amendment, renewal(), panel=panel)

    assert cpa(1)[0] == NEW
    assert document(1)["model"]["name"] == "Imaginary Two"


def test_no_certificate_is_its_own_successor(panel: Panel) -> None:
    old = AssuranceCertificate.objects.get(number=OLD)
    with (
        pytest.raises(IntegrityError, match="certificate_not_its_own_successor"),
        opened_ledger(),
    ):
        AssuranceCertificate.objects.filter(pk=old.pk).update(replaced_by=old)


def test_device_models_are_marked_amended_once(panel: Panel) -> None:
    publication = accept(renewal(), panel=panel)

    marked = DeviceModel.objects.filter(amended_in=publication.number)
    assert set(marked.values_list("cpl_number", flat=True)) == {1, 2}
