"""Organisations: when they are SEC Parties, what the database refuses, and the verbs."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from accounts.services import organisation_add, organisation_cease, organisation_change
from tests.accounts.factories import BY, OrganisationFactory, make_party

pytestmark = pytest.mark.django_db
ACCEDED, CEASED = date(2020, 1, 10), date(2021, 6, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 1, 9), False),
        (date(2020, 1, 10), True),
        (date(2021, 5, 31), True),
        (date(2021, 6, 1), False),
        (date(2021, 6, 2), False),
    ],
)
def test_party_is_current_from_accession_until_the_day_it_ceases(day: date, expected: bool) -> None:
    party = make_party(acceded_on=ACCEDED, ceased_on=CEASED)

    assert party.is_current_party(day) is expected
    assert Organisation.objects.current_parties(day).filter(pk=party.pk).exists() is expected


def test_organisation_that_never_acceded_is_no_party() -> None:
    organisation = OrganisationFactory(is_manufacturer=True)

    assert not organisation.is_current_party()
    assert not Organisation.objects.current_parties().exists()


def test_dcc_is_a_party_without_a_category() -> None:
    assert make_party(is_dcc=True).is_current_party()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"acceded_on": CEASED, "ceased_on": CEASED}, "ceases after"),
        ({"ceased_on": CEASED}, "ceases after"),
        ({"category": "GAS_NETWORK"}, "Only a SEC Party has a category"),
        (
            {"category": "GAS_NETWORK", "acceded_on": ACCEDED, "is_dcc": True},
            "DCC is a Party without one",
        ),
        ({"name": "FIRST"}, "this name already"),
        ({"name": ""}, "cannot be blank"),
        ({"category": "HUGE_SUPPLIER"}, "not a valid choice"),
    ],
)
def test_organisation_that_cannot_be_is_refused(facts: dict[str, Any], said: str) -> None:
    OrganisationFactory(name="First")

    with pytest.raises(ValidationError, match=said):
        organisation_add(by=BY, **{"name": "Second", **facts})

    assert Organisation.objects.count() == 1


def test_database_refuses_a_party_that_ceased_before_it_acceded() -> None:
    party = make_party(acceded_on=ACCEDED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=party.pk).update(ceased_on=date(2019, 1, 1))


def test_database_refuses_a_blank_party_signifier() -> None:
    party = make_party()

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=party.pk).update(party_signifier="")


def test_organisation_changes_facts_and_group_and_leaves_a_record(administrator: User) -> None:
    party = make_party(name="Old name", category="OTHER_SEC_PARTY")

    organisation_change(
        organisation=party, by=administrator, reason="merger", name="New name", is_test_house=True
    )

    party.refresh_from_db()
    assert (party.name, party.is_test_house, party.category) == (
        "New name",
        True,
        "OTHER_SEC_PARTY",
    )
    assert party.group.name == "Organisation: New name"
    last = party.history.first()
    assert last is not None
    assert (last.history_user_id, last.history_change_reason) == (administrator.email, "merger")


def test_organisation_ceases_on_the_day_given(administrator: User) -> None:
    party = make_party(acceded_on=ACCEDED)

    ceased = organisation_cease(organisation=party, on=CEASED, by=administrator)

    assert not ceased.is_current_party(CEASED)


def test_organisations_are_managed_by_managers_only(reviewer: User) -> None:
    party = make_party()

    with pytest.raises(PermissionDenied):
        organisation_add(by=reviewer, name="Mine")
    with pytest.raises(PermissionDenied):
        organisation_cease(organisation=party, on=CEASED, by=reviewer)
