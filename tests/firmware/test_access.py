"""Who reads the Firmware Information Repository (F2.17B), person by person."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User
from firmware.register import FIR
from tests.accounts.factories import (
    OrganisationFactory,
    make_party,
    make_person,
    make_superuser,
)

pytestmark = pytest.mark.django_db


def test_people_of_a_current_party_read_everything() -> None:
    person = make_person(organisation=make_party())

    assert FIR.admits(person)
    assert FIR.reach(person).everything
    assert FIR.reach(person).right == "SEC Party"


def test_dcc_is_a_party_without_a_category() -> None:
    assert FIR.reach(make_person(organisation=make_party(is_dcc=True))).everything


@pytest.mark.parametrize("role", [Role.PANEL_ADMINISTRATOR, Role.PANEL_REVIEWER])
def test_panel_staff_read_everything(role: Role) -> None:
    person = make_person(role=role)

    assert FIR.admits(person)
    assert FIR.reach(person).right == "Panel"


@pytest.mark.parametrize("role", [Role.SECURITY_SUB_COMMITTEE, Role.AUDITOR, None])
def test_others_read_nothing(role: Role | None) -> None:
    person = make_person(role=role)

    assert not FIR.admits(person)
    assert not FIR.reach(person)


def test_superuser_reads_nothing() -> None:
    assert not FIR.admits(make_superuser())


def test_people_of_a_manufacturer_read_nothing() -> None:
    assert not FIR.admits(make_person(organisation=OrganisationFactory(is_manufacturer=True)))


def test_people_of_a_party_that_ceased_read_nothing() -> None:
    ceased = make_party(ceased_on=date(2020, 1, 1))

    assert not FIR.admits(make_person(organisation=ceased))


def test_people_of_a_party_that_has_not_acceded_yet_read_nothing() -> None:
    assert not FIR.admits(make_person(organisation=make_party(acceded_on=date(2999, 1, 1))))


def test_inactive_people_read_nothing() -> None:
    person = make_person(organisation=make_party())
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not FIR.admits(person)


def test_nobody_reads_nothing() -> None:
    assert not FIR.admits(AnonymousUser())
    assert not FIR.visible_to(AnonymousUser()).exists()
    assert not FIR.live_visible_to(AnonymousUser()).exists()
