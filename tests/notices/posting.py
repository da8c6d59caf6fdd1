"""One attempt to send, and what names stand for meanwhile."""

import socket
from typing import Any

import pytest

from sec_registry.notices.choices import Channel
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.outcome import Outcome
from sec_registry.notices.webhook import webhook_post
from sec_registry.notices.webhook_secrets import new_secret, sealed


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every name stand for these numbers, one answer after the other; returns who asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        if set(host) <= set("0123456789."):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        numbers = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where connections would have been made."""
    made: list[Any] = []

    def create_connection(address: Any, *_: object, **__: object) -> socket.socket:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return made


def post(url: str) -> Outcome:
    """One attempt, without a database."""
    subscription = Subscription(
        channel=Channel.WEBHOOK, url=url, sealed_secret=sealed(new_secret())
    )
    return webhook_post(Notice(message_id="msg_1", body="{}", attempts=1), subscription)
