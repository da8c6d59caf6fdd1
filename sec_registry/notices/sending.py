"""The worker's job that sends what the outbox holds.

Each notice goes through three steps: it is leased, sent, and what became of it is written down.
Whoever dies before the second has sent nothing; whoever dies between the second and the third has
sent something of which nobody knows: another worker sends it once more, with the same id and a
higher count of attempts. Nothing is lost, and nothing is sent twice without saying so.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from sec_registry.notices.choices import Channel
from sec_registry.notices.letters import letter_send
from sec_registry.notices.models import Notice
from sec_registry.notices.outbox import lease, overspent, record
from sec_registry.notices.outcome import Outcome
from sec_registry.notices.services import subscription_gone
from sec_registry.notices.webhook import webhook_post

logger = logging.getLogger(__name__)
#: How long one round sends before the worker's other jobs have their turn.
ROUND = timedelta(minutes=1)
#: How long the webhooks of one person may take of a round: whoever makes us wait, waits themselves.
SHARE = timedelta(seconds=20)


def notices_send(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """Send what is due, until nothing is or the round is over; returns how many were sent."""
    ends, sent = clock() + ROUND, 0
    silent: set[int] = set()
    taken: dict[int, timedelta] = defaultdict(timedelta)
    while (now := clock()) < ends:
        slow = {owner for owner, time in taken.items() if time >= SHARE}
        notice = lease(now=now, skip=silent, slow=slow)
        if notice is None:
            break
        outcome = send(notice)
        if notice.subscription is not None and notice.subscription.channel == Channel.WEBHOOK:
            taken[notice.subscription.owner_id] += clock() - now
        if outcome.gone and notice.subscription is not None:
            subscription_gone(subscription=notice.subscription)
        if not record(notice, outcome, now=clock()):
            logger.warning("Notice %s took longer than its lease", notice.message_id)
        if outcome.sent:
            sent += 1
        else:
            logger.info("Notice %s: %s", notice.message_id, outcome.said)
        if not outcome.sent and notice.subscription_id is not None:
            # What does not answer does not hold up what is for others.
            silent.add(notice.subscription_id)
    return sent


def send(notice: Notice) -> Outcome:
    """Send a leased notice once."""
    subscription = notice.subscription
    if notice.is_over:
        ended = "account is closed" if subscription is None else "subscription has ended"
        return Outcome(False, f"The {ended}.", hopeless=True)
    if overspent(notice):
        # Each worker that took it died: perhaps of it.
        return Outcome(False, "Given up: no worker lived to tell.", hopeless=True)
    try:
        if subscription is None or subscription.channel == Channel.EMAIL:
            return letter_send(notice)
        return webhook_post(notice, subscription)
    except Exception as fault:
        # Whatever it is, the notices behind this one are sent.
        logger.exception("Notice %s could not be sent", notice.message_id)
        return Outcome(False, f"It could not be sent ({type(fault).__name__}).")
