"""Organisations and people in the admin: everything goes through the verbs."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import ApiToken, Organisation, Role, User
from accounts.services import token_issue
from tests.accounts.desk import act, page, person_form, said
from tests.accounts.factories import (
    BY,
    OrganisationFactory,
    UserFactory,
    make_party,
    make_person,
)

pytestmark = pytest.mark.django_db


def test_administrator_adds_and_changes_an_organisation(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    form = {"name": "Example Energy", "party_signifier": "EXEN", "acceded_on": "2020-01-10"}

    client.post(page("organisation", "add"), {**form, "category": "LARGE_SUPPLIER"})
    party = Organisation.objects.get()
    client.post(
        page("organisation", "change", party.pk),
        {**form, "ceased_on": "2021-06-01", "reason": "letter of the Panel"},
    )

    party.refresh_from_db()
    assert (party.ceased_on, party.category) == (date(2021, 6, 1), "")
    last = party.history.first()
    assert last is not None
    assert last.history_user_id == administrator.email
    assert last.history_change_reason == "letter of the Panel"
    history = client.get(page("organisation", "history", party.pk)).text
    assert "letter of the Panel" in history
    assert administrator.email in history
    assert "<strong>Ceased on:</strong>" in history


def test_organisation_that_cannot_be_is_refused_on_the_page(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)

    response = client.post(page("organisation", "add"), {"name": "X", "category": "GAS_NETWORK"})
    for key in ("no key", "9" * 30):
        refused = client.post(page("user", "add"), {"email": "a@b.example", "organisation": key})
        assert "Select a valid choice" in refused.text

    assert "Only a SEC Party has a category" in response.text
    assert not Organisation.objects.exists()


def test_administrator_adds_and_invites_a_person(
    client: Client,
    administrator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(administrator)
    party = make_party()
    form = {"email": "New@Test.example", "name": "New", "organisation": party.pk, "invite": "on"}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("user", "add"), form)

    user = User.objects.get(email="new@test.example")
    assert (user.organisation, user.groups.get()) == (party, party.group)
    assert not user.has_usable_password()
    assert mail.outbox[0].to == ["new@test.example"]
    assert "http://testserver/accounts/invitation/" in str(mail.outbox[0].body)


def test_service_account_without_responsible_person_is_refused_on_the_page(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)

    response = client.post(
        page("user", "add"), {"email": "s@test.example", "name": "S", "is_service": "on"}
    )

    assert "has one of these" in response.text
    assert not User.objects.filter(email="s@test.example").exists()


def test_administrator_moves_renames_and_closes_an_account(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    user, party = make_person(Role.AUDITOR, organisation=OrganisationFactory()), make_party()
    token_issue(user=user, by=user)
    form = person_form(user, name="Renamed", organisation=str(party.pk), reason="left")
    del form["is_active"]

    client.post(page("user", "change", user.pk), form)

    user.refresh_from_db()
    assert (user.name, user.organisation, user.is_active) == ("Renamed", party, False)
    assert not ApiToken.objects.exists()
    assert user.role_holdings.get().state == "ended"
    assert {row.history_user_id for row in user.history.all()[:3]} == {administrator.email}


def test_account_is_not_closed_without_a_reason(
    client: Client, administrator: User, person: User
) -> None:
    client.force_login(administrator)
    form = person_form(person)
    del form["is_active"]

    response = client.post(page("user", "change", person.pk), form)

    assert "Say why" in response.text
    person.refresh_from_db()
    assert person.is_active


def test_closed_account_is_opened_again(client: Client, administrator: User, person: User) -> None:
    client.force_login(administrator)
    closing = person_form(person, reason="leave")
    del closing["is_active"]
    client.post(page("user", "change", person.pk), closing)

    client.post(page("user", "change", person.pk), person_form(person, reason="returned"))

    person.refresh_from_db()
    assert person.is_active


def test_nobody_closes_or_moves_their_own_account(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    form = person_form(administrator, organisation=str(make_party().pk), reason="holiday")
    del form["is_active"]

    response = client.post(page("user", "change", administrator.pk), form)

    assert response.text.count("Nobody changes this of their own account.") == 2
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.organisation) == (True, None)


@pytest.mark.parametrize(
    "field", ["is_superuser", "groups", "user_permissions", "password", "email"]
)
def test_rights_password_and_address_are_not_on_the_form(
    client: Client, superuser: User, person: User, field: str
) -> None:
    client.force_login(superuser)
    change = page("user", "change", person.pk)
    group = make_party().group

    assert f'name="{field}"' not in client.get(change).text
    client.post(
        change,
        person_form(person, is_superuser="on", groups=str(group.pk), email="other@test.example"),
    )

    before = person.email
    person.refresh_from_db()
    assert (person.is_superuser, person.email) == (False, before)
    assert not person.groups.exists()


def test_superusers_account_is_read_only_for_administrators(
    client: Client, administrator: User, superuser: User
) -> None:
    client.force_login(administrator)

    assert client.get(page("user", "change", superuser.pk)).status_code == 200
    response = client.post(page("user", "change", superuser.pk), person_form(superuser, name="X"))

    assert response.status_code == 403


def test_person_page_shows_roles_and_history_never_the_password(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    user = make_person(Role.AUDITOR)

    shown = client.get(page("user", "change", user.pk)).text
    history = client.get(page("user", "history", user.pk))
    version = user.history.get()
    row = client.get(reverse("admin:accounts_user_simple_history", args=[user.pk, version.pk]))

    assert "in force" in shown
    assert BY in history.text
    assert row.status_code == 200
    assert 'type="text"' not in row.text
    for text in (shown, history.text, row.text):
        assert user.password not in text


def test_invitation_is_sent_again_only_to_those_without_a_password(
    client: Client,
    administrator: User,
    person: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(administrator)
    invited = UserFactory(password=None)

    with django_capture_on_commit_callbacks(execute=True):
        response = act(client, "user", "invite", invited, person)

    assert [letter.to for letter in mail.outbox] == [[invited.email]]
    assert "has a password" in said(response)
