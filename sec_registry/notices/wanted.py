"""What a subscription may ask for: where it goes, what it watches."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from sec_registry.notices.addresses import check_address
from sec_registry.notices.choices import Channel
from sec_registry.notices.models import WATCHED, Subscription, Watch
from sec_registry.notices.policy import MOST_WATCHES

#: A watch as it is asked for: its kind and the columns of that kind.
Watched = Mapping[str, Any]


def _wrong_way(subscription: Subscription) -> dict[str, list[str]]:
    """What is wrong with where it goes, by field."""
    wrong: dict[str, list[str]] = {}
    if subscription.channel == Channel.EMAIL:
        if subscription.url:
            wrong["url"] = [
                "Only a webhook has an address; an e-mail goes to your sign-in address."
            ]
        if subscription.owner.is_service:
            wrong["channel"] = ["A service account has no mailbox: use a webhook."]
    elif fault := check_address(subscription.url):
        wrong["url"] = [fault]
    return wrong


def check_wanted(subscription: Subscription, watches: Sequence[Watched]) -> None:
    """Raise ``ValidationError`` with all that is wrong with it, field by field."""
    wrong = _wrong_way(subscription)
    if subscription.everything and watches:
        wrong["watches"] = ["Who gets everything watches nothing beside it."]
    elif not subscription.everything and not watches:
        wrong["watches"] = ["Watch something, or ask for everything."]
    elif len(watches) > MOST_WATCHES:
        wrong["watches"] = [f"A subscription has at most {MOST_WATCHES} watches."]
    try:
        subscription.full_clean(exclude=["url"] if "url" in wrong else [])
    except ValidationError as error:
        wrong = {**error.message_dict, **wrong}
    # Of what concerns no single field a caller brings about this alone: the name is taken.
    if twice := wrong.pop(NON_FIELD_ERRORS, None):
        wrong["name"] = twice
    if wrong:
        raise ValidationError(wrong)


def watches_made(subscription: Subscription, watches: Sequence[Watched]) -> list[Watch]:
    """The watches as rows to be kept; what is asked for twice is watched once."""
    made = {}
    for each in watches:
        watch = Watch(subscription=subscription, **each)
        made[identity_of(watch)] = watch
    return list(made.values())


def columns_of(watch: Watch) -> dict[str, Any]:
    """The watch as it would be asked for."""
    return {name: getattr(watch, name) for name in ("kind", *WATCHED)}


def identity_of(watch: Watch) -> tuple[Any, ...]:
    """What makes two watches the same."""
    return tuple(columns_of(watch).values())
