"""With DEBUG off the registry starts only when nothing is missing or insecure."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from django.core.exceptions import ImproperlyConfigured

from sec_registry.environment import (
    DEVELOPMENT_KEY,
    database,
    flag,
    insecurities,
    number,
    rate,
    refuse_insecurity,
    secret_key,
    signing_key,
)
from sec_registry.signing_keys import new_private_key, private_pem, public_pem

LONG_KEY = "a-key-of-this-test-0123456789-abcdefghijklmnopqrstuvwxyz"
_OTHER_CURVE = ec.generate_private_key(ec.SECP384R1())
_RIGHT_CURVE = ec.generate_private_key(ec.SECP256R1())
UNUSABLE = {
    "word": "correct horse battery staple",
    "other curve": private_pem(_OTHER_CURVE),
    "public": public_pem(_RIGHT_CURVE),
    "encrypted": _RIGHT_CURVE.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"a password")
    ).decode(),
}
POSTGRESQL = "postgresql://registry@%2Frun%2Fpostgresql/registry"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "DEBUG", "SIGNING_KEY", "SIGNING_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_start_with_nothing_set_names_every_fault_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_insecurity(key="", hosts=[], signing="")

    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SIGNING_KEY_FILE"):
        assert name in str(refusal.value)


def test_start_with_everything_set_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)

    refuse_insecurity(key=LONG_KEY, hosts=["registry.example"], signing="given")


@pytest.mark.parametrize("key", [DEVELOPMENT_KEY, "short", "a" * 60, f"django-insecure-{LONG_KEY}"])
def test_weak_key_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)

    faults = insecurities(key=key, hosts=["registry.example"], signing="given")

    assert [fault.split()[0] for fault in faults] == ["SECRET_KEY"]


def test_every_host_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)

    assert insecurities(key=LONG_KEY, hosts=["*"], signing="given") == [
        "ALLOWED_HOSTS must not be '*'."
    ]


def test_development_key_is_for_debug_only() -> None:
    assert secret_key(debug=True) == DEVELOPMENT_KEY
    assert secret_key(debug=False) == ""


def test_signing_key_is_read_from_the_environment_or_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pem = new_private_key()
    one_line = "".join(pem.splitlines()[1:-1])
    (tmp_path / "key.pem").write_text(pem)

    assert signing_key() == ""
    monkeypatch.setenv("SIGNING_KEY", one_line)
    assert signing_key() == one_line
    monkeypatch.setenv("SIGNING_KEY", "")
    monkeypatch.setenv("SIGNING_KEY_FILE", str(tmp_path / "key.pem"))
    assert signing_key() == pem


@pytest.mark.parametrize("kind", ["word", "other curve", "public", "encrypted"])
def test_signing_key_that_cannot_sign_stops_the_program_and_is_not_quoted(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = UNUSABLE[kind]
    monkeypatch.setenv("SIGNING_KEY", text)

    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY is unusable") as refusal:
        signing_key()

    assert text not in str(refusal.value)


def test_signing_key_in_a_file_that_is_not_there_stops_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SIGNING_KEY_FILE", str(tmp_path / "nothing"))

    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY_FILE"):
        signing_key()


def test_two_signing_keys_at_once_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNING_KEY", new_private_key())
    monkeypatch.setenv("SIGNING_KEY_FILE", "/nowhere")

    with pytest.raises(ImproperlyConfigured, match="not both"):
        signing_key()


@pytest.mark.parametrize(("text", "value"), [("0", False), ("off", False), ("Yes", True)])
def test_flag_reads_yes_and_no(text: str, value: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", text)

    assert flag("DEBUG", default=not value) is value


def test_flag_that_says_neither_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "flase")

    with pytest.raises(ImproperlyConfigured, match="DEBUG='flase'"):
        flag("DEBUG", default=True)


def test_number_that_is_none_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HSTS_SECONDS", "a year")

    with pytest.raises(ImproperlyConfigured, match="HSTS_SECONDS"):
        number("HSTS_SECONDS", default=0)


def test_database_without_address_is_sqlite_that_waits_for_its_lock(tmp_path: Path) -> None:
    settings = database(var=tmp_path / "var")

    assert settings["NAME"] == tmp_path / "var" / "registry.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == 30
    assert settings["CONN_MAX_AGE"] == 600


def test_database_with_address_is_postgresql_with_a_pool(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRESQL)

    settings = database(var=tmp_path / "var")

    assert settings["HOST"] == "/run/postgresql"
    assert settings["OPTIONS"] == {"pool": True}
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("text", "expected"), [("", (600, 300)), ("0", None), ("1200/600", (1200, 600))]
)
def test_limit_is_read(
    text: str, expected: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROTTLE_X", text)

    assert rate("THROTTLE_X", default="600/300") == expected


@pytest.mark.parametrize("text", ["100", "0/5", "5/0", "a/b", "-1/5", "10/5/1", "1.5/2", "off"])
def test_limit_that_is_none_stops_the_program(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROTTLE_X", text)

    with pytest.raises(ImproperlyConfigured, match="THROTTLE_X"):
        rate("THROTTLE_X", default="600/300")
