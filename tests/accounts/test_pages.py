"""Sign-in pages: signing in and out, passwords, the invitation, the lock-out."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.services import user_deactivate, user_invite
from accounts.views import PasswordReset
from tests.accounts.factories import BY, PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "another long pass phrase"
NEW_TWICE = {"new_password1": NEW, "new_password2": NEW}


def letter_path() -> str:
    """The path of the one address in the last letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("login"), {"username": email, "password": password, "next": ""})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_person_signs_in_and_out(client: Client, person: User) -> None:
    response = sign_in(client, person.email.upper())
    assert (response.status_code, is_signed_in(client)) == (302, True)

    client.post(reverse("logout"))

    assert not is_signed_in(client)


def test_signing_in_leaves_no_history(client: Client, person: User) -> None:
    before = person.history.count()

    sign_in(client, person.email)

    assert person.history.count() == before


@pytest.mark.parametrize(("email", "password"), [("", "wrong"), ("nobody@test.example", PASSWORD)])
def test_wrong_sign_in_says_nothing_about_the_account(
    client: Client, person: User, email: str, password: str
) -> None:
    response = sign_in(client, email or person.email, password)

    assert not is_signed_in(client)
    assert "Please enter a correct email address and password" in response.text
    assert 'role="alert"' in response.text


def test_inactive_person_does_not_sign_in_and_is_signed_out(client: Client, person: User) -> None:
    sign_in(client, person.email)
    user_deactivate(user=person, reason="left", by=BY)

    assert client.get(reverse("password_change")).status_code == 302
    sign_in(client, person.email)
    assert client.get(reverse("password_change")).status_code == 302


def test_sign_in_locks_after_five_failures_however_the_address_is_spelt(
    client: Client, person: User
) -> None:
    spellings = [person.email, person.email.upper(), person.email.title(), f" {person.email}"]
    for spelling in [*spellings, person.email]:
        sign_in(client, spelling, "wrong")

    response = sign_in(client, person.email)

    assert response.status_code == 429
    assert "Locked for now" in response.text
    assert not is_signed_in(client)


def test_sign_in_goes_on_to_pages_of_this_site_only(client: Client, person: User) -> None:
    form = {"username": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"}

    response = client.post(reverse("login"), form)

    assert response.headers["Location"] == "/"


def test_person_changes_the_password_and_stays_signed_in(client: Client, person: User) -> None:
    client.force_login(person)

    response = client.post(reverse("password_change"), {"old_password": PASSWORD, **NEW_TWICE})

    assert response.status_code == 302
    assert client.get(reverse("password_change_done")).status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)
    last = person.history.first()
    assert last is not None
    assert last.history_user_id == person.email


def test_admins_own_password_page_leads_to_the_recorded_one(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)

    response = client.get(reverse("admin:password_change"))

    assert response.headers["Location"] == reverse("password_change")


def test_forgotten_password_is_set_anew_by_letter(client: Client, person: User) -> None:
    client.post(reverse("password_reset"), {"email": person.email.upper()})
    path = letter_path()
    form = client.get(path, follow=True)

    client.post(form.redirect_chain[-1][0], NEW_TWICE)

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert "used already" in client.get(path, follow=True).text


@pytest.mark.parametrize("who", ["stranger", "invited", "inactive"])
def test_letter_goes_only_to_active_people_with_a_password(client: Client, who: str) -> None:
    UserFactory(email="invited@test.example", password=None)
    inactive = UserFactory(email="inactive@test.example")
    user_deactivate(user=inactive, reason="left", by=BY)

    response = client.post(reverse("password_reset"), {"email": f"{who}@test.example"})

    assert response.headers["Location"] == reverse("password_reset_done")
    assert mail.outbox == []


def test_letter_is_made_when_the_answer_has_left(rf: RequestFactory, person: User) -> None:
    """Otherwise the time that the answer takes would tell whether there is an account."""
    view = PasswordReset.as_view()
    request = rf.post(reverse("password_reset"), {"email": person.email})
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # not in the stubs

    with CaptureQueriesContext(connection) as queries:
        response = view(request)
    assert (response.status_code, len(queries), mail.outbox) == (302, 0, [])

    response.close()
    response.close()
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_invited_person_chooses_a_password_once(
    client: Client,
    administrator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = UserFactory(password=None)
    with django_capture_on_commit_callbacks(execute=True):
        user_invite(user=user, absolute="https://registry.example{}".format, by=administrator)
    assert mail.outbox[0].to == [user.email]
    path = letter_path()
    form = client.get(path, follow=True)
    assert user.email in form.text

    client.post(form.redirect_chain[-1][0], NEW_TWICE)

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert user.invited_at is not None
    assert "used already" in client.get(path, follow=True).text
    with pytest.raises(ValidationError, match="has a password"):
        user_invite(user=user, absolute=str, by=administrator)


def test_link_of_somebody_deactivated_since_is_dead(client: Client, person: User) -> None:
    client.post(reverse("password_reset"), {"email": person.email})
    user_deactivate(user=person, reason="left", by=BY)

    assert "used already" in client.get(letter_path(), follow=True).text


def test_weak_password_is_refused_on_the_page(client: Client, person: User) -> None:
    client.force_login(person)
    weak = {"old_password": PASSWORD, "new_password1": "12345", "new_password2": "12345"}

    response = client.post(reverse("password_change"), weak)

    assert "too short" in response.text
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    "name", ["login", "password_reset", "password_reset_done", "password_reset_complete"]
)
def test_page_is_open_to_everybody_and_says_what_it_is(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert re.search(r"<h1>\s*\w+", response.text)
    assert "<script" not in response.text
    assert 'lang="en-GB"' in response.text
