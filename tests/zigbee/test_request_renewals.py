"""Renewals of grants, and requests whose holder or end is over meanwhile (Z1)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.services import (
    organisation_cease,
)
from tests.accounts.factories import BY, make_party, make_person
from tests.zigbee.grants import (
    MONTH,
    WORDS,
    asked,
    granted,
    make_grant,
)
from zigbee.access_seen import (
    grants_renewable,
)
from zigbee.choices import For, RequestState, ScopeKind
from zigbee.decisions import request_refuse
from zigbee.grants import grant_revoke, grants_ending
from zigbee.models import AccessGrant
from zigbee.register import DZIR
from zigbee.requests import request_renewal

pytestmark = pytest.mark.django_db


def test_renewal_follows_without_a_gap(member: User, person: User) -> None:
    first = make_grant(member, person=person, kind=ScopeKind.DEVICE_TYPE, value="ESME")
    (own,) = grants_renewable(person)
    until = first.until + timedelta(days=300)
    with time_machine.travel(first.until - timedelta(days=10), tick=False):
        assert list(grants_ending()) == [first]
        request = request_renewal(by=person, grant=own, purpose="It goes on.", until=until)
        with pytest.raises(ValidationError, match="asked already"):
            request_renewal(by=person, grant=own, purpose="Again.", until=until)
        granted(member, request)
        assert not grants_ending().exists()

    second = AccessGrant.objects.get(request=request)
    assert (second.scope, second.person, second.starts) == (first.scope, person, first.until)
    rights = {}
    for moment in (first.until - timedelta(seconds=1), first.until, until):
        with time_machine.travel(moment, tick=False):
            rights[moment] = DZIR.reach(person).right
    assert list(rights.values()) == [f"grant {first.pk}", f"grant {second.pk}", ""]


def test_renewal_decided_late_begins_then_and_none_follows_a_revoked_grant(
    member: User, person: User
) -> None:
    grant = make_grant(member, person=person)
    until = grant.until + timedelta(days=60)
    request = request_renewal(by=person, grant=grant, purpose="It goes on.", until=until)
    late = grant.until + timedelta(days=2)
    with time_machine.travel(late, tick=False):
        granted(member, request)
        assert AccessGrant.objects.get(request=request).starts == late
        with pytest.raises(ValidationError, match="has ended"):
            request_renewal(by=person, grant=grant, purpose="Again.", until=until)

    revoked = make_grant(member, person=person, kind=ScopeKind.MANUFACTURER, value="FA0A")
    request = request_renewal(by=person, grant=revoked, purpose="On.", until=revoked.until + MONTH)
    grant_revoke(by=member, grant=revoked, reason="Misuse.")
    with pytest.raises(ValidationError, match="was revoked"):
        granted(member, request)
    assert request_refuse(by=member, request=request, **WORDS).state == RequestState.REFUSED


def test_renewal_is_no_longer_than_the_policys_longest(member: User, person: User) -> None:
    grant = make_grant(member, person=person)

    with pytest.raises(ValidationError, match="at most 366 days"):
        request_renewal(
            by=person, grant=grant, purpose="On.", until=grant.until + timedelta(days=367)
        )


def test_what_ended_meanwhile_is_not_granted(member: User) -> None:
    party = make_party()
    person = make_person(organisation=party)
    own, for_party = asked(person), asked(person, for_whom=For.ORGANISATION)
    organisation_cease(organisation=party, on=timezone.localdate(), by=BY)

    for request in (own, for_party):
        with pytest.raises(ValidationError, match="ceased"):
            granted(member, request)
    ceased = make_person(organisation=make_party(ceased_on=date(2020, 1, 1)))
    with pytest.raises(ValidationError, match="ceased"):
        asked(ceased, for_whom=For.ORGANISATION)
    gone = asked(make_person())
    with (
        time_machine.travel(gone.until, tick=False),
        pytest.raises(ValidationError, match="in the future"),
    ):
        granted(member, gone)
