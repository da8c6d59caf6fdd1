"""Verbs on subscriptions. They are one's own: nobody subscribes, looks or ends for another."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.services.authority import locked as locked_account
from sec_registry.audit.acting import acting
from sec_registry.audit.bulk import create_all
from sec_registry.notices.choices import OPEN, Channel, Ending, State
from sec_registry.notices.confirming import confirmation_queue
from sec_registry.notices.limits import notice_policy
from sec_registry.notices.models import Notice, Subscription, Watch
from sec_registry.notices.policy import (
    BETWEEN_TESTS,
    SECRET_OVERLAP,
)
from sec_registry.notices.queue import trial_notice
from sec_registry.notices.wanted import Watched, check_wanted, columns_of, identity_of, watches_made
from sec_registry.notices.webhook_secrets import new_secret, sealed
from sec_registry.registers.models import Ledger


def subscriptions_of(person: User) -> QuerySet[Subscription]:
    """What the person may see: their own, but for those that they ended."""
    return Subscription.objects.filter(owner=person).exclude(ended_because=Ending.OWNER)


def notices_of(person: User) -> QuerySet[Notice]:
    """The notices of the person's subscriptions."""
    return Notice.objects.filter(subscription__in=subscriptions_of(person))


@transaction.atomic
def subscription_create(
    *,
    by: User,
    name: str,
    channel: str,
    everything: bool = False,
    watches: Sequence[Watched] = (),
    url: str = "",
) -> tuple[Subscription, str]:
    """Subscribe; returns the subscription and a webhook's secret, which is shown this once.

    Raises ``ValidationError``.
    """
    last = _last_publication()
    owner = locked_account(by)
    if not owner.is_active:
        raise ValidationError("This account is not active.")
    held = subscriptions_of(owner).filter(ended_at__isnull=True).count()
    if held >= notice_policy().subscriptions:
        raise ValidationError(f"You have {held} subscriptions: end one first.")
    hooked, now = channel == Channel.WEBHOOK, timezone.now()
    secret = new_secret() if hooked else ""
    made = Subscription(
        owner=owner,
        name=name,
        channel=channel,
        url=url,
        everything=everything,
        sealed_secret=sealed(secret) if secret else "",
        unconfirmed_since=now if hooked else None,
        from_publication=last,
        made_at=now,
    )
    check_wanted(made, watches)
    with acting(by=by, reason="subscribed"):
        made.save()
        create_all(Watch, watches_made(made, watches))
        if hooked:
            confirmation_queue(made, now=now)
    return made, secret


@transaction.atomic
def subscription_change(
    *,
    subscription: Subscription,
    by: User,
    name: str | None = None,
    url: str | None = None,
    everything: bool | None = None,
    watches: Sequence[Watched] | None = None,
) -> Subscription:
    """Change what is given; ``watches`` takes the place of all that were watched before.

    Another address is to be confirmed, as a first one is: notices wait until it is.
    """
    _last_publication()
    current = own_open(subscription, by)
    current.name = current.name if name is None else name
    moved = url is not None and url != current.url
    current.url = current.url if url is None else url
    if moved and current.channel == Channel.WEBHOOK:
        current.unconfirmed_since = timezone.now()
    current.everything = current.everything if everything is None else everything
    there = list(current.watches.all())
    wanted = [columns_of(each) for each in there] if watches is None else watches
    check_wanted(current, wanted)
    with acting(by=by, reason="subscription changed"):
        current.save()
        fresh = watches_made(current, wanted)
        kept = {identity_of(each) for each in fresh}
        for each in there:
            if identity_of(each) not in kept:
                each.delete()
        before = {identity_of(each) for each in there}
        create_all(Watch, [each for each in fresh if identity_of(each) not in before])
        if moved:
            confirmation_queue(current)
    return current


@transaction.atomic
def subscription_end(*, subscription: Subscription, by: User) -> None:
    """End it: nothing more is sent, what waits is given up, and the owner sees it no more."""
    current = _own(subscription, by)
    if current.is_open:
        subscription_ended(current, Ending.OWNER, by=by)
    else:
        current.ended_because = Ending.OWNER
        with acting(by=by, reason="subscription put away"):
            current.save()


def subscription_gone(*, subscription: Subscription) -> None:
    """End it because its receiver said that it is gone for good."""
    with transaction.atomic():
        current = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
        if current.is_open:
            subscription_ended(current, Ending.GONE, by="notices")


def subscriptions_end_with_account(*, user: User, by: User | str) -> None:
    """End all subscriptions of an account that is being closed, in the same transaction."""
    for each in Subscription.objects.select_for_update(no_key=True).filter(
        owner=user, ended_at__isnull=True
    ):
        subscription_ended(each, Ending.ACCOUNT, by=by)


@transaction.atomic
def secret_rotate(*, subscription: Subscription, by: User) -> str:
    """Give a webhook a new secret, shown this once; for a day both sign."""
    current = own_open(subscription, by)
    if current.channel != Channel.WEBHOOK:
        raise ValidationError("Only a webhook has a secret.")
    secret = new_secret()
    current.earlier_secret = current.sealed_secret
    current.earlier_until = timezone.now() + SECRET_OVERLAP
    current.sealed_secret = sealed(secret)
    with acting(by=by, reason="secret rotated"):
        current.save()
    return secret


@transaction.atomic
def trial_queue(*, subscription: Subscription, by: User) -> Notice:
    """Queue a test notice; one a minute at most."""
    current = own_open(subscription, by)
    if current.waits:
        raise ValidationError("The address is to be confirmed first.")
    notice = trial_notice(current)
    lately = Notice.objects.filter(
        subscription=current, key__startswith="test:", queued_at__gt=timezone.now() - BETWEEN_TESTS
    )
    if lately.exists():
        raise ValidationError("A test notice was queued less than a minute ago.")
    with acting(by=by, reason="test notice asked for"):
        notice.save()
    return notice


def _last_publication() -> int:
    """The last publication, with the ledger locked until the transaction ends.

    Whoever subscribes waits for an acceptance that is under way: each publication is either known
    to the new subscriber or told to them, never neither. Ask for it before any other lock, as an
    acceptance does.
    """
    return Ledger.objects.select_for_update().get(pk=1).last_publication


def _own(subscription: Subscription, by: User) -> Subscription:
    current = Subscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
    if current.owner_id != by.pk:
        raise PermissionDenied("A subscription is its owner's.")
    return current


def own_open(subscription: Subscription, by: User) -> Subscription:
    """The subscription, locked, when it is the person's and still in force."""
    current = _own(subscription, by)
    if not current.is_open:
        raise ValidationError("This subscription has ended: make another.")
    return current


def subscription_ended(subscription: Subscription, because: Ending, *, by: User | str) -> None:
    """End a subscription that the transaction has locked, and give up what waits for it."""
    now = timezone.now()
    subscription.ended_at, subscription.ended_because = now, because
    # What signs nothing any more is not kept.
    subscription.sealed_secret = subscription.earlier_secret = ""
    with acting(by=by, reason=f"subscription ended: {because.label}"):
        subscription.save()
    waiting = Notice.objects.filter(subscription=subscription, state__in=OPEN)
    waiting.exclude(state=State.LEASED).update(
        state=State.DEAD, done_at=now, last_answer="The subscription has ended."
    )
