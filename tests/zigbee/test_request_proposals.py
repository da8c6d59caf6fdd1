"""Requests of wide scope: proposed by one member, opened by another (Z1, policy)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from tests.zigbee.grants import (
    WORDS,
    asked,
    granted,
    letters_to,
    two_members_needed,
)
from zigbee.access_seen import (
    decision_told,
    grants_visible_to,
    state_told,
)
from zigbee.choices import RequestState
from zigbee.decisions import request_countersign, request_decline, request_grant
from zigbee.grants import grant_countersign, grant_revoke
from zigbee.models import AccessGrant
from zigbee.register import DZIR
from zigbee.request_standing import TooLate
from zigbee.requests import request_withdraw

pytestmark = pytest.mark.django_db


def test_wide_request_is_proposed_by_one_and_opened_by_another(
    member: User, other: User, person: User
) -> None:
    two_members_needed()
    request = granted(member, asked(person))
    assert request.state == RequestState.PROPOSED
    assert not DZIR.reach(person)
    # What one member proposes is not the requester's to read.
    assert state_told(request, person) == RequestState.WAITING
    assert not decision_told(request, person)
    assert not grants_visible_to(person).exists()
    assert letters_to(other)[-1] == "A grant waits for a second member"
    assert "A grant waits for a second member" not in letters_to(member)
    with pytest.raises(PermissionDenied):
        request_countersign(by=member, request=request)
    with pytest.raises(ValidationError, match="request itself"):
        grant_countersign(by=other, grant=AccessGrant.objects.get())
    with pytest.raises(ValidationError, match="request itself"):
        grant_revoke(by=other, grant=AccessGrant.objects.get(), reason="no")

    opened = request_countersign(by=other, request=request)

    assert opened.state == RequestState.GRANTED
    assert DZIR.reach(person)
    assert len(letters_to(person)) == 1
    with pytest.raises(TooLate):
        request_countersign(by=other, request=request)


def test_declined_proposal_waits_again_and_may_then_be_granted_narrower(
    member: User, other: User, person: User
) -> None:
    two_members_needed()
    request = granted(member, asked(person))

    back = request_decline(by=other, request=request, reason="Too wide.")

    assert (back.state, back.decision, back.decided_by) == (RequestState.WAITING, "", None)
    assert letters_to(person) == []
    request_grant(by=member, request=request, **WORDS, kind="device_type", values=["ESME"])
    assert DZIR.reach(person).device_types == {"ESME"}


def test_withdrawn_proposal_is_countersigned_by_nobody(
    member: User, other: User, person: User
) -> None:
    two_members_needed()
    request = granted(member, asked(person))

    request_withdraw(by=person, request=request)

    with pytest.raises(TooLate):
        request_countersign(by=other, request=request)
    assert AccessGrant.objects.get().revoked_by == person
