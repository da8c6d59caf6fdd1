"""Accounts of people and services: how they are made, moved, closed, and what history keeps."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import ApiToken, Role, User
from accounts.people import has_role
from accounts.services import (
    token_issue,
    user_add,
    user_change,
    user_deactivate,
    user_join_organisation,
    user_reactivate,
    user_set_password,
)
from tests.accounts.factories import (
    BY,
    PASSWORD,
    OrganisationFactory,
    UserFactory,
    make_party,
    make_person,
)

pytestmark = pytest.mark.django_db


def test_email_is_kept_in_lower_case_and_found_however_it_is_typed() -> None:
    user = UserFactory(email=" Mixed.Case@Test.Example ")

    assert user.email == "mixed.case@test.example"
    assert User.objects.get_by_natural_key("MIXED.case@test.example") == user


def test_database_refuses_upper_case_in_an_email_by_raw_sql(person: User) -> None:
    with (
        pytest.raises(IntegrityError, match="user_email_lower_case"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE accounts_user SET email = 'Upper@test.example' WHERE id = %s", [person.pk]
        )


def test_second_account_with_the_same_address_is_refused(person: User) -> None:
    with pytest.raises(ValidationError, match="email address already"):
        user_add(email=person.email.upper(), name="Double", by=BY)


@pytest.mark.parametrize(
    "fields",
    [{"is_service": True}, {"is_service": False, "responsible_person": True}],
)
def test_service_account_and_responsible_person_need_each_other(
    person: User, fields: dict[str, Any]
) -> None:
    responsible = person if fields.pop("responsible_person", False) else None

    with pytest.raises(ValidationError, match="responsible person"):
        user_add(email="s@test.example", name="S", by=BY, responsible_person=responsible, **fields)


def test_service_account_never_uses_the_admin(person: User) -> None:
    with pytest.raises(ValidationError, match="never uses the admin"):
        user_add(
            email="s@test.example",
            name="S",
            by=BY,
            is_service=True,
            responsible_person=person,
            is_staff=True,
        )


def test_database_refuses_a_service_account_that_nobody_answers_for(person: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(is_service=True)


def test_manager_adds_somebody_who_cannot_sign_in_yet(administrator: User) -> None:
    party = make_party()

    user = user_add(email="new@test.example", name="New", organisation=party, by=administrator)

    assert not user.has_usable_password()
    assert user.groups.get() == party.group


def test_manager_sets_no_password_for_somebody_else(administrator: User, person: User) -> None:
    with pytest.raises(ValidationError, match="set their own passwords"):
        user_add(email="new@test.example", name="New", password=PASSWORD, by=administrator)
    with pytest.raises(PermissionDenied, match="set their own passwords"):
        user_set_password(user=person, password=PASSWORD, by=administrator)


@pytest.mark.parametrize("by", ["reviewer", "member", "person"])
def test_others_manage_no_accounts(by: str, request: pytest.FixtureRequest) -> None:
    actor, user = request.getfixturevalue(by), UserFactory()

    with pytest.raises(PermissionDenied):
        user_add(email="new@test.example", name="New", by=actor)
    with pytest.raises(PermissionDenied):
        user_change(user=user, name="Renamed", by=actor)
    with pytest.raises(PermissionDenied):
        user_deactivate(user=user, reason="rivalry", by=actor)
    with pytest.raises(PermissionDenied):
        user_join_organisation(user=user, organisation=None, by=actor)


def test_manager_who_lost_the_role_manages_no_longer(administrator: User, person: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    with pytest.raises(PermissionDenied):
        user_change(user=person, name="Renamed", by=administrator)


def test_change_leaves_what_is_not_given(administrator: User) -> None:
    user = UserFactory(name="Before", is_staff=True)

    user_change(user=user, name="After", by=administrator)

    user.refresh_from_db()
    assert (user.name, user.is_staff) == ("After", True)


def test_superusers_account_is_managed_by_superusers(administrator: User, superuser: User) -> None:
    with pytest.raises(PermissionDenied, match="Only superusers"):
        user_deactivate(user=superuser, reason="coup", by=administrator)

    assert user_change(user=superuser, name="Chief", by=superuser).name == "Chief"


def test_moving_between_organisations_moves_the_group(administrator: User) -> None:
    old, new = OrganisationFactory(), OrganisationFactory()
    user = make_person(organisation=old)

    user_join_organisation(user=user, organisation=new, by=administrator)

    user.refresh_from_db()
    assert (user.organisation, user.groups.get()) == (new, new.group)
    user_join_organisation(user=user, organisation=None, by=administrator)
    assert not user.groups.exists()


def test_nobody_moves_themselves(administrator: User) -> None:
    with pytest.raises(PermissionDenied, match="moves themselves"):
        user_join_organisation(user=administrator, organisation=make_party(), by=administrator)


def test_deactivating_kills_tokens_and_roles_and_service_accounts(administrator: User) -> None:
    user = make_person(Role.PANEL_REVIEWER)
    service = UserFactory(is_service=True, responsible_person=user, password=None)
    token_issue(user=user, by=user)
    token_issue(user=service, by=user)

    user_deactivate(user=user, reason="left the Panel", by=administrator)

    user.refresh_from_db()
    service.refresh_from_db()
    assert not user.is_active
    assert not service.is_active
    assert not ApiToken.objects.exists()
    assert user.role_holdings.get().state == "ended"
    deleted = ApiToken.history.filter(history_type="-")
    assert {row.history_user_id for row in deleted} == {administrator.email}
    assert {row.history_change_reason for row in deleted} == {"left the Panel"}
    with pytest.raises(ValidationError, match="not active"):
        user_deactivate(user=user, reason="again", by=administrator)


def test_nobody_deactivates_themselves(administrator: User) -> None:
    with pytest.raises(PermissionDenied, match="deactivates themselves"):
        user_deactivate(user=administrator, reason="farewell", by=administrator)


def test_reactivated_account_comes_back_without_its_roles(administrator: User) -> None:
    user = make_person(Role.AUDITOR)
    user_deactivate(user=user, reason="leave", by=administrator)

    back = user_reactivate(user=user, reason="returned", by=administrator)

    assert back.is_active
    assert not has_role(back, *Role)


def test_service_account_of_a_closed_account_stays_closed(administrator: User) -> None:
    user = UserFactory()
    service = UserFactory(is_service=True, responsible_person=user, password=None)
    user_deactivate(user=user, reason="left", by=administrator)

    with pytest.raises(ValidationError, match="active person"):
        user_reactivate(user=service, reason="needed", by=administrator)
    service.refresh_from_db()
    heir = UserFactory()
    user_change(user=service, responsible_person=heir, by=administrator)
    assert user_reactivate(user=service, reason="needed", by=administrator).is_active
