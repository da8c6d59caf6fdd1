"""Addresses of webhooks: one notice with a code, and nothing else until it comes back."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from sec_registry.notices.choices import Channel, Kind, State
from sec_registry.notices.confirmations import confirmation_ask, subscription_confirm
from sec_registry.notices.confirming import code_of
from sec_registry.notices.limits import notice_policy
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.outbox import notice_resend
from sec_registry.notices.sending import notices_send
from sec_registry.notices.services import (
    secret_rotate,
    subscription_change,
    subscription_create,
    trial_queue,
)
from sec_registry.notices.upkeep import unconfirmed_end
from tests.accounts.factories import make_person
from tests.notices.receiving import Receiver, receiver
from tests.notices.subscribing import by_email, confirmed
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def hooked(url: str, by: User | None = None, name: str = "Hook") -> tuple[Subscription, str]:
    return subscription_create(
        by=by or make_person(), name=name, channel=Channel.WEBHOOK, url=url, everything=True
    )


def said(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in receiver.received]


def test_an_address_gets_a_signed_code_and_what_waited_once_it_came_back(
    at_home: Receiver,
) -> None:
    made, secret = hooked(at_home.url)
    accept(numbered_row(1), panel=make_panel())

    assert notices_send() == 1

    (code,) = said(at_home)
    assert at_home.received[0].signed_with(secret)
    assert code["type"] == "confirmation"
    address = f"http://127.0.0.1:8000/api/v1/subscriptions/{made.pk}/confirmation/"
    assert (code["data"]["subscription"], code["data"]["confirm"]) == (made.pk, address)
    assert notices_send() == 0
    with pytest.raises(ValidationError, match="to be confirmed first"):
        trial_queue(subscription=made, by=made.owner)
    with pytest.raises(PermissionDenied):
        subscription_confirm(subscription=made, by=make_person(), code=code["data"]["code"])
    for wrong in ("", "x", code["data"]["code"][:-1], ":" + code["data"]["code"], "\0", "é" * 99):
        with pytest.raises(ValidationError, match="not the code"):
            subscription_confirm(subscription=made, by=made.owner, code=wrong)
    for _ in range(2):
        subscription_confirm(subscription=made, by=made.owner, code=code["data"]["code"])
    assert notices_send() == 1
    assert [each["type"] for each in said(at_home)] == ["confirmation", "publication"]


def test_another_address_is_confirmed_anew_and_a_code_opens_no_other(at_home: Receiver) -> None:
    made = confirmed(hooked(at_home.url)[0])
    with receiver() as stranger:
        subscription_change(subscription=made, by=made.owner, url=stranger.url)
        accept(numbered_row(1), panel=make_panel())
        made.refresh_from_db()
        of_stranger = code_of(made)
        subscription_change(subscription=made, by=made.owner, url=at_home.url)
        notices_send()
        assert stranger.received == []
        subscription_change(subscription=made, by=made.owner, url=stranger.url)
        with pytest.raises(ValidationError, match="not the code"):
            # A code of the same address from before: it may have gone elsewhere since.
            subscription_confirm(subscription=made, by=made.owner, code=of_stranger)
        assert notices_send() == 1
        assert [each["type"] for each in said(stranger)] == ["confirmation"]
    # What is no address changes nothing that has to be confirmed.
    other = confirmed(hooked(at_home.url, by=made.owner, name="Other")[0])
    subscription_change(subscription=other, by=other.owner, name="Renamed", url=at_home.url)
    secret_rotate(subscription=other, by=other.owner)
    other.refresh_from_db()
    assert not other.waits
    mail = by_email()
    assert not mail.waits
    with pytest.raises(ValidationError, match="nothing to confirm"):
        confirmation_ask(subscription=mail, by=mail.owner)


def test_a_stranger_is_knocked_at_once_for_each_time_somebody_asks(at_home: Receiver) -> None:
    made, _ = hooked(at_home.url)
    at_home.status = 500
    later = timezone.now() + timedelta(days=3)

    notices_send()
    assert notices_send(clock=lambda: later) == 0

    (notice,) = Notice.objects.all()
    assert (notice.state, len(at_home.received)) == (State.DEAD, 1)
    assert not notice_resend(notice=notice, by=made.owner, now=timezone.now())
    with pytest.raises(ValidationError, match="less than a minute"):
        confirmation_ask(subscription=made, by=made.owner)
    Notice.objects.update(queued_at=timezone.now() - timedelta(minutes=2))
    confirmation_ask(subscription=made, by=made.owner)
    for turn in range(notice_policy().codes_a_day - 2):
        subscription_change(subscription=made, by=made.owner, url=f"{at_home.url}/{turn}")
    with pytest.raises(ValidationError, match="Too many"):
        subscription_change(subscription=made, by=made.owner, url=f"{at_home.url}/more")
    with pytest.raises(ValidationError, match="Too many"):
        hooked(at_home.url, by=made.owner, name="More")
    at_home.status = 200
    assert notices_send() == 1
    assert said(at_home)[-1]["data"]["code"] == code_of(Subscription.objects.get())


def test_what_nobody_confirms_ends(at_home: Receiver) -> None:
    waiting, other = hooked(at_home.url)[0], confirmed(hooked(at_home.url)[0])
    accept(numbered_row(1), panel=make_panel())
    now = timezone.now()

    assert unconfirmed_end(now=now + timedelta(days=6)) == 0
    assert unconfirmed_end(now=now + timedelta(days=8)) == 1

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.is_open, waiting.ended_because, other.is_open) == (False, "silent", True)
    assert set(waiting.notices.values_list("state", flat=True)) == {State.DEAD}
    assert notices_send() == 1


def test_over_the_api_and_on_the_page(at_home: Receiver, client: Client) -> None:
    made, _ = hooked(at_home.url)
    client.force_login(made.owner)
    api = f"/api/v1/subscriptions/{made.pk}/"
    page = reverse("subscription_page", args=[made.pk])
    kind: dict[str, Any] = {"content_type": "application/json"}

    assert client.get(api).json()["confirmed"] is False
    assert "The address is not confirmed yet" in client.get(page).text
    refused = client.post(f"{api}confirmation/", {"code": "no"}, **kind)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/code")
    assert client.post(f"{api}confirmation/send/").status_code == 400
    assert "not the code" in client.post(page, {"do": "confirm", "code": "no"}, follow=True).text
    assert code_of(made) not in client.get(page).text + client.get(f"{api}notices/").text

    done = client.post(page, {"do": "confirm", "code": f" {code_of(made)} "}, follow=True).text

    assert "The address is confirmed" in done
    assert "not confirmed yet" not in done
    assert client.get(api).json()["confirmed"] is True


def test_the_desk_shows_no_code(at_home: Receiver, client: Client) -> None:
    made, _ = hooked(at_home.url)
    client.force_login(make_person(Role.PANEL_ADMINISTRATOR, staff=True))

    notice = Notice.objects.get(kind=Kind.CONFIRMATION)
    seen = client.get(reverse("admin:notices_notice_change", args=[notice.pk])).text

    assert "The code is for the address alone." in seen
    assert code_of(made) not in seen
    asked = client.get(reverse("admin:notices_subscription_change", args=[made.pk])).text
    assert "not yet, asked on" in asked
