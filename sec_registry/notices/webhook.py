"""Posting a notice to a webhook, as Standard Webhooks has it.

SECURITY: the receiver's address is a stranger's choice. The connection goes to a number that was
checked (``addresses``), with the name in Host, SNI and the check of the certificate; no redirect
is followed, no proxy of the environment is used, and of the answer nothing but status and headers
is read, within a time that no receiver can draw out.
"""

import base64
import hashlib
import hmac
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from django.utils import timezone
from urllib3 import Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import parse_url

from sec_registry.notices.addresses import Unreachable, check_address, numbers_to_reach
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.outcome import Outcome
from sec_registry.notices.policy import LONGEST_RETRY_AFTER
from sec_registry.notices.webhook_secrets import Unopened, opened, secret_bytes

#: Seconds for connecting, and between two signs of life.
PATIENCE = 10.0
#: Seconds for the whole of it once connected, however the receiver draws it out.
DEADLINE = 20.0
#: Reads what a receiver asks for, and no more than we grant.
_RETRY = Retry(retry_after_max=int(LONGEST_RETRY_AFTER.total_seconds()))
#: Numbers of one name that are tried.
MOST_NUMBERS = 2


def webhook_post(notice: Notice, subscription: Subscription) -> Outcome:
    """Post it once; never raises for what the receiver does."""
    if fault := check_address(subscription.url):
        return Outcome(False, fault, hopeless=True)
    try:
        headers = headers_of(notice, _secrets(subscription), timezone.now())
    except Unopened:
        return Outcome(False, "The secret cannot be read any more: rotate it.")
    try:
        status, retry_after = _post(subscription.url, notice.body.encode(), headers)
    except Unreachable as fault:
        return Outcome(False, str(fault))
    except (OSError, HTTPError, HTTPException, ValueError) as fault:
        return Outcome(False, f"No answer ({type(fault).__name__}).")
    return _outcome(status, retry_after)


def headers_of(notice: Notice, secrets: list[str], now: datetime) -> dict[str, str]:
    """The headers: id, time, one signature for each secret in use, and the attempt."""
    stamp = str(int(now.timestamp()))
    signed = f"{notice.message_id}.{stamp}.{notice.body}".encode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "SEC-Registry-Webhooks",
        "webhook-id": notice.message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
        "webhook-attempt": str(notice.attempts),
    }


def _signature(secret: str, signed: bytes) -> str:
    mac = hmac.new(secret_bytes(secret), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(mac.digest()).decode()}"


def _secrets(subscription: Subscription) -> list[str]:
    found = [opened(subscription.sealed_secret)]
    until = subscription.earlier_until
    if until is not None and until > timezone.now():
        # One that cannot be read any more is often why there is a new one.
        with suppress(Unopened):
            found.append(opened(subscription.earlier_secret))
    return found


def _outcome(status: int, retry_after: str | None) -> Outcome:
    said = f"{status}"
    if 200 <= status < 300:
        return Outcome(True, said)
    if 300 <= status < 400:
        return Outcome(False, f"{status}: redirects are not followed.")
    return Outcome(False, said, gone=status == 410, wait=_asked_wait(retry_after))


def _asked_wait(retry_after: str | None) -> timedelta | None:
    if not retry_after:
        return None
    try:
        return timedelta(seconds=_RETRY.parse_retry_after(retry_after))
    except (InvalidHeader, ValueError, OverflowError):
        return None


class _Guarded:
    """A connection to a checked number, which ends when its time is over."""

    host: str
    port: int
    sock: Any
    timeout: Any
    _deadline: threading.Timer | None = None
    #: The timer's own copy of the socket, which TLS does not replace.
    _watched: socket.socket

    def _new_conn(self) -> socket.socket:
        """As urllib3's, which would ask for the name by itself."""
        failed: OSError | None = None
        for number in numbers_to_reach(self.host, self.port)[:MOST_NUMBERS]:
            try:
                made = socket.create_connection((number, self.port), timeout=self.timeout)
            except OSError as error:
                failed = error
                continue
            self._watched = made.dup()
            self._deadline = threading.Timer(DEADLINE, _cut, args=(self._watched,))
            self._deadline.daemon = True
            self._deadline.start()
            return made
        raise failed or Unreachable("The name of the host is not known.")

    def finish(self) -> None:
        """Nothing is left to be cut off."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._watched.close()


class _GuardedHTTP(_Guarded, HTTPConnection):
    """For development alone: ``check_address`` refuses http elsewhere."""


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    """The one for webhooks."""


def _cut(made: socket.socket) -> None:
    # Shut down, not closed: whoever waits for it in the other thread wakes up.
    with suppress(OSError):
        made.shutdown(socket.SHUT_RDWR)


def _post(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str | None]:
    url = parse_url(address)
    host = (url.host or "").strip("[]")
    connection: Any
    if url.scheme == "https":
        connection = _GuardedHTTPS(
            host, url.port or 443, timeout=PATIENCE, cert_reqs="CERT_REQUIRED"
        )
    else:
        connection = _GuardedHTTP(host, url.port or 80, timeout=PATIENCE)
    try:
        connection.request(
            "POST", url.request_uri, body=body, headers=headers, preload_content=False
        )
        response = connection.getresponse()
        # Of what the receiver writes besides nothing is read.
        return response.status, response.headers.get("Retry-After")
    finally:
        connection.finish()
        connection.close()
