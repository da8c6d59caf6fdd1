"""Letters to single people: written down with what they tell, tried again, seen when given up."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.letters import Letter, letters_send
from accounts.models import Role
from accounts.services import user_deactivate
from sec_registry.notices.choices import Kind, State
from sec_registry.notices.models import Notice
from sec_registry.notices.outbox import notice_resend
from sec_registry.notices.policy import WAITS
from sec_registry.notices.sending import notices_send
from tests.accounts.factories import make_person
from tests.notices.subscribing import by_email

pytestmark = pytest.mark.django_db


def letter_to(email: str, key: str = "question:1") -> Letter:
    return Letter(email=email, key=key, subject="A question waits", text="Submission 7")


def test_a_letter_is_there_with_what_it_tells_or_not_at_all() -> None:
    person, closed = make_person(), make_person()
    user_deactivate(user=closed, reason="left", by="command line: test")

    def undone() -> None:
        letters_send([letter_to(person.email, key="question:0")])
        raise InterruptedError

    with pytest.raises(InterruptedError), transaction.atomic():
        undone()
    for _ in range(2):
        letters_send(letter_to(each) for each in (person.email, closed.email, "no@body.example"))

    notice = Notice.objects.get()
    assert (notice.reader, notice.kind, notice.key) == (person, Kind.LETTER, "question:1")
    assert notices_send() == 1
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMessage)
    assert (sent.to, sent.body) == ([person.email], "Submission 7\n")
    assert "List-Unsubscribe" not in sent.extra_headers


def test_a_letter_that_no_server_takes_is_given_up_and_sent_again_by_the_panel(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    person, panel = make_person(), make_person(Role.PANEL_ADMINISTRATOR, staff=True)
    letters_send([letter_to(person.email)])

    def refused(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refused)
    moment = timezone.now()
    for _ in range(len(WAITS) + 1):
        assert notices_send(clock=lambda at=moment: at) == 0  # type: ignore[misc]
        moment += timedelta(days=2)
    monkeypatch.undo()

    notice = Notice.objects.get()
    assert (notice.state, notice.attempts) == (State.DEAD, len(WAITS) + 1)
    client.force_login(panel)
    desk = reverse("admin:notices_notice_changelist")
    assert "Notices given up" in client.get(reverse("admin:index")).text
    assert person.email in client.get(desk, {"state": "dead"}).text
    page = client.get(reverse("admin:notices_notice_change", args=[notice.pk])).text
    assert "A letter is its reader" in page
    assert "Submission 7" not in page
    client.post(desk, {"action": "resend", "_selected_action": notice.pk})
    assert "Notices given up" not in client.get(reverse("admin:index")).text
    assert notices_send() == 1
    assert "attempt" in str(mail.outbox[0].body)


def test_a_letter_to_an_account_that_was_closed_meanwhile_is_not_sent() -> None:
    person = make_person()
    letters_send([letter_to(person.email)])
    user_deactivate(user=person, reason="left", by="command line: test")

    assert notices_send() == 0

    notice = Notice.objects.get()
    assert (notice.state, notice.last_answer) == (State.DEAD, "The account is closed.")
    assert not notice_resend(notice=notice, by=make_person(), now=timezone.now())
    assert mail.outbox == []


def test_the_database_holds_no_notice_for_nobody_and_none_for_two() -> None:
    subscription = by_email()
    letters_send([letter_to(subscription.owner.email)])
    letter = Notice.objects.filter(kind=Kind.LETTER)

    for change in (
        {"recipient": None},
        {"subscription": subscription},
        {"kind": Kind.TEST},
        {"body": "{}"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            letter.update(**change)
