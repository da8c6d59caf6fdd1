"""Receivers that are not what they say, or never end: nothing is drawn out, nothing believed."""

import datetime as dt
import ssl
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from pytest_django.fixtures import Settings

from sec_registry.notices import addresses, webhook
from sec_registry.notices.choices import Channel
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.webhook import webhook_post
from sec_registry.notices.webhook_secrets import new_secret, sealed
from sec_registry.signing_keys import private_pem
from tests.notices.posting import named, post
from tests.notices.receiving import Receiver, receiver

NAME = "hooks.nobody.example"


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Turns a receiver's socket into one of TLS under a name, which this process trusts."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    for_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])

    def wrapping(name: str) -> Any:
        made = (
            x509.CertificateBuilder()
            .subject_name(for_name)
            .issuer_name(for_name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, SHA256())
        )
        file = tmp_path / "nobody.pem"
        file.write_bytes(made.public_bytes(Encoding.PEM) + private_pem(key).encode())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        return lambda plain: context.wrap_socket(plain, server_side=True)

    return wrapping


def test_the_certificate_is_checked_against_the_name_and_not_the_number(
    certified: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    named(monkeypatch, ["127.0.0.1"])
    monkeypatch.setattr(addresses, "may_reach", lambda number: True)

    with receiver(certified(NAME)) as right:
        monkeypatch.setattr(addresses, "PORTS", {right.port})
        good = post(f"https://{NAME}:{right.port}/hook?a=b")
        other = post(f"https://others.nobody.example:{right.port}/hook")
        monkeypatch.delenv("SSL_CERT_FILE")
        unknown = post(f"https://{NAME}:{right.port}/hook")

    assert (good.sent, good.said) == (True, "204")
    assert (other.said, unknown.said) == ("No answer (SSLCertVerificationError).",) * 2
    (got,) = right.received
    assert (got.path, got.headers["host"]) == ("/hook?a=b", f"{NAME}:{right.port}")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """An answer whose headers never end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for each in range(200):
        handler.wfile.write(b"X-%d: drip\r\n" % each)
        time.sleep(0.05)


def flood(handler: BaseHTTPRequestHandler) -> None:
    """One header without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000_000)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        handler.wfile.write(b"x" * 100_000)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    """No HTTP at all."""
    handler.wfile.write(b"\xff\x00 220 smtp ready\r\n\r\n")


@pytest.mark.parametrize(
    ("instead", "sent"), [(drip, True), (flood, False), (endless, True), (nonsense, False)]
)
def test_a_receiver_draws_nothing_out(
    at_home: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    instead: Callable[[BaseHTTPRequestHandler], None],
    sent: bool,
) -> None:
    monkeypatch.setattr(webhook, "DEADLINE", 0.5)
    at_home.instead = instead
    began = time.monotonic()

    outcome = post(at_home.url)

    assert outcome.sent is sent
    assert time.monotonic() - began < 4


def test_a_secret_sealed_with_a_forgotten_key_says_so(
    at_home: Receiver, settings: Settings
) -> None:
    before = settings.SECRET_KEY
    kept = sealed(new_secret())
    subscription = Subscription(channel=Channel.WEBHOOK, url=at_home.url, sealed_secret=kept)
    notice = Notice(message_id="msg_1", body="{}", attempts=1)
    settings.SECRET_KEY = "x" * 50

    forgotten = webhook_post(notice, subscription)
    settings.SECRET_KEY_FALLBACKS = [before]
    remembered = webhook_post(notice, subscription)

    settings.SECRET_KEY_FALLBACKS = []
    subscription.earlier_secret, subscription.sealed_secret = kept, sealed(new_secret())
    subscription.earlier_until = timezone.now() + dt.timedelta(hours=1)
    rotated = webhook_post(notice, subscription)

    assert forgotten.said == "The secret cannot be read any more: rotate it."
    assert remembered.sent
    assert rotated.sent
