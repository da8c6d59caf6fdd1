"""Sending: what is signed, what is tried again, what is given up, what ends a subscription."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from sec_registry.notices import sending
from sec_registry.notices.choices import State
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.outbox import lease, notice_resend, record
from sec_registry.notices.outcome import Outcome
from sec_registry.notices.policy import JITTER, LEASE, WAITS
from sec_registry.notices.sending import notices_send
from sec_registry.notices.services import secret_rotate, subscription_end, trial_queue
from tests.accounts.factories import make_person
from tests.notices.receiving import Receiver
from tests.notices.subscribing import by_email, by_webhook, number
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def at(moment: datetime) -> int:
    return notices_send(clock=lambda: moment)


def test_webhook_carries_id_time_signature_and_what_was_published(at_home: Receiver) -> None:
    panel = make_panel()
    _, secret = by_webhook(number(1), url=at_home.url)
    accept(numbered_row(1), panel=panel)

    assert notices_send() == 1

    (got,) = at_home.received
    notice = Notice.objects.get()
    assert (got.id, got.attempt) == (notice.message_id, 1)
    assert got.signed_with(secret)
    assert not got.signed_with("whsec_" + "A" * 43 + "=")
    assert abs(int(got.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    said = json.loads(got.body)
    assert (said["type"], said["data"]["publication"]) == ("publication", 1)
    assert said["data"]["watched"] == [{"cpl_number": 1, "change": "added"}]
    assert said["data"]["page"] == "http://127.0.0.1:8000/publications/1/"
    assert (notice.state, notice.last_answer) == (State.SENT, "204")
    assert notices_send() == 0


def test_both_secrets_sign_after_a_rotation_until_its_day_is_over(at_home: Receiver) -> None:
    made, before = by_webhook(url=at_home.url)
    after = secret_rotate(subscription=made, by=made.owner)
    trial_queue(subscription=made, by=made.owner)
    notices_send()
    made.refresh_from_db()
    made.earlier_until = timezone.now()
    made.save_without_historical_record()  # type: ignore[attr-defined]  # added by AuditTrail
    Notice.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    trial_queue(subscription=made, by=made.owner)
    notices_send()

    both, alone = at_home.received
    assert [both.signed_with(each) for each in (before, after)] == [True, True]
    assert [alone.signed_with(each) for each in (before, after)] == [False, True]


def test_email_is_plain_names_the_page_and_can_be_stopped_by_one_click() -> None:
    made = by_email(name="My meters")
    accept(numbered_row(1), panel=make_panel())

    assert notices_send() == 1

    (letter,) = mail.outbox
    assert isinstance(letter, EmailMessage)
    assert letter.to == [made.owner.email]
    assert "http://127.0.0.1:8000/publications/1/" in letter.body
    headers = letter.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Notice.objects.get().message_id in headers["Message-ID"]
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    anybody = Client(enforce_csrf_checks=True)
    assert "Stop these notices?" in anybody.get(path).text
    made.refresh_from_db()
    assert made.is_open
    stopped = anybody.post(path, {"List-Unsubscribe": "One-Click"})
    assert "Subscription stopped" in stopped.text
    made.refresh_from_db()
    assert (made.is_open, made.ended_because) == (False, "owner")
    assert anybody.get(f"{path[:-2]}x/").status_code == 404


def test_failures_wait_longer_each_time_and_end_among_the_dead(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)
    at_home.status, moment = 500, timezone.now()

    for wait in WAITS:
        assert at(moment) == 0
        notice = Notice.objects.get()
        assert (notice.state, notice.last_answer) == (State.FAILED, "500")
        assert wait <= notice.next_attempt_at - moment <= wait * (1 + JITTER)
        assert at(notice.next_attempt_at - timedelta(seconds=1)) == 0
        moment = notice.next_attempt_at
    at(moment)

    notice = Notice.objects.get()
    assert (notice.state, notice.attempts) == (State.DEAD, len(WAITS) + 1)
    assert [each.attempt for each in at_home.received] == list(range(1, len(WAITS) + 2))
    assert len({each.id for each in at_home.received}) == 1
    assert len({each.body for each in at_home.received}) == 1
    at_home.status = 200
    assert notice_resend(notice=notice, by=made.owner, now=moment)
    assert not notice_resend(notice=notice, by=made.owner, now=moment)
    assert at(moment) == 1
    assert at_home.received[-1].attempt == len(WAITS) + 2


#: Made a date when the test runs: workers that collect tests at other moments must find the same.
IN_THREE_HOURS = "a date in three hours"


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("7200", timedelta(hours=2), timedelta(hours=2)),
        ("1", WAITS[0], WAITS[0] * 1.2),
        (IN_THREE_HOURS, WAITS[4] / 3, WAITS[4]),
        ("9" * 40, timedelta(hours=24), timedelta(hours=24)),
        ("9" * 5000, WAITS[0], WAITS[0] * 1.2),
        ("soon", WAITS[0], WAITS[0] * 1.2),
        ("-5", WAITS[0], WAITS[0] * 1.2),
    ],
)
def test_retry_after_is_honoured_within_reason(
    at_home: Receiver, asked: str, least: timedelta, most: timedelta
) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)
    now = timezone.now()
    if asked == IN_THREE_HOURS:
        asked = format_datetime(datetime.now(UTC) + timedelta(hours=3))
    at_home.status, at_home.headers = 503, {"Retry-After": asked}

    at(now)

    assert least <= Notice.objects.get().next_attempt_at - now <= most


def test_gone_ends_the_subscription_and_what_waits_for_it(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    accept(numbered_row(2), panel=panel)
    at_home.status = 410

    notices_send()

    made.refresh_from_db()
    assert (made.is_open, made.ended_because, made.sealed_secret) == (False, "gone", "")
    assert len(at_home.received) == 1
    assert [each.state for each in Notice.objects.all()] == [State.DEAD] * 2
    first = Notice.objects.earliest("pk")
    assert not notice_resend(notice=first, by=made.owner, now=timezone.now())


def test_a_redirect_is_a_failure_and_is_not_followed(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)
    at_home.status, at_home.headers = 307, {"Location": f"{at_home.url}/elsewhere"}

    notices_send()

    assert [each.path for each in at_home.received] == ["/hook"]
    assert "redirects are not followed" in Notice.objects.get().last_answer


def test_who_does_not_answer_holds_nobody_else_up(at_home: Receiver) -> None:
    silent, _ = by_webhook(url="http://127.0.0.1:9/closed")
    by_webhook(url=at_home.url)
    panel = make_panel()
    for each in (1, 2):
        accept(numbered_row(each), panel=panel)

    assert notices_send() == 2

    left = Notice.objects.filter(subscription=silent).order_by("pk")
    assert [(each.state, each.attempts) for each in left] == [("failed", 1), ("waiting", 0)]


def test_who_has_many_slow_receivers_holds_nobody_else_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """They answer 200 in the end, so they are not silent; each takes 15 of the round's seconds."""
    slow, moment = make_person(), [timezone.now()]
    posted: list[User] = []
    for each in range(5):
        by_webhook(by=slow, name=f"Slow {each}")
    other, _ = by_webhook()
    by_email(by=slow, name="Quick")
    accept(numbered_row(1), panel=make_panel())

    def takes_its_time(_: Notice, subscription: Subscription) -> Outcome:
        posted.append(subscription.owner)
        moment[0] += timedelta(seconds=15 if subscription.owner == slow else 1)
        return Outcome(True, "200")

    monkeypatch.setattr(sending, "webhook_post", takes_its_time)
    moment[0] += timedelta(minutes=1)
    first = notices_send(clock=lambda: moment[0])

    assert posted == [slow, slow, other.owner]
    assert (first, len(mail.outbox)) == (4, 1)
    assert notices_send(clock=lambda: moment[0]) == 2
    assert posted[3:] == [slow, slow]


