"""Subscriptions of two demo people, by e-mail alone: at a desk letters are printed."""

from collections.abc import Mapping

from accounts.models import User
from sec_registry.notices import asking
from sec_registry.notices.choices import Channel
from sec_registry.notices.services import subscription_create, subscriptions_of
from sec_registry.submissions.sample.rows import release

WATCHED = release("E501", "0100", 1)
EVERYTHING = "Everything published"
OURS = "Our meters"


def demo_subscriptions(people: Mapping[str, User], numbers: Mapping[str, int]) -> bool:
    """Subscribe them once the past is told; says whether anything was missing."""
    added = False
    if not subscriptions_of(people["party"]).exists():
        subscription_create(
            by=people["party"], name=EVERYTHING, channel=Channel.EMAIL, everything=True
        )
        added = True
    if not subscriptions_of(people["party2"]).exists():
        watches = [asking.cpl_number(numbers[WATCHED.reference])]
        subscription_create(by=people["party2"], name=OURS, channel=Channel.EMAIL, watches=watches)
        added = True
    return added
