"""API tokens: issuing, revoking, and signing in with them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from accounts.authentication import BearerAuthentication
from accounts.bearers import bearers
from accounts.models import ApiToken, User
from accounts.services import token_issue, token_revoke, user_deactivate
from sec_registry.notices.models import Notice
from tests.accounts.factories import BY, UserFactory

pytestmark = pytest.mark.django_db


def signed_in(header: str | bytes | None) -> tuple[User, ApiToken] | None:
    """What the sign-in makes of this Authorization header."""
    extra: dict[str, Any] = {} if header is None else {"HTTP_AUTHORIZATION": header}
    return BearerAuthentication().authenticate(APIRequestFactory().get("/", **extra))


def test_token_signs_its_account_in(person: User) -> None:
    token, clear = token_issue(user=person, by=person, name="my script")

    # Field by field what the ORM makes of both: the statement is written out.
    (found,) = bearers(token.token_key)
    for made, kept in ((found, ApiToken.objects.get()), (found.user, User.objects.get())):
        assert made == kept
        for field in made._meta.concrete_fields:
            assert getattr(made, field.attname) == getattr(kept, field.attname), field
    assert signed_in(f"Bearer {clear}") == (person, token)
    assert signed_in(f"bearer {clear}") == (person, token)


@pytest.mark.parametrize("header", [None, "Basic cGF0OnBhdA=="])
def test_header_for_another_sign_in_is_left_alone(header: str | None) -> None:
    assert signed_in(header) is None


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer two parts",
        "Bearer short",
        "Bearer " + "0" * 68,
        "Bearer sec_" + "f" * 64,
        "Bearer \xff\xfe\xfa" + "0" * 64,
        b"Bearer \xff\xfe\xfa" + b"0" * 64,
        "Bearer \u20ac" + "0" * 64,
        "Bearer sec_\x00" + "0" * 64,
        "Bearer " + "f" * 10_000,
        "\u20ac",
    ],
)
def test_header_that_is_no_token_is_an_authentication_failure(header: str | bytes) -> None:
    with pytest.raises(AuthenticationFailed):
        signed_in(header)


def test_wrong_last_letter_is_refused(person: User) -> None:
    _, clear = token_issue(user=person, by=person)
    wrong = clear[:-1] + ("0" if clear[-1] != "0" else "1")

    with pytest.raises(AuthenticationFailed):
        signed_in(f"Bearer {wrong}")


def test_expired_token_is_refused_and_not_deleted(person: User) -> None:
    token, clear = token_issue(user=person, by=person, life=timedelta(days=1))

    with (
        time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)),
        pytest.raises(AuthenticationFailed),
    ):
        signed_in(f"Bearer {clear}")

    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_using_one_token_deletes_no_expired_other(person: User) -> None:
    old, _ = token_issue(user=person, by=person, life=timedelta(days=1))
    _, clear = token_issue(user=person, by=person, life=timedelta(days=9))

    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert signed_in(f"Bearer {clear}") is not None

    assert ApiToken.objects.filter(pk=old.pk).exists()


def test_token_of_an_inactive_account_is_refused(person: User) -> None:
    _, clear = token_issue(user=person, by=person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    with pytest.raises(AuthenticationFailed):
        signed_in(f"Bearer {clear}")


def test_token_of_a_deactivated_person_is_gone(person: User) -> None:
    _, clear = token_issue(user=person, by=person)

    user_deactivate(user=person, reason="left", by=BY)

    with pytest.raises(AuthenticationFailed):
        signed_in(f"Bearer {clear}")


def test_only_the_digest_is_stored(person: User) -> None:
    token, clear = token_issue(user=person, by=person)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_apitoken")
        stored = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM accounts_historicalapitoken")
        remembered = repr(cursor.fetchall())

    assert token.digest in stored
    assert clear not in stored
    assert clear not in remembered
    assert token.digest not in remembered


def test_last_use_is_noted_at_most_once_a_minute_and_without_history(person: User) -> None:
    token, clear = token_issue(user=person, by=person)
    start = timezone.now()
    uses = []

    for seconds in (1, 30, 90):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            signed_in(f"Bearer {clear}")
            token.refresh_from_db()
            uses.append(token.last_used_at)

    assert uses[0] == uses[1] == start + timedelta(seconds=1)
    assert uses[2] == start + timedelta(seconds=90)
    assert token.history.count() == 1


@pytest.mark.parametrize("life", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_token_without_sensible_end_is_refused(person: User, life: timedelta) -> None:
    with pytest.raises(ValidationError, match="1 to 366 days"):
        token_issue(user=person, by=person, life=life)


def test_database_refuses_a_token_without_end(person: User) -> None:
    token, _ = token_issue(user=person, by=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(expiry=None)


def test_scopes_are_kept_in_their_order_and_remembered(person: User) -> None:
    token, _ = token_issue(user=person, by=person, scopes=["audit", "read", "read"])

    assert token.scopes == ["read", "audit"]
    assert ApiToken.history.get().scopes == ["read", "audit"]


def test_a_scope_that_does_not_exist_is_refused(person: User) -> None:
    with pytest.raises(ValidationError, match="There is no scope everything"):
        token_issue(user=person, by=person, scopes=["read", "everything"])


def test_the_committee_hears_of_a_members_token_that_somebody_else_made(
    member: User,
) -> None:
    token, clear = token_issue(user=member, by="command line: root", name="odd job")

    letter = Notice.objects.get()
    assert letter.reader == member
    for told in (member.email, "command line: root", token.token_key, "odd job"):
        assert told in letter.text
    assert clear not in letter.text


def test_nobody_hears_of_tokens_that_members_make_or_others_have(
    member: User, person: User
) -> None:
    token_issue(user=member, by=member)
    token_issue(user=person, by="command line: root")

    assert not Notice.objects.exists()


@pytest.mark.parametrize("by", ["administrator", "superuser", "member"])
def test_nobody_issues_a_token_for_somebody_else(by: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        token_issue(user=UserFactory(), by=request.getfixturevalue(by))


def test_inactive_account_gets_no_token(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)

    with pytest.raises(ValidationError, match="not active"):
        token_issue(user=person, by=BY)


def test_responsible_person_issues_and_revokes_for_the_service_account(person: User) -> None:
    service = UserFactory(is_service=True, responsible_person=person, password=None)

    token, clear = token_issue(user=service, by=person)
    assert signed_in(f"Bearer {clear}") == (service, token)
    token_revoke(token=token, by=person)

    with pytest.raises(AuthenticationFailed):
        signed_in(f"Bearer {clear}")


def test_manager_revokes_and_a_stranger_does_not(
    person: User, administrator: User, reviewer: User
) -> None:
    token, _ = token_issue(user=person, by=person)

    with pytest.raises(PermissionDenied):
        token_revoke(token=token, by=reviewer)
    token_revoke(token=token, by=administrator, reason="leaked")

    last = ApiToken.history.first()
    assert last is not None
    assert (last.history_type, last.token_key) == ("-", token.token_key)
    assert (last.history_user_id, last.history_change_reason) == (administrator.email, "leaked")
