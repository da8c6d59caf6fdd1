"""Notices that were sent long ago go; given-up ones, and keys that are still needed, stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sec_registry.notices.choices import Kind, State
from sec_registry.notices.limits import notice_policy
from sec_registry.notices.models import Notice
from sec_registry.notices.outbox import notice_resend
from sec_registry.notices.services import trial_queue
from sec_registry.notices.upkeep import sent_delete
from tests.notices.subscribing import by_email

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_only_what_was_sent_long_ago_is_deleted() -> None:
    made, now, kept = by_email(), timezone.now(), notice_policy().kept
    first = trial_queue(subscription=made, by=made.owner)
    for key, kind, state, age in (
        ("sent", Kind.PUBLICATION, State.SENT, kept + DAY),
        ("sent lately", Kind.PUBLICATION, State.SENT, kept - DAY),
        ("given up", Kind.PUBLICATION, State.DEAD, kept + DAY),
        ("waiting", Kind.PUBLICATION, State.WAITING, kept + DAY),
        ("period runs", Kind.CPA_DATE, State.SENT, kept + DAY),
        ("period over", Kind.CPA_DATE, State.SENT, 367 * DAY),
    ):
        done = now - age if state in (State.SENT, State.DEAD) else None
        notice = Notice(subscription=made, key=key, kind=kind, state=state, done_at=done)
        notice.message_id, notice.queued_at, notice.next_attempt_at = key, now - age, now - age
        Notice.objects.bulk_create([notice])
    Notice.objects.filter(pk=first.pk).update(state=State.DEAD, done_at=now)
    notice_resend(notice=first, by=made.owner, now=now)
    long_ago = now - 2 * kept
    Notice.objects.filter(pk=first.pk).update(state=State.SENT, done_at=long_ago)

    assert sent_delete(now=now, months=[6, 12]) == 3

    left = set(Notice.objects.values_list("key", flat=True))
    assert left == {"sent lately", "given up", "waiting", "period runs"}
    # What people did with the deleted notice is still told.
    told = Notice.history.filter(id=first.pk).values_list("history_change_reason", flat=True)
    assert list(told) == ["sent again", "test notice asked for"]
    assert sent_delete(now=now, months=[]) == 1
