"""Workers that are killed between two steps, and several at once: nothing is lost or doubled."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from sec_registry.notices import sending
from sec_registry.notices.choices import State
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.policy import LEASE
from sec_registry.notices.sending import notices_send
from sec_registry.notices.services import trial_queue
from sec_registry.submissions.acceptance import submissions_accept
from tests.accounts.factories import make_person
from tests.notices.receiving import Receiver
from tests.notices.subscribing import by_webhook
from tests.processes import run_and_die, run_at_once
from tests.registry import accept, in_review, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db(transaction=True)


def dying(step: str) -> Callable[[], object]:
    """A worker that is killed when it comes to this step of ``sending``."""

    def die(*_: object, **__: object) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        setattr(sending, step, die)
        notices_send()

    return work


def take_over() -> int:
    """A worker's round once the dead one's lease has run out."""
    later = timezone.now() + LEASE
    return notices_send(clock=lambda: later)


def test_killed_before_sending_is_sent_by_another_worker(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)

    assert run_and_die(dying("send")) == -signal.SIGKILL

    assert at_home.received == []
    assert Notice.objects.get().state == State.LEASED
    assert notices_send() == 0
    assert take_over() == 1
    assert [each.attempt for each in at_home.received] == [2]
    assert Notice.objects.get().state == State.SENT


def test_killed_before_writing_down_is_sent_again_and_says_so(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)

    assert run_and_die(dying("record")) == -signal.SIGKILL

    assert notices_send() == 0
    assert take_over() == 1
    first, second = at_home.received
    assert first.id == second.id == Notice.objects.get().message_id
    assert first.body == second.body
    assert (first.attempt, second.attempt) == (1, 2)


def test_killed_between_gone_and_writing_down_ends_the_subscription(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)
    at_home.status = 410

    assert run_and_die(dying("record")) == -signal.SIGKILL
    take_over()

    assert len(at_home.received) == 1
    told = Notice.objects.values_list("state", "subscription__ended_because").get()
    assert told == (State.DEAD, "gone")


def test_killed_while_accepting_leaves_neither_publication_nor_notice() -> None:
    panel = make_panel()
    by_webhook()
    waiting = in_review(numbered_row(1), by=panel.administrator, reviewer=panel.reviewer)

    def work() -> None:
        acceptance = submissions_accept.__globals__
        acceptance["_conclude"] = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        submissions_accept(submissions=[waiting], by=panel.reviewer)

    assert run_and_die(work) == -signal.SIGKILL
    assert not Notice.objects.exists()
    submissions_accept(submissions=[waiting], by=panel.reviewer)
    assert [each.key for each in Notice.objects.all()] == ["publication:1"]


def test_workers_at_once_send_each_notice_once(at_home: Receiver) -> None:
    panel = make_panel()
    for name in ("a", "b", "c"):
        by_webhook(by=panel.reviewer, name=name, url=at_home.url)
    for each in range(1, 5):
        accept(numbered_row(each), panel=panel)

    said = run_at_once(*[lambda: str(notices_send())] * 3)

    assert sum(map(int, said)) == 12
    assert len(at_home.received) == 12
    assert set(Counter(each.id for each in at_home.received).values()) == {1}
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_whoever_subscribes_during_acceptances_misses_none() -> None:
    panel = make_panel()
    people = [make_person() for _ in range(3)]
    waiting = [
        in_review(numbered_row(n), by=panel.administrator, reviewer=panel.reviewer)
        for n in range(1, 5)
    ]

    def accepting(submission: Any) -> Callable[[], str]:
        return lambda: str(submissions_accept(submissions=[submission], by=panel.reviewer).number)

    def subscribing(person: User) -> Callable[[], str]:
        return lambda: str(by_webhook(by=person)[0].from_publication)

    said = run_at_once(*map(accepting, waiting), *map(subscribing, people))

    assert all(each.isdecimal() for each in said), said
    for subscription in Subscription.objects.all():
        told = {each.publication_id for each in subscription.notices.all()}
        assert told == set(range(subscription.from_publication + 1, 5))
