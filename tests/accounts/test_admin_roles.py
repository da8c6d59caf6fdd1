"""Roles and tokens in the admin, with the countersignature of the Security Sub Committee."""

import pytest
from django.test import Client

from accounts.models import ApiToken, Role, RoleHolding, User
from accounts.people import is_panel_reviewer, is_ssc
from accounts.services import role_give, token_issue
from tests.accounts.desk import act, page, role_form, said
from tests.accounts.factories import (
    BY,
    UserFactory,
    make_holding,
)

pytestmark = pytest.mark.django_db
SSC = Role.SECURITY_SUB_COMMITTEE


def test_administrator_gives_and_ends_a_role(
    client: Client, administrator: User, person: User
) -> None:
    client.force_login(administrator)

    client.post(page("roleholding", "add"), role_form(person, Role.PANEL_REVIEWER))
    assert is_panel_reviewer(person)
    holding = person.role_holdings.get()
    refused = act(client, "roleholding", "end", holding)
    assert "Write a reason" in said(refused)
    act(client, "roleholding", "end", holding, reason="rotation")

    assert not is_panel_reviewer(person)
    last = holding.history.first()
    assert last is not None
    assert (last.history_user_id, last.history_change_reason) == (administrator.email, "rotation")


def test_role_that_cannot_be_given_is_refused_on_the_page(
    client: Client, administrator: User, person: User
) -> None:
    client.force_login(administrator)
    add = page("roleholding", "add")
    make_holding(person, Role.AUDITOR)

    own = client.post(add, role_form(administrator, Role.PANEL_REVIEWER))
    double = client.post(add, role_form(person, Role.AUDITOR))
    late = client.post(add, role_form(person, SSC, until_0="2020-02-01", until_1="00:00"))

    assert "Nobody gives themselves a role." in own.text
    assert "awaits the role at that time" in double.text
    assert "passed already" in late.text
    assert RoleHolding.objects.count() == 2


def test_role_is_never_rewritten(client: Client, superuser: User, person: User) -> None:
    client.force_login(superuser)
    holding = make_holding(person, Role.AUDITOR)

    response = client.post(
        page("roleholding", "change", holding.pk), role_form(person, Role.PANEL_REVIEWER)
    )

    assert response.status_code == 403


@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_ssc_role_given_in_the_admin_waits(
    client: Client, who: str, member: User, person: User, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    response = client.post(page("roleholding", "add"), role_form(person, SSC))
    holding = person.role_holdings.get()
    act(client, "roleholding", "countersign", holding)

    assert "once a member" in said(response)
    assert not is_ssc(person)
    client.force_login(member)
    act(client, "roleholding", "countersign", holding)
    assert is_ssc(person)


def test_ssc_member_sees_waiting_ssc_roles_and_nothing_else(
    client: Client, member: User, person: User
) -> None:
    waiting = role_give(user=person, role=SSC, reason="elected", by=BY)
    other = make_holding(UserFactory(name="Olga Other"), Role.AUDITOR)
    client.force_login(member)

    listed = client.get(page("roleholding")).text
    end = act(client, "roleholding", "end", waiting, reason="rivalry")

    assert person.name in listed
    assert "Olga Other" not in listed
    assert 'value="end"' not in listed
    assert end.status_code in (200, 302)
    waiting.refresh_from_db()
    assert waiting.ended_at is None
    assert client.get(page("roleholding", "change", waiting.pk)).status_code == 200
    assert client.get(page("roleholding", "history", waiting.pk)).status_code == 200
    assert client.get(page("roleholding", "history", other.pk)).status_code == 404
    assert client.get(page("roleholding", "add")).status_code == 403


def test_tokens_are_seen_without_digest_and_revoked(
    client: Client, administrator: User, person: User
) -> None:
    token, clear = token_issue(user=person, by=person, name="night job")
    client.force_login(administrator)

    shown = (
        client.get(page("apitoken")).text + client.get(page("apitoken", "change", token.pk)).text
    )
    act(client, "apitoken", "revoke", token, reason="leaked")

    assert "night job" in shown
    assert token.digest not in shown
    assert clear not in shown
    assert not ApiToken.objects.exists()
    assert client.get(page("apitoken", "add")).status_code == 403
