"""The worker's look at who reads unusually much, and what the committee does with what it found.

An episode begins when a reader's window holds more records than the policy calls usual, and ends
when it no longer does. The committee is told when it begins, by the outbox and once.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.letters import Letter, letters_send
from accounts.models import User
from accounts.people import is_ssc, ssc_members
from zigbee.asking import words
from zigbee.models import ReadingPolicy, UnusualReading
from zigbee.readings.counting import Reading, readings_above

SUBJECT = "Somebody reads unusually many Zigbee records"


def readings_watch(now: datetime) -> int:
    """Bring the episodes up to date with the disclosure record; returns how many are new."""
    begun = 0
    for policy in ReadingPolicy.objects.all():
        # Counted before anything is locked: it may take a while.
        found = {each.reader: each for each in readings_above(policy, now=now)}
        open_now = UnusualReading.objects.filter(read_by=policy.pk, ended_at__isnull=True)
        if found or open_now.exists():
            begun += _brought_up_to_date(policy, found, now)
    return begun


def readings_unsettled() -> QuerySet[UnusualReading]:
    """What no member has looked into yet, the oldest first."""
    return UnusualReading.objects.filter(settled_at__isnull=True).order_by("pk")


@transaction.atomic
def readings_settle(*, by: User, readings: QuerySet[UnusualReading], note: str) -> int:
    """Note what a member found when they looked into it; returns how many it settles.

    What is settled stays so; a reader's next episode is another one. Nobody settles their own, or
    that of their organisation's people.
    """
    if not is_ssc(by):
        raise PermissionDenied("Only members of the Security Sub Committee look into reading.")
    note = words("note", note)
    chosen = list(readings.select_for_update(of=("self",)).order_by("pk"))
    own = {by.email, by.organisation.name if by.organisation else by.email}
    if any(each.reader in own for each in chosen):
        raise PermissionDenied("Nobody looks into their own reading, or their organisation's.")
    if any(each.settled_at for each in chosen):
        raise ValidationError("Somebody has looked into this already.")
    keys = [each.pk for each in chosen]
    return UnusualReading.objects.filter(pk__in=keys).update(
        settled_by=by, settled_at=timezone.now(), note=note
    )


@transaction.atomic
def _brought_up_to_date(policy: ReadingPolicy, found: Mapping[str, Reading], now: datetime) -> int:
    # Of two workers the second finds what the first wrote.
    ReadingPolicy.objects.select_for_update().get(pk=policy.pk)
    open_now = UnusualReading.objects.filter(read_by=policy.pk, ended_at__isnull=True)
    going_on = {each.reader: each for each in open_now}
    open_now.exclude(reader__in=found).update(ended_at=now)
    for reader in going_on.keys() & found.keys():
        _grown(going_on[reader], found[reader])
    fresh = [
        UnusualReading.objects.create(
            read_by=policy.pk,
            reader=each.reader,
            began_at=each.began_at,
            latest_at=each.latest_at,
            noticed_at=now,
            records=each.records,
            looks=each.looks,
            most_records=each.usual,
            hours=policy.hours,
        )
        for each in found.values()
        if each.reader not in going_on
    ]
    _tell(fresh)
    return len(fresh)


def _grown(episode: UnusualReading, reading: Reading) -> None:
    if reading.latest_at > episode.latest_at:
        UnusualReading.objects.filter(pk=episode.pk).update(
            latest_at=reading.latest_at,
            records=max(reading.records, episode.records),
            looks=max(reading.looks, episode.looks),
        )


def _tell(fresh: list[UnusualReading]) -> None:
    """SECURITY: neither who reads, nor what, nor how much of it stands in a letter."""
    members = sorted(ssc_members().values_list("email", flat=True)) if fresh else []
    text = render_to_string("zigbee/reading_letter.txt")
    letters_send(
        Letter(email=email, key=f"unusual-reading:{each.pk}", subject=SUBJECT, text=text)
        for each in fresh
        for email in members
    )
