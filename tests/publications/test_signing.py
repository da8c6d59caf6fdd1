"""Every publication is signed in the transaction that makes it, by keys that follow each other."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from pytest_django import Settings
from rest_framework.request import Request

from sec_registry.publications import signing
from sec_registry.publications.keys import signing_key
from sec_registry.publications.live import publications_verify
from sec_registry.publications.models import PublicKey, Signature
from sec_registry.registers import publish as publishing
from sec_registry.registers.ledger import reopened_ledger
from sec_registry.registers.models import Ledger, Publication
from sec_registry.registers.problems import problem_handler
from sec_registry.signing_keys import key_id, private_pem
from tests.publications.world import own_key, private_key, trusting
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def unsigned(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Publishes as a registry did before there were signatures."""

    def publish(*numbers: int) -> int:
        with monkeypatch.context() as then:
            then.setattr(publishing, "seals", lambda: ())
            return publish_numbers(*numbers)

    return publish


def test_publication_is_signed_when_it_is_made() -> None:
    publish_numbers(101, 102)

    signature = Signature.objects.get()
    assert signature.publication_id == 1
    assert signature.key_id == key_id(own_key())
    assert publications_verify(trusted=trusting(own_key())).last == 1


def test_nothing_is_published_where_signing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("no key")

    monkeypatch.setattr(publishing, "seals", lambda: (fails,))

    with pytest.raises(RuntimeError, match="no key"):
        publish_numbers(101)

    assert not Publication.objects.exists()
    assert Ledger.objects.get().last_publication == 0


def test_publications_from_before_are_signed_by_the_command(unsigned: Callable[..., int]) -> None:
    unsigned(101)
    unsigned(102)

    call_command("sign_publications")
    call_command("sign_publications")

    assert list(Signature.objects.values_list("publication_id", flat=True)) == [1, 2]
    assert Ledger.objects.get().opened_for is None
    assert publications_verify().last == 2


def test_publications_from_before_are_signed_with_the_next_one(
    unsigned: Callable[..., int],
) -> None:
    unsigned(101)

    publish_numbers(102)

    assert publications_verify().last == 2


@pytest.mark.parametrize("model", [Signature, PublicKey])
def test_signature_and_key_are_written_only_while_the_ledger_is_open(
    model: type[Signature] | type[PublicKey],
) -> None:
    publish_numbers(101)
    row = model.objects.get()
    row.pk = 7 if model is Signature else "7"

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_old_signatures_verify_after_the_key_was_replaced(settings: Settings) -> None:
    publish_numbers(101)
    settings.SIGNING_KEY = private_pem(private_key(2))
    publish_numbers(102)

    keys = list(Signature.objects.values_list("key_id", flat=True))

    assert keys == [key_id(private_key(1)), key_id(private_key(2))]
    assert publications_verify(trusted=trusting(private_key(1), private_key(2))).last == 2


def test_key_that_was_replaced_signs_no_more(settings: Settings) -> None:
    publish_numbers(101)
    settings.SIGNING_KEY = private_pem(private_key(2))
    publish_numbers(102)
    settings.SIGNING_KEY = private_pem(private_key(1))

    with pytest.raises(signing.KeyReplaced, match="signs no more") as left_running:
        publish_numbers(103)

    assert Publication.objects.count() == 2
    answer = problem_handler(left_running.value, {"request": Request(HttpRequest())})
    assert answer is not None
    assert answer.status_code == 503


def test_key_is_made_at_a_desk_and_stays(settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG, settings.SIGNING_KEY, settings.VAR_DIR = True, "", tmp_path / "var"

    first, second = signing_key(), signing_key()

    assert first.key_id == second.key_id
    assert (tmp_path / "var" / "signing-key.pem").stat().st_mode & 0o777 == 0o600


def test_no_key_is_made_outside_a_desk(settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG, settings.SIGNING_KEY, settings.VAR_DIR = False, "", tmp_path

    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY"):
        signing_key()

    assert list(tmp_path.iterdir()) == []


def test_key_made_by_the_command_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "key.pem"
    call_command("make_signing_key", str(path))
    made = path.read_text()

    with pytest.raises(CommandError, match="never overwritten"):
        call_command("make_signing_key", str(path))

    assert path.read_text() == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in capsys.readouterr().out


def test_signing_anew_finds_nothing_to_sign() -> None:
    publish_numbers(101)

    with reopened_ledger():
        assert signing.publications_sign() == 0
