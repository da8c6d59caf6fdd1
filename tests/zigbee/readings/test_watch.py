"""Unusual reading: what counts, once per episode, told to the committee alone, looked into."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Role, User
from sec_registry.notices.models import Notice
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel, disclose
from tests.accounts.factories import make_party, make_person
from zigbee.access import MEMBERS_RIGHT
from zigbee.models import ReadingPolicy, UnusualReading
from zigbee.readings.watch import (
    AGAIN,
    SUBJECT,
    readings_settle,
    readings_unsettled,
    readings_watch,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def read(
    person: User,
    numbers: Iterable[int],
    at: datetime = NOON,
    right: str = "grant 7",
    code: str = "zigbee",
) -> None:
    with time_machine.travel(at, tick=False):
        channel = Channel("api", "/zigbee/records/")
        disclose(register=register(code), by=person, numbers=numbers, right=right, channel=channel)


def found() -> list[tuple[str, str, int, int, bool]]:
    episodes = UnusualReading.objects.order_by("pk")
    return [
        (each.read_by, each.reader, each.records, each.looks, each.ended_at is None)
        for each in episodes
    ]


@pytest.fixture
def members() -> list[User]:
    """Two members; more than 5 records of a person, 8 of an organisation, 20 of a member."""
    for read_by, most in (("person", 5), ("organisation", 8), ("member", 20)):
        ReadingPolicy.objects.filter(pk=read_by).update(most_records=most)
    return [make_person(role=Role.SECURITY_SUB_COMMITTEE) for _ in range(2)]


def test_only_different_records_of_the_repository_read_by_grants_within_the_window_count(
    members: list[User],
) -> None:
    reader, often, panel, early = (make_person() for _ in range(4))
    read(reader, range(1, 4))
    read(reader, range(3, 7), NOON + HOUR)
    for _ in range(4):
        read(often, range(1, 6))
    read(panel, range(1, 100), right="review of submission 3")
    read(panel, range(1, 100), code="firmware")
    read(early, range(1, 6), NOON - 24 * HOUR)
    read(early, range(6, 11))
    read(members[0], range(1, 20), right=MEMBERS_RIGHT)

    assert readings_watch(NOON + HOUR) == 1
    assert found() == [("person", reader.email, 6, 2, True)]
    episode = UnusualReading.objects.get()
    assert (episode.began_at, episode.latest_at) == (NOON, NOON + HOUR)
    assert (episode.most_records, episode.hours) == (5, 24)


def test_the_people_of_an_organisation_are_counted_together_and_members_apart(
    members: list[User],
) -> None:
    party = make_party(name="Fictional Readers")
    for first in (1, 4, 7):
        read(make_person(organisation=party), range(first, first + 3))
    read(members[1], range(1, 22), right=MEMBERS_RIGHT)

    assert readings_watch(NOON) == 2
    assert found() == [
        ("member", members[1].email, 21, 1, True),
        ("organisation", "Fictional Readers", 9, 3, True),
    ]
    assert readings_unsettled().count() == 2


def test_an_episode_is_told_once_while_it_goes_on_and_the_next_one_anew(
    members: list[User],
) -> None:
    reader = make_person()
    read(reader, range(1, 7))

    rounds = [readings_watch(NOON + minutes * HOUR / 60) for minutes in (0, 1, 2)]
    assert rounds == [1, 0, 0]
    read(reader, range(7, 12), NOON + HOUR)
    assert readings_watch(NOON + HOUR) == 0
    assert found() == [("person", reader.email, 11, 2, True)]
    assert readings_watch(NOON + 30 * HOUR) == 0
    assert found() == [("person", reader.email, 11, 2, False)]
    read(reader, range(1, 7), NOON + 48 * HOUR)
    assert readings_watch(NOON + 48 * HOUR) == 1

    letters = Notice.objects.order_by("pk")
    told = {(each.recipient.email, each.key) for each in letters if each.recipient}
    keys = [f"unusual-reading:{each.pk}" for each in UnusualReading.objects.all()]
    assert told == {(each.email, key) for each in members for key in keys}
    assert letters.count() == 4
    assert not [each for each in letters if reader.email in each.text + each.subject]


def read_day_by_day(reader: User, days: int, each_day: int, begin: int = 0) -> list[int]:
    """Other records every day; on which days the committee was told."""
    told = []
    for day in range(begin, begin + days):
        read(reader, range(day * each_day + 1, (day + 1) * each_day + 1), NOON + day * 24 * HOUR)
        if readings_watch(NOON + day * 24 * HOUR):
            told.append(day)
    return told


def test_reading_that_goes_on_is_told_again_whenever_it_has_doubled(members: list[User]) -> None:
    reader = make_person()

    told = read_day_by_day(reader, 20, 6)

    # 6 at first, 12, 24, 48 and 96 records, though no window ever held more than 12.
    assert told == [0, 1, 3, 7, 15]
    episode = UnusualReading.objects.get()
    assert (episode.altogether, episode.told_of, episode.ended_at) == (120, 96, None)
    letters = Notice.objects.filter(recipient=members[0]).order_by("pk")
    assert [each.subject for each in letters] == [SUBJECT, *[AGAIN] * 4]
    assert len({each.key for each in letters}) == 5
    assert not [each for each in letters if reader.email in each.text or "96" in each.text]
    # The same pages over and over are no growth.
    read(reader, range(1, 7), NOON + 20 * 24 * HOUR - HOUR)
    assert readings_watch(NOON + 20 * 24 * HOUR - HOUR) == 0


def test_what_was_looked_into_waits_again_once_it_has_doubled(members: list[User]) -> None:
    reader = make_person()
    read_day_by_day(reader, 1, 6)
    readings_settle(by=members[0], readings=readings_unsettled(), note="A migration.")

    assert read_day_by_day(reader, 2, 6, begin=1) == [1]

    first, second = UnusualReading.objects.order_by("pk")
    assert (first.note, first.ended_at) == ("A migration.", NOON + 24 * HOUR)
    assert list(readings_unsettled()) == [second]
    assert (second.began_at, second.settled_by, second.note) == (NOON, None, "")


def test_policy_says_from_how_many_times_on_or_never(members: list[User]) -> None:
    ReadingPolicy.objects.filter(pk="person").update(again_times=3)
    assert read_day_by_day(make_person(), 9, 6) == [0, 2, 8]
    ReadingPolicy.objects.filter(pk="person").update(again_times=None)
    assert read_day_by_day(make_person(), 9, 6) == [0]


def test_what_is_not_watched_is_not_noticed(members: list[User]) -> None:
    ReadingPolicy.objects.update(most_records=None)
    read(make_person(), range(1, 1000))

    assert readings_watch(NOON) == 0
    assert found() == []


def test_a_member_looks_into_it_once_and_never_into_their_own(members: list[User]) -> None:
    reader, organised = make_person(), make_person(organisation=make_party())
    read(reader, range(1, 7))
    read(members[0], range(1, 22), right=MEMBERS_RIGHT)
    readings_watch(NOON)
    theirs = UnusualReading.objects.filter(reader=reader.email)
    own = UnusualReading.objects.filter(reader=members[0].email)

    for person in (reader, organised, make_person(role=Role.AUDITOR)):
        with pytest.raises(PermissionDenied):
            readings_settle(by=person, readings=theirs, note="Mine.")
    with pytest.raises(PermissionDenied, match="their own"):
        readings_settle(by=members[0], readings=own, note="Nothing to see.")
    with pytest.raises(ValidationError):
        readings_settle(by=members[0], readings=theirs, note=" ")
    assert readings_settle(by=members[0], readings=theirs, note="A migration.") == 1
    with pytest.raises(ValidationError, match="already"):
        readings_settle(by=members[1], readings=theirs, note="Again.")

    assert [each.reader for each in readings_unsettled()] == [members[0].email]
    settled = UnusualReading.objects.get(reader=reader.email)
    assert (settled.settled_by, settled.note) == (members[0], "A migration.")