def test_nothing_is_sent_for_what_ended_while_it_was_waiting(at_home: Receiver) -> None:
    made, _ = by_webhook(url=at_home.url)
    trial_queue(subscription=made, by=made.owner)
    leased = lease(now=timezone.now())
    subscription_end(subscription=made, by=made.owner)
    late = timezone.now() + LEASE

    at(late)

    assert at_home.received == []
    assert leased is not None
    assert not record(leased, Outcome(True, "late"), now=late)
    assert Notice.objects.get().last_answer == "The subscription has ended."


def test_a_notice_that_kills_its_workers_is_given_up() -> None:
    made = by_email()
    trial_queue(subscription=made, by=made.owner)
    moment = timezone.now()
    for _ in range(len(WAITS) + 1):
        assert lease(now=moment) is not None
        assert lease(now=moment) is None
        moment += LEASE

    at(moment)

    assert mail.outbox == []
    assert Notice.objects.get().state == State.DEAD


def test_a_fault_of_the_mail_server_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    made = by_email()
    trial_queue(subscription=made, by=made.owner)
    monkeypatch.setattr(EmailMessage, "send", refused)
    moment = timezone.now()
    at(moment)
    monkeypatch.undo()

    at(moment + timedelta(minutes=2))

    (letter,) = mail.outbox
    assert "This is attempt 2" in letter.body
    assert Notice.objects.get().state == State.SENT
