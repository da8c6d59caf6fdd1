"""The page of one's own tokens."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken, Role, User
from accounts.services import token_issue
from accounts.services.tokens import scopes_of_use
from tests.accounts.factories import UserFactory, make_party, make_person

pytestmark = pytest.mark.django_db
FORM = {"name": "night job", "scopes": ["read"], "days": "30"}


@pytest.fixture
def page(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def clear_text(answer: Any) -> str | None:
    found = re.search(r">(sec_[0-9a-f]{64})<", answer.text)
    return found and found.group(1)


def test_a_token_is_shown_once_and_works(page: Client, person: User) -> None:
    made = page.post(reverse("tokens"), FORM)

    clear = clear_text(made)
    assert clear is not None
    assert "no-store" in made["Cache-Control"]
    answer = Client(headers={"Authorization": f"Bearer {clear}"}).get("/api/v1/cpl/device-models/")
    assert answer.status_code == 200
    listed = page.get(reverse("tokens"))
    assert clear_text(listed) is None
    assert "night job" in listed.text
    token = ApiToken.objects.get()
    assert (token.user, token.scopes) == (person, ["read"])
    assert clear not in str(dict(page.session))


def test_reloading_the_answer_makes_no_second_token(page: Client) -> None:
    page.post(reverse("tokens"), FORM)

    again = page.post(reverse("tokens"), FORM)

    assert "There is a token of this name" in again.text
    assert clear_text(again) is None
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"scopes": []}, "Choose at least one."),
        ({"scopes": ["everything"]}, "everything is not one of the available choices"),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "367"}, "less than or equal to 366"),
        ({"days": "9" * 40}, "less than or equal to 366"),
    ],
)
def test_what_cannot_be_made_is_said(page: Client, wrong: dict[str, Any], sentence: str) -> None:
    answer = page.post(reverse("tokens"), {**FORM, **wrong})

    assert sentence in answer.text
    assert 'role="alert"' in answer.text
    assert "<title>Error:" in re.sub(r"\s+", " ", answer.text)
    assert not ApiToken.objects.exists()


def test_too_many_tokens_are_refused(page: Client, person: User) -> None:
    for _ in range(50):
        token_issue(user=person, by=person)

    answer = page.post(reverse("tokens"), FORM)

    assert "This account has 50 tokens: revoke one first." in answer.text
    assert ApiToken.objects.count() == 50


def test_revoking_asks_first(page: Client, person: User) -> None:
    token, _ = token_issue(user=person, by=person, name="old job")
    address = reverse("token_revoke", args=[token.pk])

    asked = page.get(address)
    assert "This cannot be undone." in asked.text
    assert ApiToken.objects.count() == 1
    done = page.post(address, follow=True)

    assert "The token old job is revoked." in done.text
    assert not ApiToken.objects.exists()


def test_others_tokens_are_not_there(page: Client) -> None:
    other = make_person()
    token, _ = token_issue(user=other, by=other, name="secret plans")
    address = reverse("token_revoke", args=[token.pk])

    assert page.get(address).status_code == page.post(address).status_code == 404
    assert "secret plans" not in page.get(reverse("tokens")).text
    assert ApiToken.objects.count() == 1


def test_a_service_account_is_chosen_by_who_answers_for_it(page: Client, person: User) -> None:
    service = UserFactory(is_service=True, responsible_person=person, password=None)
    UserFactory(is_service=True, responsible_person=make_person(), email="theirs@test.example")

    form = page.get(reverse("tokens"))
    page.post(reverse("tokens"), {**FORM, "account": str(service.pk)})

    assert service.email in form.text
    assert "theirs@test.example" not in form.text
    assert ApiToken.objects.get().user == service


def test_who_answers_for_no_service_account_is_not_asked(page: Client) -> None:
    other = UserFactory(is_service=True, responsible_person=make_person(), password=None)

    page.post(reverse("tokens"), {**FORM, "account": str(other.pk)})

    assert not ApiToken.objects.filter(user=other).exists()


def test_the_page_asks_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("tokens"))

    assert answer.headers["Location"] == f"{reverse('login')}?next=/tokens/"


def test_a_token_does_not_open_the_page(client: Client, person: User) -> None:
    _, clear = token_issue(user=person, by=person)

    answer = client.get(reverse("tokens"), headers={"Authorization": f"Bearer {clear}"})

    assert answer.status_code == 302


def test_the_page_is_plain(page: Client, person: User) -> None:
    token_issue(user=person, by=person, name="<b>bold</b>")

    text = page.get(reverse("tokens")).text

    assert "<script" not in text
    assert "<b>bold" not in text
    for label in re.findall(r'<label for="([^"]+)"', text):
        assert f'id="{label}"' in text


def test_only_scopes_of_use_are_offered(page: Client, person: User) -> None:
    form = page.get(reverse("tokens")).context["form"]
    assert [scope for scope, _ in form.fields["scopes"].choices] == ["read", "subscribe", "access"]

    refused = page.post(reverse("tokens"), {**FORM, "scopes": ["read", "review"]})

    assert "review is not one of the available choices" in refused.text
    assert not ApiToken.objects.exists()


def test_a_scope_that_the_chosen_account_has_no_use_for_is_refused(
    client: Client, person: User
) -> None:
    auditor = make_person(Role.AUDITOR)
    service = UserFactory(
        email="service@demo.example", is_service=True, responsible_person=auditor, password=None
    )
    client.force_login(auditor)

    refused = client.post(
        reverse("tokens"), {**FORM, "scopes": ["audit"], "account": str(service.pk)}
    )
    own = client.post(reverse("tokens"), {**FORM, "scopes": ["audit"]})

    assert "service@demo.example has no use for audit" in refused.text
    assert clear_text(refused) is None
    assert clear_text(own) is not None


@pytest.mark.parametrize(
    ("role", "organised", "useful"),
    [
        (None, False, ["read", "subscribe", "access"]),
        (None, True, ["read", "submit", "subscribe", "access"]),
        (
            Role.PANEL_ADMINISTRATOR,
            False,
            ["read", "submit", "deliver", "audit", "subscribe", "access"],
        ),
        (Role.PANEL_REVIEWER, False, ["read", "review", "deliver", "audit", "subscribe", "access"]),
        (Role.SECURITY_SUB_COMMITTEE, False, ["read", "review", "audit", "subscribe", "access"]),
        (Role.AUDITOR, False, ["read", "audit", "subscribe", "access"]),
    ],
)
def test_the_scopes_of_use_follow_role_and_organisation(
    role: Role | None, organised: bool, useful: list[str]
) -> None:
    organisation = make_party() if organised else None
    assert scopes_of_use(make_person(role, organisation)) == useful
