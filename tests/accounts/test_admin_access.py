"""Who sees which page of accounts in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from tests.accounts.desk import page
from tests.accounts.factories import (
    UserFactory,
    make_person,
)

pytestmark = pytest.mark.django_db
MODELS = ["organisation", "user", "roleholding", "apitoken"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_managers_see_every_list(
    client: Client, who: str, model: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(page(model)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("role", [Role.PANEL_REVIEWER, Role.AUDITOR, None])
def test_other_staff_see_nothing(client: Client, role: Role | None, model: str) -> None:
    client.force_login(make_person(role, staff=True))
    user = UserFactory()

    assert client.get(page(model)).status_code == 403
    assert client.get(page("user", "change", user.pk)).status_code == 403
    assert client.get(page("user", "history", user.pk)).status_code == 403
    assert "Accounts" not in client.get(reverse("admin:index")).text


@pytest.mark.parametrize("model", MODELS)
def test_administrator_without_staff_access_is_asked_to_sign_in(client: Client, model: str) -> None:
    client.force_login(make_person(Role.PANEL_ADMINISTRATOR))

    assert client.get(page(model)).status_code == 302


@pytest.mark.parametrize("model", ["organisation", "user", "apitoken"])
def test_ssc_members_see_no_other_list_than_the_roles(
    client: Client, member: User, model: str
) -> None:
    client.force_login(member)

    assert client.get(page(model)).status_code == 403


def test_django_permissions_open_nothing(client: Client) -> None:
    user = make_person(staff=True)
    permissions = user.user_permissions.model.objects.filter(content_type__app_label="accounts")
    user.user_permissions.set(permissions)
    client.force_login(user)

    assert user.has_perm("accounts.change_user")
    assert client.get(page("user")).status_code == 403


def test_groups_have_no_page(client: Client, superuser: User) -> None:
    client.force_login(superuser)

    assert client.get("/admin/auth/group/").status_code == 404


def test_nothing_can_be_deleted(client: Client, superuser: User, person: User) -> None:
    client.force_login(superuser)

    assert client.get(page("user", "delete", person.pk)).status_code == 403
    assert "delete_selected" not in client.get(page("user")).text
