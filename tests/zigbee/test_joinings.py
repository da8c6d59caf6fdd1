"""The committee hears who comes to read by a grant to an organisation or a role (F2.38, L19)."""

from collections.abc import Callable

import pytest

from accounts.models import Organisation, Role, User
from accounts.services import (
    role_give,
    user_add,
    user_deactivate,
    user_join_organisation,
    user_reactivate,
)
from sec_registry.notices.models import Notice
from tests.accounts.factories import OrganisationFactory, make_person
from tests.zigbee.grants import make_grant, make_member, two_members_needed
from zigbee.grants import grant_revoke
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db

ROLE = Role.PANEL_REVIEWER
Joined = Callable[[User, Organisation], User]


def by_a_new_account(keeper: User, organisation: Organisation) -> User:
    return user_add(email="new@nobody.example", name="New", organisation=organisation, by=keeper)


def by_a_move(keeper: User, organisation: Organisation) -> User:
    return user_join_organisation(user=make_person(), organisation=organisation, by=keeper)


def by_a_role(keeper: User, _: Organisation) -> User:
    person = make_person()
    role_give(user=person, role=ROLE, reason="minute 7", by=keeper)
    return person


def by_an_account_opened_again(keeper: User, organisation: Organisation) -> User:
    person = make_person(organisation=organisation)
    user_deactivate(user=person, reason="left", by=keeper)
    return user_reactivate(user=person, reason="back", by=keeper)


WAYS = (by_a_new_account, by_a_move, by_a_role, by_an_account_opened_again)


@pytest.fixture
def member() -> User:
    return make_member()


@pytest.fixture
def keeper() -> User:
    return make_person(Role.PANEL_ADMINISTRATOR)


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory()


@pytest.mark.parametrize("join", WAYS)
def test_whoever_joins_the_holders_of_a_grant_is_told_to_the_committee(
    member: User, keeper: User, organisation: Organisation, join: Joined
) -> None:
    grants = make_grant(member, organisation=organisation), make_grant(member, role=ROLE)
    person = join(keeper, organisation)

    (letter,) = Notice.objects.filter(recipient=member, text__contains=f"By: {keeper.email}")
    opening = grants[join is by_a_role]
    assert DZIR.reach(person).right == f"grant {opening.pk}"
    assert str(person) in letter.text
    assert f"Grants: {opening.pk}\n" in letter.text
    assert opening.purpose not in letter.text


def test_a_closed_account_that_comes_back_to_its_own_grant_is_told(
    member: User, keeper: User
) -> None:
    person = make_person()
    grant = make_grant(member, person=person)
    user_deactivate(user=person, reason="left", by=keeper)
    user_reactivate(user=person, reason="back", by=keeper)

    assert f"Grants: {grant.pk}\n" in Notice.objects.get(recipient=member).text


@pytest.mark.parametrize("join", WAYS)
def test_nothing_is_told_where_no_grant_opens_anything(
    member: User, keeper: User, organisation: Organisation, join: Joined
) -> None:
    make_grant(member, organisation=OrganisationFactory())
    make_grant(member, role=Role.PANEL_ADMINISTRATOR)
    make_grant(member, person=make_person())
    revoked = make_grant(member, organisation=organisation)
    grant_revoke(by=member, grant=revoked, reason="over")
    two_members_needed()
    make_grant(make_member(), organisation=organisation)
    Notice.objects.all().delete()

    assert not DZIR.reach(join(keeper, organisation))
    assert not Notice.objects.exists()
