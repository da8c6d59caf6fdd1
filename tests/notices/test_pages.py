"""The pages of one's own subscriptions."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from sec_registry.notices.choices import State
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.services import subscription_gone
from tests.accounts.factories import make_person
from tests.notices.subscribing import URL, by_email, by_webhook, confirmed, number
from tests.published import publish_numbers
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

LIST = "/subscriptions/"
WATCHING = {
    "name": "our meters",
    "channel": "email",
    "about": "watching",
    "manufacturers": "FA0A\n\n fb0b ",
    "families": "esme; FA0A; 0A01; 0100",
    "numbers": "7",
    "hashes": "ab" * 32,
}


@pytest.fixture
def person() -> User:
    return make_person()


@pytest.fixture
def page(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def secret_in(answer: Any) -> str | None:
    found = re.search(r">(whsec_[^<]+)<", answer.text)
    return found and found.group(1)


def test_one_subscribes_by_email_to_what_one_names(page: Client, person: User) -> None:
    publish_numbers(7)

    answer = page.post(LIST, WATCHING, follow=True)

    assert "You are subscribed: our meters." in answer.text
    made = Subscription.objects.get()
    assert [str(each) for each in made.watches.all()] == [
        "Manufacturer FA0A",
        "Manufacturer FB0B",
        "Family ESME FA0A 0A01 0100",
        "CPL 7",
        f"Hash {'AB' * 32}",
    ]
    shown = page.get(reverse("subscription_page", args=[made.pk])).text
    assert person.email in shown
    assert "ESME; FA0A; 0A01; 0100" in shown


def test_a_webhooks_secret_is_shown_once_and_never_kept(page: Client) -> None:
    hook = {**WATCHING, "numbers": "", "channel": "webhook", "url": URL}
    made = page.post(LIST, hook)

    secret = secret_in(made)
    assert secret is not None
    assert "no-store" in made["Cache-Control"]
    address = reverse("subscription_page", args=[Subscription.objects.get().pk])
    assert secret_in(page.get(LIST)) is secret_in(page.get(address)) is None
    assert secret not in str(dict(page.session))
    again = page.post(LIST, hook)
    assert "There is a subscription of this name." in again.text
    fresh = secret_in(page.post(address, {"do": "secret"}))
    assert fresh not in (None, secret)


def test_what_is_wrong_is_said_beside_each_box(page: Client) -> None:
    wrong = {
        **WATCHING,
        "name": "",
        "channel": "webhook",
        "url": "http://localhost/",
        "manufacturers": "FA0A\nnobody",
        "families": "ESME; FA0A",
        "numbers": "seven\n0\n8",
        "hashes": "<script>",
    }

    answer = page.post(LIST, wrong)

    for sentence in (
        "This field is required.",
        "“nobody”: 4 hexadecimal digits are needed.",
        "Four values with semicolons between them are needed.",
        "“seven”: A CPL number is needed.",
        "“0”: A CPL number is needed.",
        "“8”: There is no CPL 8 on the list, and never was.",
        "“&lt;script&gt;”: 64 hexadecimal digits are needed.",
        "begins with https://",
        "<title>Error: Subscriptions",
    ):
        assert sentence in answer.text
    assert not Subscription.objects.exists()
    nothing = {"name": "a", "channel": "email", "about": "watching", "url": URL}
    refused = page.post(LIST, nothing)
    assert "Watch something, or ask for everything." in refused.text
    assert "Only a webhook has an address" in refused.text


def test_one_changes_tests_resends_and_ends(page: Client, person: User) -> None:
    made, _ = by_webhook(number(1), by=person)
    accept(numbered_row(1), panel=make_panel())
    Notice.objects.update(state=State.DEAD, done_at=timezone.now(), attempts=8)
    address = reverse("subscription_page", args=[made.pk])
    everything = {"do": "change", "name": "all", "about": "everything", "url": f"{URL}/2"}

    assert "Given up" in page.get(address).text
    changed = page.post(address, everything, follow=True)
    dead = Notice.objects.get(key="publication:1").pk
    resent = page.post(address, {"do": "resend", "notice": dead}, follow=True)
    unconfirmed = page.post(address, {"do": "test"}, follow=True)
    confirmed(Subscription.objects.get())
    tested = page.post(address, {"do": "test"}, follow=True)
    too_soon = page.post(address, {"do": "test"}, follow=True)
    nothing = page.post(address, {"do": "change", "name": "all", "about": "watching", "url": URL})

    made.refresh_from_db()
    assert "The subscription is changed." in changed.text
    assert (made.name, made.everything, made.url) == ("all", True, f"{URL}/2")
    assert not made.watches.exists()
    assert "The notice is queued again." in resent.text
    assert "is to be confirmed first" in unconfirmed.text
    assert "A test notice is queued" in tested.text
    assert "less than a minute ago" in too_soon.text
    assert "Watch something, or ask for everything." in nothing.text
    ended = page.post(address, {"do": "end"}, follow=True)
    assert "You have no subscriptions." in ended.text
    assert page.get(address).status_code == 404
    assert set(Notice.objects.values_list("state", flat=True)) == {State.DEAD}


def test_what_the_receiver_ended_is_seen_and_put_away(page: Client, person: User) -> None:
    made, _ = by_webhook(by=person)
    subscription_gone(subscription=made)
    address = reverse("subscription_page", args=[made.pk])

    assert "gone (410)" in page.get(address).text
    refused = page.post(address, {"do": "change", "name": "x", "about": "everything", "url": URL})
    assert "has ended" in refused.text
    page.post(address, {"do": "end"})

    assert "You have no subscriptions." in page.get(LIST).text


def test_another_persons_is_not_there(page: Client) -> None:
    others = by_email()
    address = reverse("subscription_page", args=[others.pk])

    for do in ("change", "test", "secret", "confirm", "again", "resend", "end", "nonsense"):
        assert page.post(address, {"do": do}).status_code == 404
    assert page.get(address).status_code == 404
    others.refresh_from_db()
    assert others.is_open


def test_the_desk_shows_the_outbox_and_sends_again_what_was_given_up(client: Client) -> None:
    made, _ = by_webhook(number(1))
    accept(numbered_row(1), panel=make_panel())
    Notice.objects.update(state=State.DEAD, done_at=timezone.now(), attempts=8)
    notice = Notice.objects.get()
    client.force_login(make_person(role=Role.PANEL_ADMINISTRATOR, staff=True))
    root = "/admin/notices/notice/"
    action = {"action": "resend", "_selected_action": [notice.pk]}

    assert notice.subject in client.get(f"{root}?state=dead").text
    assert notice.message_id in client.get(f"{root}{notice.pk}/change/").text
    assert "Queued again: 1." in client.post(root, action, follow=True).text
    assert "Left as it is: 1" in client.post(root, action, follow=True).text

    notice.refresh_from_db()
    assert (notice.state, notice.attempts_before) == (State.WAITING, 8)
    shown = client.get(f"/admin/notices/subscription/{made.pk}/change/").text
    history = client.get(f"/admin/notices/subscription/{made.pk}/history/").text
    assert "CPL 1" in shown
    assert made.sealed_secret not in shown + history
