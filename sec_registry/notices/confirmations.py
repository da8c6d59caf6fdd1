"""Verbs on the address of one's own webhook: confirming it, and asking for the code once more."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import acting
from sec_registry.notices.confirming import asked_lately, confirmation_queue, is_code
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.services import own_open


@transaction.atomic
def subscription_confirm(*, subscription: Subscription, by: User, code: str) -> Subscription:
    """Confirm the address with the code that it was sent: what waited is sent now.

    Raises ``ValidationError``; the address of one that is confirmed is confirmed already.
    """
    current = own_open(subscription, by)
    if current.unconfirmed_since is None:
        return current
    if not is_code(current, code.strip()):
        raise ValidationError({"code": "This is not the code that was sent to the address."})
    current.unconfirmed_since = None
    with acting(by=by, reason="address confirmed"):
        current.save()
    return current


@transaction.atomic
def confirmation_ask(*, subscription: Subscription, by: User) -> Notice:
    """Send the code once more; once a minute at most."""
    current = own_open(subscription, by)
    if current.unconfirmed_since is None:
        raise ValidationError("There is nothing to confirm.")
    if asked_lately(current, now=timezone.now()):
        raise ValidationError("A code was sent less than a minute ago.")
    with acting(by=by, reason="code asked for"):
        return confirmation_queue(current)
