"""Readers of the API, each signed in by a token of their own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import token_issue
from tests.accounts.factories import make_party, make_person
from zigbee.choices import ScopeKind
from zigbee.grants import grant_give

Reading = Callable[[User], Client]


@pytest.fixture
def reading() -> Reading:
    """Makes a client that sends the person's token."""

    def client_of(person: User) -> Client:
        _, clear = token_issue(user=person, by=person)
        return Client(headers={"Authorization": f"Bearer {clear}"})

    return client_of


@pytest.fixture
def party_person(db: None) -> User:
    """One of a current SEC Party's people."""
    return make_person(organisation=make_party(name="Fictional Supply"))


@pytest.fixture
def ssc_member(db: None) -> User:
    """A member of the Security Sub Committee."""
    return make_person(Role.SECURITY_SUB_COMMITTEE)


@pytest.fixture
def party(party_person: User, reading: Reading) -> Client:
    """The client of one of a current SEC Party's people."""
    return reading(party_person)


@pytest.fixture
def ssc(ssc_member: User, reading: Reading) -> Client:
    """The client of a member of the Security Sub Committee."""
    return reading(ssc_member)


@pytest.fixture
def grantee(ssc_member: User) -> User:
    """Somebody with a grant for an hour on the Zigbee records of one device type, PPMID."""
    person = make_person()
    grant_give(
        by=ssc_member,
        kind=ScopeKind.DEVICE_TYPE,
        value="PPMID",
        purpose="a test",
        until=timezone.now() + timedelta(hours=1),
        person=person,
    )
    return person
