"""An address that somebody types gets one notice with a code, and no other until it comes back.

So nobody is made to receive what they did not ask for: whoever reads what is posted to the address,
and nobody else, can tell the registry what the code was.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from sec_registry.notices.choices import OPEN, Kind, State
from sec_registry.notices.limits import notice_policy
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.policy import BETWEEN_TESTS
from sec_registry.notices.queue import Message, notice_of

_CONFIRMING = Signer(salt="sec_registry.notices.confirm")
SAID = (
    "Somebody asked the SEC Registry to post notices to this address. If that was you, confirm it "
    "with the code. If it was not, do nothing: nothing more is posted here."
)


def code_of(subscription: Subscription) -> str:
    """The code that its address is sent."""
    return _CONFIRMING.signature(_asked(subscription))


def is_code(subscription: Subscription, code: str) -> bool:
    """Whether this is the code of the address as it is now."""
    try:
        _CONFIRMING.unsign(f"{_asked(subscription)}:{code}")
    except BadSignature:
        return False
    return True


def confirmation_queue(subscription: Subscription, *, now: datetime | None = None) -> Notice:
    """Queue the notice with the code; earlier ones that were not sent are given up.

    Raises ``ValidationError`` when the owner asked strangers' doors too often.
    """
    now = now or timezone.now()
    earlier = Notice.objects.filter(kind=Kind.CONFIRMATION)
    today = earlier.filter(
        subscription__owner=subscription.owner, queued_at__gt=now - timedelta(days=1)
    )
    if today.count() >= notice_policy().codes_a_day:
        raise ValidationError("Too many addresses were to be confirmed today: go on tomorrow.")
    earlier.filter(subscription=subscription, state__in=OPEN).exclude(state=State.LEASED).update(
        state=State.DEAD, done_at=now, last_answer="Another code was asked for."
    )
    path = reverse("subscription-confirmation", args=[subscription.pk])
    data = {
        "subscription": subscription.pk,
        "code": code_of(subscription),
        "confirm": f"{settings.PUBLIC_URL}{path}",
        "message": SAID,
    }
    message = Message("SEC Registry: confirm this address", SAID, data)
    key = f"confirmation:{secrets.token_hex(8)}"
    notice = notice_of(subscription.pk, key, Kind.CONFIRMATION, message, None)
    notice.save()
    return notice


def asked_lately(subscription: Subscription, *, now: datetime) -> bool:
    """Whether its address was sent a code a moment ago."""
    return Notice.objects.filter(
        subscription=subscription, kind=Kind.CONFIRMATION, queued_at__gt=now - BETWEEN_TESTS
    ).exists()


def _asked(subscription: Subscription) -> str:
    """What the code is of. An address that is typed again has another one.

    SECURITY: a code that reaches one address never confirms another, nor the same one later.
    """
    since = subscription.unconfirmed_since
    return f"{subscription.pk} {since.isoformat() if since else ''} {subscription.url}"
