"""The commands of the accounts app, and Django's own two."""

import getpass
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from accounts.authentication import BearerAuthentication
from accounts.command_line import command_line_actor
from accounts.models import ApiToken, User
from accounts.people import is_ssc
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
ACTOR = f"command line: {getpass.getuser()}"


def run(command: str, /, *arguments: str, **options: object) -> list[str]:
    """What the command prints."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def test_issue_token_prints_the_token_alone_on_the_last_line(person: User) -> None:
    lines = run("issue_token", person.email.upper(), "--days", "7", "--name", "night job")

    user, token = BearerAuthentication().authenticate_credentials(lines[-1].encode())
    assert (user, token.name) == (person, "night job")
    assert token.expiry is not None
    assert (token.expiry - token.created).days in (6, 7)
    record = ApiToken.history.get()
    assert (record.history_user_id, record.history_change_reason) == (ACTOR, "token issued")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nobody@test.example"], "no account"), (["pat@test.example", "--days", "0"], "366 days")],
)
def test_issue_token_refuses(arguments: list[str], said: str) -> None:
    UserFactory(email="pat@test.example")

    with pytest.raises(CommandError, match=said):
        run("issue_token", *arguments)

    assert not ApiToken.objects.exists()


def test_first_ssc_member_is_appointed_once(person: User) -> None:
    run("appoint_first_ssc_member", person.email)

    assert is_ssc(person)
    holding = person.role_holdings.get()
    assert (holding.bootstrap, holding.given_by_text) == (True, ACTOR)
    with pytest.raises(CommandError, match="countersign"):
        run("appoint_first_ssc_member", UserFactory().email)
    with pytest.raises(CommandError, match="no account"):
        run("appoint_first_ssc_member", "nobody@test.example")


def test_createsuperuser_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough pass phrase")

    run("createsuperuser", interactive=False, email="Operator@test.example", name="Operator")

    user = User.objects.get(email="operator@test.example")
    assert user.is_superuser
    record = user.history.get()
    assert (record.history_user_id, record.history_change_reason) == (ACTOR, "superuser made")


def test_changepassword_is_recorded(person: User) -> None:
    with patch("getpass.getpass", return_value="a long enough pass phrase"):
        run("changepassword", person.email)

    person.refresh_from_db()
    assert person.check_password("a long enough pass phrase")
    record = person.history.first()
    assert record is not None
    assert (record.history_user_id, record.history_change_reason) == (ACTOR, "password set")


def test_user_of_the_machine_without_a_name_is_recorded_by_number() -> None:
    with patch("getpass.getuser", side_effect=KeyError):
        assert command_line_actor().startswith("command line: uid ")
