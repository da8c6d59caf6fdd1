"""The committee hears who comes to read by what it granted, past a decision of its own (F2.38)."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import Organisation, Role, User
from accounts.services import (
    organisation_cease,
    organisation_change,
    role_give,
    token_issue,
    user_add,
    user_change,
    user_deactivate,
    user_join_organisation,
    user_reactivate,
)
from sec_registry.notices.models import Notice
from tests.accounts.factories import BY, OrganisationFactory, make_party, make_person
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


@pytest.mark.parametrize("to_organisation", [True, False], ids=["organisation", "account"])
def test_whoever_comes_to_answer_for_a_service_account_is_told_to_the_committee(
    member: User, keeper: User, organisation: Organisation, to_organisation: bool
) -> None:
    service = user_add(
        email="meters@nobody.example",
        name="Meters",
        organisation=organisation,
        is_service=True,
        responsible_person=make_person(),
        by=BY,
    )
    holder = {"organisation": organisation} if to_organisation else {"person": service}
    grant = make_grant(member, **holder)
    Notice.objects.all().delete()

    user_change(user=service, name="Smart meters", by=keeper)
    assert not Notice.objects.exists()
    changed = user_change(user=service, responsible_person=keeper, by=keeper)

    letter = Notice.objects.get(recipient=member)
    assert f"What: {keeper} answers for the service account now\n" in letter.text
    assert f"Grants: {grant.pk}\n" in letter.text
    assert token_issue(user=changed, by=keeper)


def test_whoever_takes_a_grant_of_their_own_elsewhere_is_told_to_the_committee(
    member: User, keeper: User, organisation: Organisation
) -> None:
    person = make_person(organisation=organisation)
    own, left = make_grant(member, person=person), make_grant(member, organisation=organisation)

    user_join_organisation(user=person, organisation=None, by=keeper)

    letter = Notice.objects.get(recipient=member)
    assert "Organisation: none\nWhat: moved to no organisation\n" in letter.text
    assert f"Grants: {own.pk}\n" in letter.text
    assert DZIR.reach(person).right == f"grant {own.pk}" != f"grant {left.pk}"


def test_a_cessation_that_is_recorded_or_taken_back_is_told_with_what_it_closes_and_opens(
    member: User, keeper: User
) -> None:
    party = make_party()
    colleague = make_person(organisation=party)
    theirs, own = make_grant(member, organisation=party), make_grant(member, person=colleague)

    organisation_cease(organisation=party, on=timezone.localdate(), by=keeper)
    ceased = Notice.objects.get(recipient=member)
    assert f"Grants to the organisation: {theirs.pk}. They open nothing" in ceased.text
    assert f"Grants to people of it: {own.pk}. They go on" in ceased.text
    assert DZIR.reach(colleague).right == f"grant {own.pk}"

    organisation_change(organisation=party, ceased_on=None, name="Renamed", by=keeper)
    again = Notice.objects.exclude(pk=ceased.pk).get(recipient=member)
    assert f"By: {keeper.email}\n" in again.text
    assert "They open again to all of its people." in again.text
    assert theirs.purpose not in ceased.text + again.text
    assert DZIR.reach(colleague).right == f"grant {theirs.pk}, grant {own.pk}"

    organisation_change(organisation=party, name="Renamed again", by=keeper)
    organisation_cease(organisation=make_party(), on=timezone.localdate(), by=keeper)
    assert Notice.objects.count() == 2
