"""Where a request for access stands when somebody takes a step: locked, and looked up anew.

Of two people who take a step at once the second finds what the first made of it.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from zigbee.choices import RequestState
from zigbee.models import AccessGrant, AccessRequest
from zigbee.request_steps import Step, state_after


class TooLate(Exception):
    """The request is decided, withdrawn, or not yet where the step begins."""


def request_locked(request: AccessRequest) -> AccessRequest:
    """The request as it stands now, kept from others until the transaction ends."""
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("scope", "requester", "renews__scope").get(pk=request.pk)


def request_after(request: AccessRequest, step: Step) -> RequestState:
    """The state to which the step leads; raises ``TooLate`` where it cannot be taken."""
    after = state_after(request.state, step)
    if after is None:
        told = request.get_state_display().lower()
        raise TooLate(f"Request {request.pk} stands otherwise by now: {told}.")
    return after


def grant_proposed(request: AccessRequest) -> AccessGrant:
    """The grant that one member proposed and another has to countersign."""
    return AccessGrant.objects.get(request=request, revoked_at__isnull=True)


def renewal_begins(grant: AccessGrant) -> datetime:
    """When what follows the grant begins; raises ``ValidationError`` for a revoked one."""
    if AccessGrant.objects.filter(pk=grant.pk, revoked_at__isnull=False).exists():
        raise ValidationError("The grant to renew was revoked: its renewal can only be refused.")
    return max(grant.until, timezone.now())
