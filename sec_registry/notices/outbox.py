"""The outbox: which notice is sent next, by whom, and what became of it.

A worker takes a notice by a lease: one row, locked for a moment so that no two workers take the
same (rows that another has locked are passed over on PostgreSQL; on SQLite one transaction writes
at a time). Whoever dies with a lease loses it when it runs out. ``attempts`` counts leases, so it
also tells a worker that came too late that the notice is another's by now.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.notices.choices import TO_SEND, Channel, Kind, State
from sec_registry.notices.models import Notice
from sec_registry.notices.outcome import Outcome
from sec_registry.notices.policy import JITTER, LEASE, WAITS

_CHANCE = secrets.SystemRandom()


def lease(
    *, now: datetime, skip: Collection[int] = (), slow: Collection[int] = ()
) -> Notice | None:
    """Take the notice that has been due for longest; None when none is.

    ``skip`` names subscriptions whose receiver did not answer a moment ago, ``slow`` people whose
    webhooks took their time already.
    """
    waiting = Q(state__in=TO_SEND, next_attempt_at__lte=now)
    left_behind = Q(state=State.LEASED, leased_until__lte=now)
    # What is for an address that nobody confirmed yet waits; letters have no subscription.
    wanted = Q(subscription__unconfirmed_since__isnull=True) | Q(kind=Kind.CONFIRMATION)
    due = Notice.objects.filter(waiting | left_behind, wanted).exclude(subscription__in=skip)
    if slow:
        due = due.exclude(subscription__channel=Channel.WEBHOOK, subscription__owner__in=slow)
    # A look without a lock first: on SQLite the transaction below waits for an acceptance.
    if not due.exists():
        return None
    with transaction.atomic():
        free = due.select_for_update(skip_locked=True, of=("self",))
        notice = free.order_by("next_attempt_at", "pk").first()
        if notice is None:
            return None
        Notice.objects.filter(pk=notice.pk).update(
            state=State.LEASED, attempts=F("attempts") + 1, leased_until=now + LEASE
        )
    return Notice.objects.select_related("subscription__owner", "recipient").get(pk=notice.pk)


def record(notice: Notice, outcome: Outcome, *, now: datetime) -> bool:
    """Write down what became of the attempt; False where the lease is another's by now."""
    mine = Notice.objects.filter(pk=notice.pk, state=State.LEASED, attempts=notice.attempts)
    if outcome.sent:
        state, done = State.SENT, now
    elif outcome.gone or outcome.hopeless or spent(notice) or notice.kind == Kind.CONFIRMATION:
        # Of a code, whose address may be a stranger's: it is sent again when its owner asks.
        state, done = State.DEAD, now
    else:
        state, done = State.FAILED, None
    written = mine.update(
        state=state,
        done_at=done,
        leased_until=None,
        last_answer=outcome.said[:300],
        next_attempt_at=now if done else now + _wait(notice, outcome),
    )
    return bool(written)


def spent(notice: Notice) -> bool:
    """Whether the attempt under way is the last one."""
    return _made(notice) > len(WAITS)


def overspent(notice: Notice) -> bool:
    """Whether even the last attempt was made, by a worker that did not live to tell."""
    return _made(notice) > len(WAITS) + 1


@transaction.atomic
def notice_resend(*, notice: Notice, by: User, now: datetime) -> bool:
    """Put a notice that was given up back into the queue; its attempts go on counting.

    False where it was not given up, where nobody is to get it any more, or where it is a code, of
    which another is asked for.
    """
    dead = Notice.objects.select_for_update(no_key=True, of=("self",)).filter(state=State.DEAD)
    current = dead.filter(pk=notice.pk).first()
    if current is None or current.is_over or current.kind == Kind.CONFIRMATION:
        return False
    current.state, current.done_at, current.last_answer = State.WAITING, None, ""
    current.next_attempt_at = now
    current.attempts_before = current.attempts
    with acting(by=by, reason="sent again"):
        current.save()
    return True


def given_up() -> QuerySet[Notice]:
    """The notices that were given up and may be sent again: somebody is still to get them."""
    subscribed = Q(subscription__isnull=False, subscription__ended_at__isnull=True)
    wanted = subscribed | Q(recipient__is_active=True)
    return Notice.objects.filter(wanted, state=State.DEAD).exclude(kind=Kind.CONFIRMATION)


def _wait(notice: Notice, outcome: Outcome) -> timedelta:
    wait = WAITS[min(_made(notice), len(WAITS)) - 1]
    longer = wait * (1 + JITTER * _CHANCE.random())
    return max(longer, outcome.wait) if outcome.wait else longer


def _made(notice: Notice) -> int:
    return notice.attempts - notice.attempts_before
