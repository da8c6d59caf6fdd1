"""An Assurance Certificate is renewed once, for all the Device Models that it covers."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from cpl.models import AssuranceCertificate, DeviceModel, DeviceModelCertificate
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.findings import Level
from sec_registry.registers.ledger import opened_ledger
from sec_registry.submissions.checking import run_rules
from sec_registry.submissions.models import Item
from sec_registry.submissions.proposals import batch_of_rows
from tests.registry import Panel, accept, make_panel, rows_of
from tests.rows import CPA_DATE, Cells, numbered_row

pytestmark = pytest.mark.django_db

Problems = Callable[..., list[tuple[str, str]]]

OLD, NEW = "CPA-FICTION-SHARED", "CPA-FICTION-RENEWED"
LATER = "3009-12-31"


def renewal(**cells: str) -> Cells:
    return {
        "Action": "renew certificate",
        "Replaces certificate": OLD,
        "CPA certificate": NEW,
        "CPA standard": "CPA 1.4",
        "CPA date": LATER,
        "CPA date kind": "EXPIRY",
        "Security Characteristics version": "1.4",
        **cells,
    }


def zigbee_renewal(**cells: str) -> Cells:
    return {
        "Action": "renew certificate",
        "Replaces certificate": "ZIG-FICTION-1",
        "ZigBee certificate": "ZIG-FICTION-1B",
        "ZigBee standard": "ZSE 1.5",
        **cells,
    }


def document(number: int) -> dict[str, Any]:
    rows = register("cpl").published._default_manager.filter(superseded_in__isnull=True)
    found: dict[str, Any] = json.loads(rows.get(cpl_number=number).document)
    return found


def cpa(number: int) -> tuple[str, str, str]:
    """The CPA Certificate that a Device Model is published with: number, date, standard."""
    (found,) = (each for each in document(number)["certificates"] if each["scheme"] == "CPA")
    return found["number"], found["date"], found["standard_version"]


def advisories(*rows: Cells) -> list[tuple[str, str]]:
    findings = run_rules(batch_of_rows(rows_of(rows)))
    return [(f.rule, f.column) for f in findings if f.level == Level.ADVISORY]


@pytest.fixture
def panel() -> Panel:
    """1 to 3 share a CPA Certificate, and 3 is removed; 4 has its own."""
    panel = make_panel()
    shared: Cells = {"CPA certificate": OLD}
    accept(*(numbered_row(n, **shared) for n in (1, 2, 3)), numbered_row(4), panel=panel)
    removal: Cells = {
        "Action": "remove",
        "CPL number": "3",
        "Removal reason": "error",
        "Removal authority": "Panel",
        "Removal date": "2024-01-05",
        "Reason public": "no",
    }
    accept(removal, panel=panel)
    return panel


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


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (
            renewal(**{"Replaces certificate": ""}),
            [("renewal-names-both-certificates", "Replaces certificate")],
        ),
        (
            {"Action": "renew certificate", "Replaces certificate": OLD},
            [("renewal-names-both-certificates", "Action")],
        ),
        (
            renewal(**{"CPA certificate": ""}),
            [("renewal-names-both-certificates", "CPA certificate")],
        ),
        (renewal(**{"CPA standard": ""}), [("renewal-names-both-certificates", "CPA standard")]),
        (
            renewal(**{"DLMS standard": "Blue Book 13", "DLMS certificate": "DLMS-1"}),
            [("renewal-names-both-certificates", "CPA certificate")],
        ),
        (
            zigbee_renewal(**{"ZigBee certificate": "A; B"}),
            [("renewal-names-both-certificates", "ZigBee certificate")],
        ),
        (renewal(**{"CPA date": ""}), [("new-cpa-details-given", "CPA date")]),
        (renewal(**{"CPA date kind": ""}), [("new-cpa-details-given", "CPA date kind")]),
        (
            renewal(**{"Security Characteristics version": ""}),
            [("new-cpa-details-given", "Security Characteristics version")],
        ),
        (
            renewal(**{"Replaces certificate": "CPA-NOBODYS"}),
            [("renewed-certificate-in-force", "Replaces certificate")],
        ),
        (
            renewal(**{"Replaces certificate": "ZIG-FICTION-1"}),
            [("renewed-certificate-in-force", "Replaces certificate")],
        ),
        (
            renewal(**{"CPA certificate": "CPA-FICTION-4"}),
            [
                ("new-certificate-said-alike", "CPA standard"),
                ("new-certificate-said-alike", "CPA date"),
                ("new-certificate-said-alike", "CPA date kind"),
                ("new-certificate-said-alike", "Security Characteristics version"),
            ],
        ),
        (renewal(**{"CPL number": "1"}), [("no-record-is-named", "CPL number")]),
        (renewal(**{"CPA date": "31/12/3009"}), [("date-in-iso-form", "CPA date")]),
    ],
)
def test_what_a_renewal_lacks_is_a_problem(
    row: Cells, found: list[tuple[str, str]], panel: Panel, problems: Problems
) -> None:
    assert problems(row) == found


def test_a_renewal_that_says_nothing_new_is_refused(panel: Panel, problems: Problems) -> None:
    same = {
        "CPA certificate": OLD,
        "CPA standard": "CPA 1.3",
        "CPA date": CPA_DATE,
        "CPA date kind": "RENEWAL",
        "Security Characteristics version": "1.3",
    }
    assert problems(renewal(**same)) == [("new-certificate-said-alike", "CPA certificate")]


def test_a_certificate_that_was_replaced_is_neither_renewed_nor_brought_back(
    panel: Panel, problems: Problems
) -> None:
    accept(renewal(), panel=panel)

    again = renewal(**{"CPA certificate": "CPA-FICTION-THIRD"})
    assert problems(again) == [("renewed-certificate-in-force", "Replaces certificate")]
    back = renewal(**{"Replaces certificate": NEW, "CPA certificate": OLD})
    assert problems(back)[0] == ("new-certificate-said-alike", "CPA certificate")


def test_a_certificate_of_removed_device_models_alone_is_not_renewed(
    panel: Panel, problems: Problems
) -> None:
    removal: Cells = {
        "Action": "remove",
        "CPL number": "4",
        "Removal reason": "error",
        "Removal authority": "Panel",
        "Removal date": "2024-01-05",
        "Reason public": "no",
    }
    accept(removal, panel=panel)

    found = problems(renewal(**{"Replaces certificate": "CPA-FICTION-4"}))
    assert found == [("renewed-certificate-in-force", "Replaces certificate")]


@pytest.mark.parametrize("date_typed", ["2998-01-01", CPA_DATE])
def test_a_date_that_is_not_later_needs_a_waiver(date_typed: str, panel: Panel) -> None:
    assert advisories(renewal(**{"CPA date": date_typed})) == [("renewal-is-for-later", "CPA date")]
    assert advisories(renewal()) == []


def test_a_number_of_two_schemes_needs_a_waiver(panel: Panel, problems: Problems) -> None:
    accept(numbered_row(5, **{"DLMS certificate": "ZIG-FICTION-1"}), panel=panel)

    row = zigbee_renewal()
    assert problems(row) == []
    assert advisories(row) == [("renewed-number-names-one-certificate", "Replaces certificate")]


@pytest.mark.parametrize(
    "beside",
    [
        renewal(**{"CPA certificate": "CPA-FICTION-OTHER"}),
        {
            "Action": "amend",
            "CPL number": "1",
            "CPA certificate": "CPA-FICTION-4",
        },
        numbered_row(5, **{"CPA certificate": OLD}),
        renewal(**{"Replaces certificate": "CPA-FICTION-4", "CPA certificate": OLD}),
    ],
)
def test_a_renewal_beside_another_change_of_the_certificate_is_refused(
    beside: Cells, panel: Panel, problems: Problems
) -> None:
    assert ("certificate-renewed-once", "Replaces certificate") in problems(beside, renewal())


def test_a_row_that_says_otherwise_of_the_new_certificate_is_refused(
    panel: Panel, problems: Problems
) -> None:
    otherwise = renewal(**{"Replaces certificate": "CPA-FICTION-4", "CPA date": "3010-01-01"})
    assert problems(renewal(), otherwise) == [("new-certificate-said-alike", "CPA date")]


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


def test_who_names_a_replaced_certificate_anew_is_told_of_its_successor(panel: Panel) -> None:
    accept(renewal(), panel=panel)
    amended: Cells = {"Action": "amend", "CPL number": "4", "CPA certificate": OLD}
    kept: Cells = {"Action": "amend", "CPL number": "1", "Release notes": "Again."}
    added = numbered_row(5, **{"CPA certificate": OLD})

    told = [advisories(row) for row in (added, amended, kept)]

    here = ("certificate-in-force", "CPA certificate")
    assert [here in each for each in told] == [True, True, False]


def test_a_certificate_in_force_needs_no_second_look(panel: Panel) -> None:
    added = numbered_row(5, **{"CPA certificate": OLD})
    assert "certificate-in-force" not in {rule for rule, _ in advisories(added)}
