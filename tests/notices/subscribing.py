"""Subscribers for tests, and the words that their notices say."""

import json
from typing import Any

from accounts.models import User
from sec_registry.notices import asking
from sec_registry.notices.choices import Channel, Kind
from sec_registry.notices.confirmations import subscription_confirm
from sec_registry.notices.confirming import code_of
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.services import subscription_create
from tests.accounts.factories import make_person

URL = "https://hooks.nobody.example/registry"
FAMILY = {
    "device_type": "ESME",
    "manufacturer": "FA0A",
    "model": "0A01",
    "hardware_version": "0100",
}


def by_email(*watches: Any, by: User | None = None, name: str = "Mine") -> Subscription:
    """A subscription by e-mail; to everything when it watches nothing."""
    made, _ = subscription_create(
        by=by or make_person(),
        name=name,
        channel=Channel.EMAIL,
        everything=not watches,
        watches=watches,
    )
    return made


def by_webhook(
    *watches: Any, by: User | None = None, name: str = "Hook", url: str = URL
) -> tuple[Subscription, str]:
    """A subscription by webhook with its secret; to everything when it watches nothing."""
    made, secret = subscription_create(
        by=by or make_person(),
        name=name,
        channel=Channel.WEBHOOK,
        url=url,
        everything=not watches,
        watches=watches,
    )
    return confirmed(made), secret


def confirmed(made: Subscription) -> Subscription:
    """The subscription with its address confirmed, as if no code had been sent for it."""
    subscription_confirm(subscription=made, by=made.owner, code=code_of(made))
    codes = Notice.objects.filter(subscription=made, kind=Kind.CONFIRMATION)
    codes._raw_delete(codes.db)
    made.refresh_from_db()
    return made


def number(cpl_number: int) -> dict[str, Any]:
    """A watch of one Device Model."""
    return asking.cpl_number(cpl_number)


def data_of(notice: Notice) -> dict[str, Any]:
    """What a webhook carries of the notice."""
    found: dict[str, Any] = json.loads(notice.body)["data"]
    return found
