"""Members and requesters who decide at once: one of them does, and nothing stands in part (Z1)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.factories import make_person
from tests.processes import run_at_once
from tests.zigbee.grants import asked, granted, make_member, two_members_needed
from zigbee.choices import RequestState
from zigbee.decisions import request_countersign, request_decline, request_refuse
from zigbee.models import AccessGrant, AccessRequest
from zigbee.register import DZIR
from zigbee.request_standing import TooLate
from zigbee.requests import request_withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def trying(verb: Callable[..., Any], **terms: Any) -> Callable[[], str]:
    def job() -> str:
        try:
            return str(verb(**terms).state)
        except TooLate:
            return "too late"

    return job


def test_one_decision_stands_of_those_made_at_once() -> None:
    first, second, person = make_member(), make_member(), make_person()
    request = asked(person)

    said = run_at_once(
        trying(granted, by=first, request=request),
        trying(request_refuse, by=second, request=request, text="No.", meeting="SSC 13"),
        trying(request_withdraw, by=person, request=request),
    )

    assert said.count("too late") == 2
    (won,) = (each for each in said if each != "too late")
    assert AccessRequest.objects.get().state == won
    assert AccessGrant.objects.exists() == (won == RequestState.GRANTED)
    assert bool(DZIR.reach(person)) == (won == RequestState.GRANTED)


def test_a_proposal_is_opened_or_put_back_or_withdrawn_at_once() -> None:
    two_members_needed()
    first, second, third, person = make_member(), make_member(), make_member(), make_person()
    request = granted(first, asked(person))

    said = run_at_once(
        trying(request_countersign, by=second, request=request),
        trying(request_decline, by=third, request=request, reason="Too wide."),
        trying(request_withdraw, by=person, request=request),
    )

    grant, stands = AccessGrant.objects.get(), AccessRequest.objects.get().state
    assert stands in said
    # What was put back may be withdrawn after it; nothing else comes after another.
    assert said.count("too late") in (1, 2)
    assert (grant.revoked_at is None) == (stands == RequestState.GRANTED)
    assert bool(DZIR.reach(person)) == (stands == RequestState.GRANTED)
