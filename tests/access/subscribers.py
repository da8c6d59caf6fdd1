"""Subscriptions of the access tests, made before anything is published, so that notices tell it."""

from typing import Any

from django.utils import timezone

from sec_registry.notices import asking
from sec_registry.notices.choices import Channel, State
from sec_registry.notices.letters import stop_address
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.outbox import notice_resend
from sec_registry.notices.services import subscription_create
from tests.access.people import People, Who
from tests.access.records import GRANTED
from tests.notices.subscribing import confirmed


def make_subscriptions(people: People) -> Subscription:
    """The submitter's webhook for everything, and a Party's watch by e-mail."""
    made, _ = subscription_create(
        by=people[Who.SUBMITTER],
        name="Everything",
        channel=Channel.WEBHOOK,
        url="https://hooks.nobody.example/registry",
        everything=True,
    )
    subscription_create(
        by=people[Who.PARTY],
        name="One Device Model",
        channel=Channel.EMAIL,
        watches=[asking.cpl_number(GRANTED)],
    )
    return confirmed(made)


def subscription_keys(subscription: Subscription) -> dict[str, Any]:
    """What addresses call the subscription, its first notice (given up) and its stopping link."""
    notice, now = Notice.objects.filter(subscription=subscription).earliest("pk"), timezone.now()
    given_up = Notice.objects.filter(pk=notice.pk)
    given_up.update(state=State.DEAD, done_at=now)
    notice_resend(notice=notice, by=subscription.owner, now=now)
    given_up.update(state=State.DEAD, done_at=now)
    return {
        "subscription": subscription.pk,
        "dead_notice": notice.pk,
        "stop": stop_address(subscription).rstrip("/").rpartition("/")[2],
    }
