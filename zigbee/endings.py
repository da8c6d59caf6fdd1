"""The worker tells the holders of a grant, once, that it ends soon: they may ask to renew it."""

from datetime import datetime

from django.db import transaction

from zigbee.access_letters import told_of_end
from zigbee.grants import grants_ending
from zigbee.models import AccessGrant, EndTold


def grant_ends_tell(now: datetime) -> int:
    """Tell of the grants that end within 30 days; returns of how many."""
    keys = grants_ending(now).filter(end_told__isnull=True).values_list("pk", flat=True)
    return sum(_told(key, now) for key in list(keys.order_by("pk")))


@transaction.atomic
def _told(key: int, now: datetime) -> bool:
    # Of two workers the second waits here, and finds it told.
    grant = AccessGrant.objects.select_for_update(of=("self",)).get(pk=key)
    _, first = EndTold.objects.get_or_create(grant=grant, defaults={"at": now})
    if first and grant.revoked_at is None:
        told_of_end(grant)
    return first
