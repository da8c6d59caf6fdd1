"""What the worker clears away: notices that were sent long ago, and addresses that never answered.

Given-up notices stay until somebody deals with them. History, which says what people did with
subscriptions and notices, stays for good.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sec_registry.notices.choices import Ending, Kind, State
from sec_registry.notices.cpa_dates import days_of
from sec_registry.notices.limits import notice_policy
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.services import subscription_ended

BATCH = 500
#: So many notices go in one round at most; the rest goes in the next ones.
MOST_DELETED = 20_000


def sent_delete(*, now: datetime, months: Iterable[int]) -> int:
    """Delete what was sent and is older than is kept; returns how many.

    A notice of a CPA date stays while its period (one of ``months``) lasts: its key is what keeps
    it from being told again.
    """
    longest = timedelta(days=max(map(days_of, months), default=0))
    old = Q(done_at__lt=now - notice_policy().kept)
    told = ~Q(kind=Kind.CPA_DATE) | Q(queued_at__lt=now - longest)
    keys = list(
        Notice.objects.filter(old & told, state=State.SENT)
        .order_by("pk")
        .values_list("pk", flat=True)[:MOST_DELETED]
    )
    for start in range(0, len(keys), BATCH):
        doomed = Notice.objects.filter(pk__in=keys[start : start + BATCH], state=State.SENT)
        # Not ``delete``, which would write history: nobody did this.
        doomed._raw_delete(doomed.db)
    return len(keys)


def unconfirmed_end(*, now: datetime) -> int:
    """End the subscriptions whose addresses nobody confirmed in time; returns how many."""
    silent = Subscription.objects.filter(
        ended_at__isnull=True, unconfirmed_since__lt=now - notice_policy().confirmed_within
    )
    ended = 0
    for key in silent.values_list("pk", flat=True):
        with transaction.atomic():
            current = silent.select_for_update(no_key=True).filter(pk=key).first()
            if current is not None:
                subscription_ended(current, Ending.SILENT, by="notices")
                ended += 1
    return ended
