"""A session that ends in the middle of a form: what was typed is its writer's, nobody else's."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import kept_forms
from accounts.models import ApiToken, User
from tests.accounts.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db

TOKENS = "/tokens/?odd=yes"
TYPED = "CanaryName <of> mine"


@pytest.fixture
def person() -> User:
    return make_person()


def sign_in(browser: Client, person: User, kept: str = "", password: str = PASSWORD) -> Any:
    form = {"username": person.email, "password": password, "next": TOKENS, "kept": kept}
    return browser.post(reverse("login"), form)


def ended(browser: Client, **more: Any) -> Any:
    """What the form is answered when the session is over by the time that it arrives."""
    Session.objects.all().delete()
    return browser.post(TOKENS, {"name": TYPED, "days": "7", "scopes": "read", **more})


def kept_in(answer: Any) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', answer.text)
    return found.group(1) if found else ""


def hidden_in(answer: Any) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_who_signs_in_again_gets_their_text_back_and_sends_it(person: User) -> None:
    browser = Client()
    sign_in(browser, person)

    asked = ended(browser)
    mistyped = sign_in(browser, person, kept_in(asked), password="not it")
    again = sign_in(browser, person, kept_in(mistyped))

    assert asked.status_code == 403
    assert f'action="{reverse("login")}"' in asked.text
    assert "no-store" in asked["Cache-Control"]
    assert not ApiToken.objects.exists()
    assert "Canary" not in asked.text + mistyped.text
    assert hidden_in(again) == {"name": TYPED, "days": "7", "scopes": "read"}
    assert f'action="{TOKENS}"' in again.text
    assert "no-store" in again["Cache-Control"]
    browser.post(TOKENS, hidden_in(again))
    assert ApiToken.objects.get().user == person


def test_nobody_else_gets_it_and_neither_does_who_comes_too_late(person: User) -> None:
    browser = Client()
    sign_in(browser, person)
    kept = kept_in(ended(browser, file=SimpleUploadedFile("a.csv", b"x")))

    strangers = [
        sign_in(Client(), make_person(), word) for word in (kept, kept[:-9], "é", "x" * 99)
    ]
    with time_machine.travel(timezone.now() + kept_forms.LASTING + timedelta(minutes=1)):
        late = sign_in(Client(), person, kept)
    in_time = sign_in(Client(), person, kept)

    assert {(each.status_code, each.url) for each in (*strangers, late)} == {(302, TOKENS)}
    assert "Files were not kept" in in_time.text


def test_it_is_kept_only_where_the_account_is_known_and_never_a_password(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, unknown = Client(), Client()
    sign_in(browser, person)
    changing = {"old_password": PASSWORD, "new_password1": "x", "new_password2": "x"}
    Session.objects.all().delete()
    passwords: Any = browser.post(reverse("password_change"), changing)
    monkeypatch.setattr(kept_forms, "LONGEST", 9)
    too_long = ended(browser)
    sign_in(browser, person)
    browser.post(reverse("logout"))

    for answer in (passwords, too_long, ended(browser), ended(unknown)):
        assert answer.status_code == 302
        assert answer.url.startswith(f"{reverse('login')}?next=")
