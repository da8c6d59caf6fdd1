"""The pages on which people ask for access, follow what they asked, withdraw and renew (Z1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import organisation_cease
from tests.accounts.factories import BY, make_party, make_person
from tests.registry import accept, make_panel
from tests.rows import numbered_row
from tests.zigbee.grants import asked, granted, make_grant, make_member, two_members_needed
from zigbee.choices import GrantState, RequestState, ScopeKind
from zigbee.models import AccessGrant, AccessRequest
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db

ACCESS = "/zigbee/access/"


def in_days(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def form(**typed: str) -> dict[str, str]:
    given = {"kind": "device_type", "value": "ESME, CH", "for_whom": "me", "purpose": "A study"}
    return {**given, "until": in_days(60), **typed}


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(client: Client, **typed: str) -> Any:
    return client.post(ACCESS, form(**typed), follow=True)


def test_what_is_asked_for_is_followed_until_it_is_decided() -> None:
    person, member = make_person(), make_member()
    client = browser_of(person)

    waits = sent(client)

    request = AccessRequest.objects.get()
    assert waits.redirect_chain[-1][0] == f"{ACCESS}{request.pk}/"
    assert "Waits for a decision of the Security Sub Committee" in waits.text
    assert request.scope.values == ["CH", "ESME"]
    granted(member, request)
    decided = client.get(f"{ACCESS}{request.pk}/").text
    for words in ("Granted", "For the study.", "SSC 12, item 4", "In force"):
        assert words in decided
    assert "Withdraw the request" not in decided
    listed = client.get(ACCESS).text
    assert f'href="{ACCESS}{request.pk}/"' in listed
    assert reverse("zigbee-renewal", args=[AccessGrant.objects.get().pk]) in listed


def test_everything_wrong_is_said_beside_its_field() -> None:
    client = browser_of(make_person())

    for typed, sentence in (
        ({"value": "KETTLE"}, "A Physical Device Type is needed."),
        ({"kind": "all"}, "Access to all records names no value."),
        ({"purpose": " "}, "This field is required."),
        ({"until": in_days(-2)}, "This day is over."),
        ({"until": in_days(500)}, "A grant lasts at most 366 days."),
        ({"for_whom": "organisation"}, "Select a valid choice."),
        ({"for_whom": "PANEL_REVIEWER"}, "Select a valid choice."),
    ):
        answer = sent(client, **typed)
        assert sentence in answer.text
        assert "Error: Access to Zigbee records" in answer.text
    errors = sent(client, value="KETTLE", purpose="", until=in_days(500)).context["form"].errors
    assert set(errors) == {"value", "purpose", "until"}
    assert not AccessRequest.objects.exists()


def test_whoever_holds_a_grant_finds_what_it_opens_for_as_long_as_it_opens_it() -> None:
    accept(*(numbered_row(number) for number in (1, 2)), panel=make_panel())
    party, member = make_party(), make_member()
    client = browser_of(make_person(organisation=party))
    assert 'href="/api/v1/zigbee/records/' not in client.get("/zigbee/").text
    make_grant(member, organisation=party, kind=ScopeKind.RECORD, value="1, 2")

    for address in ("/zigbee/", ACCESS):
        opened = client.get(address).text
        assert 'CPL <a href="/cpl/1/">1</a>, <a href="/cpl/2/">2</a>' in opened
    found = client.get("/zigbee/").text
    assert 'href="/api/v1/zigbee/records/?format=csv&amp;limit=1000"' in found

    organisation_cease(organisation=party, on=timezone.localdate(), by=BY)
    assert "is in force" in (gone := client.get("/zigbee/").text)
    assert "/api/v1/zigbee/records/" not in gone
    assert GrantState.SUSPENDED.label in client.get(ACCESS).text


def test_for_whom_one_may_ask_follows_organisation_and_role() -> None:
    party = make_party(name="Fictional Meters")
    client = browser_of(make_person(role=Role.PANEL_ADMINISTRATOR, organisation=party))
    assert "The people of Fictional Meters" in client.get(ACCESS).text

    sent(client, for_whom="organisation")
    sent(client, for_whom="PANEL_REVIEWER")

    role, organisation = AccessRequest.objects.all()
    assert (organisation.organisation, organisation.person) == (party, None)
    assert (role.role, role.person, role.organisation) == ("PANEL_REVIEWER", None, None)


def test_a_request_is_withdrawn_once_and_by_its_maker() -> None:
    person = make_person()
    request = asked(person)
    address = f"{ACCESS}{request.pk}/"
    for other in (make_person(), make_member()):
        assert browser_of(other).get(address).status_code == 404
        assert browser_of(other).post(address).status_code == 404

    gone = browser_of(person).post(address, follow=True)
    again = browser_of(person).post(address, follow=True)

    assert f"Request {request.pk} is withdrawn." in gone.text
    assert "stands otherwise by now" in again.text
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN


def test_a_renewal_is_asked_for_on_the_grants_page() -> None:
    person, member = make_person(), make_member()
    grant = make_grant(member, person=person)
    address = reverse("zigbee-renewal", args=[grant.pk])
    assert browser_of(make_person()).get(address).status_code == 404

    typed = {"purpose": "It goes on.", "until": in_days(90)}
    answer = browser_of(person).post(address, typed, follow=True)
    twice = browser_of(person).post(address, typed)

    assert f"Grant {grant.pk}" in answer.text
    assert "asked already that this grant is renewed" in twice.text
    granted(member, AccessRequest.objects.get())
    assert AccessGrant.objects.latest("pk").starts == grant.until


def test_nothing_tells_that_a_member_proposes_to_grant() -> None:
    two_members_needed()
    person = make_person()
    client = browser_of(person)
    before = asked(person)
    pages = (f"{ACCESS}{before.pk}/", ACCESS)
    waiting = [client.get(page).context for page in pages]
    granted(make_member(), before)

    proposed = [client.get(page) for page in pages]

    assert waiting[0]["state"] == proposed[0].context["state"] == RequestState.WAITING
    for page in proposed:
        assert "For the study." not in page.text
        assert "second member" not in page.text
    assert not DZIR.reach(person)
