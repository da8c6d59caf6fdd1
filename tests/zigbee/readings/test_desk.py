"""Unusual reading where the committee meets it: its page, the desk's first page, the list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from sec_registry.dashboard import dashboard_of
from tests.accounts.factories import make_person
from zigbee.models import UnusualReading

LISTED = "admin:zigbee_unusualreading_changelist"


def at_the_desk(role: Role) -> tuple[User, Client]:
    person, client = make_person(role=role, staff=True), Client()
    client.force_login(person)
    return person, client


@pytest.mark.django_db
def test_an_episode_waits_on_the_committees_pages_until_somebody_looked_into_it() -> None:
    now = timezone.now()
    reading = UnusualReading.objects.create(
        read_by="person",
        reader="hungry@test.example",
        began_at=now - timedelta(hours=2),
        latest_at=now,
        noticed_at=now,
        records=321,
        looks=12,
        most_records=100,
        hours=24,
    )
    member, client = at_the_desk(Role.SECURITY_SUB_COMMITTEE)
    _, auditor = at_the_desk(Role.AUDITOR)
    one = reverse("admin:zigbee_unusualreading_change", args=[reading.pk])
    deed = {"action": "settle", "_selected_action": [reading.pk]}

    assert one in client.get("/zigbee/").text
    (waits,) = [each for each in dashboard_of(member).mine if "reading" in each.what]
    assert (waits.count, waits.address) == (1, f"{reverse(LISTED)}?state=open")
    shown = auditor.get(one).text
    for words in ("hungry@test.example", "321", "more than 100 records within 24 hours"):
        assert words in shown
    assert reverse("admin:registers_disclosure_changelist") in shown
    assert "goes on, to be looked into" in shown
    auditor.post(reverse(LISTED), {**deed, "note": "Mine."})
    assert "Write something." in client.post(reverse(LISTED), deed, follow=True).text
    client.post(reverse(LISTED), {**deed, "note": "A migration, agreed in SSC 14."})

    reading.refresh_from_db()
    assert (reading.settled_by, reading.note) == (member, "A migration, agreed in SSC 14.")
    assert one not in client.get("/zigbee/").text
    assert not [each for each in dashboard_of(member).mine if "reading" in each.what]
