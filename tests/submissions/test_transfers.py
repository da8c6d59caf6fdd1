"""Another organisation answers for a record: nothing published changes, the history says why."""

import pytest

from accounts.models import Organisation
from cpl.models import DeviceModel
from cpl.register import CPL
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import PublicationRegister
from sec_registry.registers.vocabulary import Cell
from tests.accounts.factories import OrganisationFactory
from tests.findings import PROBLEM, findings, said
from tests.registry import Panel, accept, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db


def transfer(number: int, organisation: Cell, **changes: Cell) -> Cells:
    return {
        "Action": "transfer",
        "CPL number": number,
        "Organisation of record": organisation,
        "Reason": "The business was sold.",
        **changes,
    }


@pytest.fixture
def buyer() -> Organisation:
    return OrganisationFactory(name="Buyer of Fictions Ltd", party_signifier="BUYER")


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    accept(numbered_row(1), numbered_row(2), panel=panel)
    return panel


@pytest.mark.parametrize("named", ["Buyer of Fictions Ltd", "BUYER", "buyer"])
def test_record_goes_to_the_organisation_named(
    panel: Panel, buyer: Organisation, named: str
) -> None:
    publication = accept(transfer(1, named), panel=panel)

    row = DeviceModel.objects.get(pk=1)
    assert row.organisation_of_record == buyer
    assert DeviceModel.objects.get(pk=2).organisation_of_record is None
    told = DeviceModel.history.filter(cpl_number=1).latest("history_id")
    assert told.history_user_id == panel.reviewer.email
    assert told.history_change_reason == (
        f"publication {publication.number}: The business was sold."
    )


@pytest.mark.usefixtures("buyer")
def test_transfer_makes_a_publication_in_which_no_document_changes(panel: Panel) -> None:
    publication = accept(transfer(1, "BUYER"), panel=panel)

    states = PublicationRegister.objects.filter(publication=publication)
    assert {(each.register, each.changed) for each in states} == {
        (each.code, 0) for each in registers()
    }
    before = PublicationRegister.objects.get(publication=publication.number - 1, register="cpl")
    assert states.get(register="cpl").root == before.root
    for each in registers():
        assert not each.published._default_manager.filter(published_in=publication).exists()


@pytest.mark.usefixtures("buyer", "panel")
@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (transfer(1, None), "transfer-accounted-for", "Organisation of record"),
        (transfer(1, "BUYER", Reason=None), "transfer-accounted-for", "Reason"),
        (transfer(1, "Nobody Ltd"), "organisation-on-file", "Organisation of record"),
        (transfer(99, "BUYER"), "number-on-the-list", "CPL number"),
    ],
)
def test_transfer_that_breaks_a_rule_is_a_problem(row: Cells, rule: str, column: str) -> None:
    assert said(CPL, row) == {(PROBLEM, rule, column)}


@pytest.mark.usefixtures("buyer", "panel")
def test_name_that_is_another_ones_party_signifier_is_refused() -> None:
    OrganisationFactory(name="Buyer")
    (found,) = findings(CPL, transfer(1, "BUYER"))
    assert found.rule == "organisation-on-file"
    assert "two organisations" in found.message


def test_transfer_to_who_has_it_changes_nothing(panel: Panel, buyer: Organisation) -> None:
    accept(transfer(1, "BUYER"), panel=panel)
    accept(transfer(1, buyer.name), panel=panel)
    assert DeviceModel.history.filter(cpl_number=1).count() == 2
