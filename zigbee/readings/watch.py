"""The worker's look at who reads unusually much, and what the committee does with what it found.

An episode begins when a reader's window holds more records than the policy calls usual, and ends
when it no longer does. The committee is told by the outbox when it begins, and again each time that
so many times as many records were shown altogether (policy): reading that goes on for weeks is told
of a handful of times, however slowly it drains the register.
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
from zigbee.readings.counting import Reading, read_since, readings_above

SUBJECT = "Somebody reads unusually many Zigbee records"
AGAIN = "Unusual reading of Zigbee records goes on and has grown"


def readings_watch(now: datetime) -> int:
    """Bring the episodes up to date with the record; returns how many are new or told of again."""
    told = 0
    for policy in ReadingPolicy.objects.all():
        # Counted before anything is locked: it may take a while.
        found = {each.reader: each for each in readings_above(policy, now=now)}
        open_now = list(UnusualReading.objects.filter(read_by=policy.pk, ended_at__isnull=True))
        altogether = {
            each.pk: read_since(policy, each.reader, each.began_at, now=now)
            for each in open_now
            if each.reader in found and found[each.reader].latest_at > each.latest_at
        }
        if found or open_now:
            told += _brought_up_to_date(policy, found, altogether, now)
    return told


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
def _brought_up_to_date(
    policy: ReadingPolicy,
    found: Mapping[str, Reading],
    altogether: Mapping[int, int],
    now: datetime,
) -> int:
    # Of two workers the second finds what the first wrote.
    ReadingPolicy.objects.select_for_update().get(pk=policy.pk)
    open_now = UnusualReading.objects.filter(read_by=policy.pk, ended_at__isnull=True)
    going_on = {each.reader: each for each in open_now.select_for_update()}
    open_now.exclude(reader__in=found).update(ended_at=now)
    fresh, grown = [], []
    for reader, reading in found.items():
        episode = going_on.get(reader)
        if episode is None:
            fresh.append(_begun(policy, reading, now))
        elif _grown(policy, episode, reading, altogether.get(episode.pk, 0)):
            if episode.settled_at is None:
                grown.append(episode)
            else:
                fresh.append(_anew(episode, now))
    _tell(fresh, again=False)
    _tell(grown, again=True)
    return len(fresh) + len(grown)


def _begun(policy: ReadingPolicy, reading: Reading, now: datetime) -> UnusualReading:
    return UnusualReading.objects.create(
        read_by=policy.pk,
        reader=reading.reader,
        began_at=reading.began_at,
        latest_at=reading.latest_at,
        noticed_at=now,
        records=reading.records,
        looks=reading.looks,
        altogether=reading.records,
        told_of=reading.records,
        most_records=reading.usual,
        hours=policy.hours,
    )


def _grown(
    policy: ReadingPolicy, episode: UnusualReading, reading: Reading, altogether: int
) -> bool:
    """Keep how far it has come; whether that is so much more that the committee is told again."""
    if reading.latest_at <= episode.latest_at:
        return False
    episode.latest_at = reading.latest_at
    episode.records = max(reading.records, episode.records)
    episode.looks = max(reading.looks, episode.looks)
    episode.altogether = max(altogether, episode.altogether, episode.records)
    times = policy.again_times
    grown = times is not None and episode.altogether >= times * episode.told_of
    if grown:
        episode.told_of = episode.altogether
    episode.save()
    return grown


def _anew(looked_into: UnusualReading, now: datetime) -> UnusualReading:
    """What was looked into and grew since is looked into once more, as another episode."""
    looked_into.ended_at = now
    looked_into.save()
    again = UnusualReading.objects.get(pk=looked_into.pk)
    again.pk, again._state.adding = None, True
    again.noticed_at, again.ended_at = now, None
    again.settled_by, again.settled_at, again.note = None, None, ""
    again.save()
    return again


def _tell(episodes: list[UnusualReading], *, again: bool) -> None:
    """SECURITY: neither who reads, nor what, nor how much of it stands in a letter."""
    members = sorted(ssc_members().values_list("email", flat=True)) if episodes else []
    text = render_to_string("zigbee/reading_letter.txt", {"again": again})
    letters_send(
        Letter(email=email, key=_key(each, again), subject=AGAIN if again else SUBJECT, text=text)
        for each in episodes
        for email in members
    )


def _key(episode: UnusualReading, again: bool) -> str:
    key = f"unusual-reading:{episode.pk}"
    return f"{key}:{episode.told_of}" if again else key
