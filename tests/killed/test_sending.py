"""SIGKILL between any two steps of sending: nothing is lost, and what is sent twice says so."""

from collections import defaultdict
from typing import Any

import pytest
from django.utils import timezone

from sec_registry.notices import sending
from sec_registry.notices.choices import State
from sec_registry.notices.models import Notice
from sec_registry.notices.policy import LEASE
from sec_registry.notices.sending import notices_send
from sec_registry.notices.webhook import webhook_post
from tests.accounts.factories import make_person
from tests.killing import COMMIT, RETURNED, dying_before, step, steps_of
from tests.notices.conftest import at_home
from tests.notices.receiving import Receiver
from tests.notices.subscribing import by_webhook
from tests.processes import run_and_die_at_once
from tests.published import publish_numbers

__all__ = ["at_home"]
pytestmark = pytest.mark.django_db(transaction=True)

SEND = "send"
TAKE = ("update notices_notice", COMMIT)
#: One notice: leased, sent, written down. Two of them, and nothing more is due.
STEPS = (*TAKE, SEND, "update notices_notice", *TAKE, SEND, "update notices_notice")


def send_telling() -> None:
    """A worker's round that tells before it sends."""

    def told(*arguments: Any) -> Any:
        step(SEND)
        return webhook_post(*arguments)

    vars(sending)["webhook_post"] = told
    notices_send()


def take_over() -> None:
    """A worker's round once the leases of the dead have run out."""
    later = timezone.now() + LEASE
    notices_send(clock=lambda: later)


def test_killed_between_any_two_steps(at_home: Receiver) -> None:
    for _ in range(2):
        by_webhook(by=make_person(), url=at_home.url)
    publish_numbers(1)
    assert steps_of(send_telling, last=RETURNED) == [*STEPS, RETURNED]

    for number in range(len(STEPS) + 1):
        publish_numbers(2 + number)
        # One dies, and with it what it leased; one lives and sends the rest.
        run_and_die_at_once(dying_before(number, send_telling), notices_send)
        take_over()

    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    attempts = defaultdict(list)
    for each in at_home.received:
        attempts[each.id].append(each.attempt)
    assert attempts.keys() == set(map(str, Notice.objects.values_list("message_id", flat=True)))
    for made in attempts.values():
        assert made == sorted(set(made))
