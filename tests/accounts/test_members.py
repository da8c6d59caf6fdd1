"""Accounts of the committee's members: each door that could hand one over is recorded and told."""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import ApiToken, KnownMember, MemberChange, Role, User
from accounts.services import (
    role_end,
    role_give,
    token_issue,
    user_join_organisation,
    user_set_password,
)
from accounts.services.members import UNKNOWN, members_watch
from sec_registry.audit.acting import acting
from sec_registry.notices.models import Notice
from tests.accounts.factories import BY, make_party, make_person

pytestmark = pytest.mark.django_db
PHRASE = "a long enough pass phrase"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
Told = list[tuple[str, str, str]]


def told_since(last: int, member: User) -> Told:
    """What was recorded since, each with an alert to the member."""
    changes = MemberChange.objects.filter(pk__gt=last, member=member.email).order_by("pk")
    letters = Notice.objects.filter(recipient=member, key__startswith="ssc-alert:")
    assert letters.count() == len(changes)
    return [(each.what, each.by, each.channel) for each in changes]


def latest() -> int:
    newest = MemberChange.objects.first()
    return newest.pk if newest else 0


def by_letter(member: User) -> None:
    key, token = urlsafe_base64_encode(force_bytes(member.pk)), default_token_generator
    client = Client()
    address = reverse("password_reset_confirm", args=[key, token.make_token(member)])
    form = client.get(address)["Location"]
    answer = client.post(form, {"new_password1": PHRASE, "new_password2": PHRASE})
    assert answer.status_code == 302


def by_command(member: User) -> None:
    with patch("getpass.getpass", return_value=PHRASE):
        call_command("changepassword", member.email)


def in_a_shell(member: User) -> None:
    member.set_password(PHRASE)
    with acting(by="somebody"):
        member.save()


def by_sql(member: User) -> None:
    User.objects.filter(pk=member.pk).update(password=make_password(PHRASE))


ROOT = f"command line: {getpass.getuser()}"
SET = "the password was set"


@pytest.mark.parametrize(
    ("deed", "recorded"),
    [
        (by_letter, [(f"{SET} with the link of a letter", "{member}", "page")]),
        (by_command, [(SET, ROOT, "command")]),
        (in_a_shell, [(SET, f"{UNKNOWN}; last recorded change by somebody", "outside")]),
        (by_sql, [(SET, UNKNOWN, "outside")]),
        (
            lambda member: token_issue(user=member, by=BY),
            [("an API token was made: {token}…", BY, "command")],
        ),
        (
            lambda member: user_join_organisation(
                user=member, organisation=make_party(name="Fictional Supply"), by=BY
            ),
            [("moved to Fictional Supply", BY, "command")],
        ),
    ],
)
def test_whatever_hands_a_members_account_over_is_recorded_and_told_once(
    member: User, deed: Callable[[User], object], recorded: Told
) -> None:
    members_watch(NOON)
    last = latest()

    deed(member)
    members_watch(NOON)
    members_watch(NOON)

    token = ApiToken.objects.filter(user=member).first()
    key = token.token_key if token else ""
    said = [
        (what.format(token=key), by.format(member=member.email), channel)
        for what, by, channel in recorded
    ]
    assert told_since(last, member) == said


def test_every_difference_that_sql_leaves_is_found(member: User) -> None:
    members_watch(NOON)
    last, before = latest(), member.email
    User.objects.filter(pk=member.pk).update(email="other@test.example")
    with acting(by="somebody"):
        token, _ = ApiToken.objects.issue(user=member, life=timedelta(days=1))
    member.refresh_from_db()

    assert members_watch(NOON) == 2
    assert told_since(last, member) == [
        (f"the email address was changed from {before}", UNKNOWN, "outside"),
        (f"an API token was made: {token.token_key}…", "somebody", "outside"),
    ]


@pytest.mark.parametrize(
    "cover",
    [
        lambda member: token_issue(user=member, by=member),
        lambda member: user_set_password(user=member, password=PHRASE, by=member),
        lambda member: user_join_organisation(user=member, organisation=None, by=BY),
    ],
)
def test_a_deed_of_the_members_own_covers_nothing_up(
    member: User, cover: Callable[[User], object]
) -> None:
    members_watch(NOON)
    last = latest()

    by_sql(member)
    cover(member)
    members_watch(NOON)

    assert told_since(last, member)[0] == (SET, UNKNOWN, "outside")
    assert MemberChange.objects.filter(what=SET).count() == 1


def test_what_members_do_themselves_and_what_others_are_is_no_news(member: User) -> None:
    members_watch(NOON)
    last = latest()
    other = make_person()

    user_set_password(user=member, password=PHRASE, by=member)
    token_issue(user=member, by=member)
    user_set_password(user=other, password=PHRASE, by=BY)
    by_sql(other)

    assert members_watch(NOON) == 0
    assert latest() == last
    assert not Notice.objects.exists()


def test_a_newer_hash_of_the_same_password_is_no_news_and_hides_none(member: User) -> None:
    members_watch(NOON)
    # With so short a salt it is stored anew at the next sign-in.
    old = make_password(PHRASE, salt="s")
    User.objects.filter(pk=member.pk).update(password=old)
    member.refresh_from_db()
    assert member.check_password(PHRASE)
    member.refresh_from_db()
    assert member.password != old

    assert members_watch(NOON) == 1
    User.objects.filter(pk=member.pk).update(password=old)
    KnownMember.objects.filter(pk=member.pk).update(password=KnownMember.digest(old))
    member.refresh_from_db()
    assert member.check_password(PHRASE)
    assert members_watch(NOON) == 0


def test_roles_are_recorded_from_the_first_step_on_and_watched_until_the_last(
    member: User,
) -> None:
    coming = make_person()
    holding = role_give(user=coming, role=Role.SECURITY_SUB_COMMITTEE, reason="elected", by=BY)
    # Whose password is known before a member signs would be a member's by the signature.
    by_command(coming)
    role_end(holding=holding, reason="resigned", by=BY)
    members_watch(NOON)
    by_command(coming)

    changes = MemberChange.objects.filter(member=coming.email).order_by("pk")
    assert [each.what for each in changes] == ["the role was given", SET, "the role was ended"]
    assert [each.user_id for each in KnownMember.objects.all()] == [member.pk]
