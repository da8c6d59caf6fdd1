"""One's own tokens over REST: shown once, one's own alone, made and revoked in a session."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services import token_issue
from tests.accounts.factories import make_party, make_person, make_superuser
from tests.published import publish_numbers

TOKENS = "/api/v1/tokens/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_person(organisation=make_party())


def browser(person: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def post(client: Client, **members: Any) -> Any:
    return client.post(TOKENS, members, content_type="application/json")


def test_a_token_is_made_shown_once_and_works(owner: User) -> None:
    publish_numbers(1)
    client = browser(owner)

    made = post(client, name="night job", scopes=["read"], days=7)

    assert made.status_code == 201
    said = made.json()
    assert (said["name"], said["scopes"], said["account"]) == ("night job", ["read"], owner.email)
    assert said["expires"][:10] == f"{timezone.now() + timedelta(days=7):%Y-%m-%d}"
    assert made["Cache-Control"] == "private, no-store"
    by_token = Client(headers={"Authorization": f"Bearer {said['token']}"})
    assert by_token.get("/api/v1/firmware/records/1/").status_code == 200
    again = client.get(made["Location"])
    assert "token" not in again.json()
    assert said["token"] not in client.get(TOKENS).text
    assert again.json()["last_used"] is not None


def test_without_scopes_it_reads(owner: User) -> None:
    assert post(browser(owner), name="plain").json()["scopes"] == ["read"]


def test_it_lives_as_long_as_the_policy_says(owner: User, settings: LazySettings) -> None:
    settings.API_TOKEN_DAYS, settings.API_TOKEN_LONGEST_DAYS = 90, 30

    made, longer = post(browser(owner), name="a"), post(browser(owner), name="b", days=31)

    assert made.json()["expires"][:10] == f"{timezone.now() + timedelta(days=30):%Y-%m-%d}"
    assert (longer.status_code, "At most 30 days." in longer.text) == (400, True)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\0b"},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": "read"},
        {"name": "x", "days": 0},
        {"name": "x", "days": 367},
        {"name": "x", "days": 10**40},
        {"name": "x", "account": "somebody@else.example"},
        {"name": "x", "digest": "0" * 128},
    ],
)
def test_what_cannot_be_made_is_refused(owner: User, members: dict[str, Any]) -> None:
    answer = post(browser(owner), **members)

    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert not ApiToken.objects.exists()


def test_a_token_looks_but_makes_and_revokes_nothing(owner: User) -> None:
    token, clear = token_issue(user=owner, by=owner)
    client = Client(headers={"Authorization": f"Bearer {clear}"})

    assert [each["id"] for each in client.get(TOKENS).json()["results"]] == [token.pk]
    refused = [post(client, name="successor"), client.delete(f"{TOKENS}{token.pk}/")]

    assert [each.status_code for each in refused] == [403, 403]
    assert "not by a token" in refused[0].json()["detail"]
    assert ApiToken.objects.count() == 1


def test_a_session_needs_its_form_key(owner: User) -> None:
    client = browser(owner, enforce_csrf_checks=True)

    assert post(client, name="forged").status_code == 403
    assert not ApiToken.objects.exists()


def test_revoking_ends_it_at_once_and_is_recorded(owner: User) -> None:
    token, clear = token_issue(user=owner, by=owner)

    answer = browser(owner).delete(f"{TOKENS}{token.pk}/")

    assert answer.status_code == 204
    assert Client(headers={"Authorization": f"Bearer {clear}"}).get(TOKENS).status_code == 401
    last = ApiToken.history.first()
    assert last is not None
    assert (last.history_type, last.history_user_id) == ("-", owner.email)


def test_others_tokens_are_as_if_they_were_not(owner: User) -> None:
    token, _ = token_issue(user=owner, by=owner)
    for stranger in (make_person(), make_superuser(), make_person(organisation=owner.organisation)):
        client = browser(stranger)

        theirs = [client.get(f"{TOKENS}{token.pk}/"), client.delete(f"{TOKENS}{token.pk}/")]
        nothing = client.get(f"{TOKENS}999999/")

        assert {each.status_code for each in theirs} == {404}
        assert theirs[0].content == nothing.content
        assert client.get(TOKENS).json()["results"] == []
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_a_responsible_person_keeps_the_service_accounts_tokens(owner: User) -> None:
    service = make_person(is_service=True, responsible_person=owner, password=None)
    client = browser(owner)

    made = post(client, name="meter data", account=service.email.upper())

    assert made.json()["account"] == service.email
    assert len(client.get(TOKENS).json()["results"]) == 1
    by_token = Client(headers={"Authorization": f"Bearer {made.json()['token']}"})
    assert len(by_token.get(TOKENS).json()["results"]) == 1
    assert client.delete(made["Location"]).status_code == 204


def test_nobody_knows_nobodys_tokens(client: Client) -> None:
    assert client.get(TOKENS).status_code == 401
    assert post(client, name="x").status_code == 401


def test_a_scope_that_the_account_has_no_use_for_is_refused(owner: User) -> None:
    refused = post(browser(owner), name="x", scopes=["read", "review"])

    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/scopes"]
    assert "review" in refused.text
    assert not ApiToken.objects.exists()
