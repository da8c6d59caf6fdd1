"""Requests for access: asked by anybody, decided by the committee, never by one's own (Z1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import (
    user_deactivate,
    user_join_organisation,
)
from sec_registry.notices.models import Notice
from tests.accounts.factories import BY, make_holding, make_party, make_person, make_superuser
from tests.registry import accept, make_panel
from tests.rows import numbered_row
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
    requests_visible_to,
    requests_waiting,
    state_told,
)
from zigbee.choices import For, RequestState, ScopeKind
from zigbee.decisions import request_countersign, request_decline, request_grant, request_refuse
from zigbee.models import AccessGrant, AccessRequest
from zigbee.register import DZIR
from zigbee.request_standing import TooLate
from zigbee.request_steps import TRANSITIONS, Step, state_after
from zigbee.requests import request_ask, request_withdraw

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("step", Step)
def test_final_states_lead_nowhere_and_each_step_begins_somewhere(
    state: RequestState, step: Step
) -> None:
    after = state_after(state, step)

    if state in (RequestState.GRANTED, RequestState.REFUSED, RequestState.WITHDRAWN):
        assert after is None
    assert step in {each for _, each in TRANSITIONS}
    # Whatever is proposed may be opened, put back or withdrawn, and nothing else.
    if state == RequestState.PROPOSED:
        opens = (Step.COUNTERSIGN, Step.DECLINE, Step.WITHDRAW)
        assert (after is not None) == (step in opens)


def test_what_is_asked_for_is_granted_with_words_for_the_requester(
    member: User, person: User
) -> None:
    request = asked(person, purpose="  A study ")
    assert not DZIR.reach(person)
    assert list(requests_waiting()) == [request]

    decided = request_grant(by=member, request=request, **WORDS)

    (grant,) = AccessGrant.objects.all()
    assert DZIR.reach(person).right == f"grant {grant.pk}"
    assert (grant.request, grant.purpose, grant.until) == (request, "A study", request.until)
    assert (decided.state, decided.decision, decided.meeting, decided.decided_by) == (
        RequestState.GRANTED,
        *WORDS.values(),
        member,
    )
    assert letters_to(member) == ["A request for access waits"]
    assert letters_to(person) == ["The Security Sub Committee has answered you"]
    told = " ".join(Notice.objects.values_list("text", flat=True))
    assert not [word for word in ("study", "SSC 12", "item 4") if word in told.lower()]
    lines = AccessRequest.history.order_by("history_id").values_list("history_user_id", flat=True)
    assert list(lines) == [person.email, member.email]


def test_less_is_granted_than_was_asked_for_and_never_more(member: User, person: User) -> None:
    accept(numbered_row(1), numbered_row(2), panel=make_panel())
    request = asked(person, kind=ScopeKind.DEVICE_TYPE, values=["ESME", "CH"])
    sooner, later = request.until - timedelta(days=9), request.until + timedelta(days=1)
    too_much: tuple[dict[str, Any], ...] = (
        {"kind": ScopeKind.ALL, "values": []},
        {"kind": ScopeKind.DEVICE_TYPE, "values": ["ESME", "GSME"]},
        {"kind": ScopeKind.MANUFACTURER, "values": ["FA0A"]},
        {"until": later},
    )
    for more in too_much:
        with pytest.raises(ValidationError, match="was asked for"):
            request_grant(by=member, request=request, **WORDS, **more)

    narrow: dict[str, Any] = {"kind": ScopeKind.RECORD, "values": ["2", "1"], "until": sooner}
    request_grant(by=member, request=request, **WORDS, **narrow)

    reach = DZIR.reach(person)
    assert reach.numbers == {1, 2}
    assert not reach.device_types
    assert AccessGrant.objects.get().until == sooner


def test_refused_request_opens_nothing_and_tells_why(member: User, person: User) -> None:
    request = request_refuse(by=member, request=asked(person), **WORDS)

    assert not AccessGrant.objects.exists()
    assert state_told(request, person) == RequestState.REFUSED
    assert decision_told(request, person)


@pytest.mark.parametrize("missing", ["text", "meeting"])
def test_decision_has_words_and_a_meeting(member: User, person: User, missing: str) -> None:
    request = asked(person)

    for verb in (request_grant, request_refuse):
        with pytest.raises(ValidationError) as refused:
            verb(by=member, request=request, **{**WORDS, missing: " \n"})
        assert list(refused.value.message_dict) == [missing]


def test_everything_wrong_with_a_request_is_said_at_once(person: User) -> None:
    with pytest.raises(ValidationError) as refused:
        request_ask(
            by=person,
            kind=ScopeKind.RECORD,
            values=["99", "x"],
            purpose="a\x00b",
            until=timezone.now(),
            for_whom=For.ORGANISATION,
        )
    assert set(refused.value.message_dict) == {"value", "for", "purpose"}
    with pytest.raises(ValidationError) as refused:
        asked(person, until=timezone.now() + timedelta(days=400), purpose=" ")
    assert set(refused.value.message_dict) == {"until", "purpose"}
    assert not AccessRequest.objects.exists()


def test_request_for_an_organisation_or_a_role_is_its_peoples(member: User) -> None:
    party = make_party()
    asker, colleague = make_person(organisation=party), make_person(organisation=party)
    granted(member, asked(asker, for_whom=For.ORGANISATION))
    administrator = make_person(role=Role.PANEL_ADMINISTRATOR)
    reviewer = make_person(role=Role.PANEL_REVIEWER)

    with pytest.raises(ValidationError, match="Only Panel administrators"):
        asked(reviewer, for_whom=For.ROLE)
    granted(member, asked(administrator, for_whom=For.ROLE, role=Role.PANEL_REVIEWER))

    opened = [bool(DZIR.reach(each)) for each in (asker, colleague, reviewer, administrator)]
    assert opened == [True, True, True, False]


def test_nobody_decides_their_own_or_their_peoples_request(member: User, other: User) -> None:
    party = make_party()
    colleague = make_person(organisation=party)
    user_join_organisation(user=other, organisation=party, by=BY)
    make_holding(member, Role.PANEL_ADMINISTRATOR)
    for_role = asked(make_person(role=Role.PANEL_ADMINISTRATOR), for_whom=For.ROLE)
    own, near = asked(member), asked(colleague)
    organisations = asked(colleague, for_whom=For.ORGANISATION)

    for by, request in ((member, own), (other, near), (other, organisations), (member, for_role)):
        for verb in (request_grant, request_refuse):
            with pytest.raises(PermissionDenied):
                verb(by=by, request=request, **WORDS)

    assert requests_waiting().count() == 4
    assert granted(other, own).state == RequestState.GRANTED


@pytest.mark.parametrize("role", [None, *(r for r in Role if r != Role.SECURITY_SUB_COMMITTEE)])
def test_nobody_else_decides(person: User, role: Role | None) -> None:
    request = asked(person)
    stranger = make_person(role=role) if role else make_superuser()

    for verb in (request_grant, request_refuse):
        with pytest.raises(PermissionDenied):
            verb(by=stranger, request=request, **WORDS)
    with pytest.raises(PermissionDenied):
        request_countersign(by=stranger, request=request)
    with pytest.raises(PermissionDenied):
        request_decline(by=stranger, request=request, reason="no")
    with pytest.raises(PermissionDenied):
        request_withdraw(by=stranger, request=request)


def test_decided_request_is_decided(member: User, other: User, person: User) -> None:
    request = asked(person)
    # As two members see it who open it together: the second finds it decided.
    seen_by_other = AccessRequest.objects.get(pk=request.pk)
    granted(member, request)

    with pytest.raises(TooLate):
        request_refuse(by=other, request=seen_by_other, **WORDS)
    with pytest.raises(TooLate):
        request_grant(by=other, request=seen_by_other, **WORDS)
    with pytest.raises(TooLate):
        request_withdraw(by=person, request=seen_by_other)
    assert AccessGrant.objects.count() == 1


def test_withdrawn_request_is_granted_to_nobody(member: User, person: User) -> None:
    request = request_withdraw(by=person, request=asked(person))

    with pytest.raises(TooLate):
        granted(member, request)
    assert not requests_waiting().exists()


def test_closed_account_withdraws_what_waits(member: User, person: User) -> None:
    two_members_needed()
    request, proposed = asked(person), asked(person)
    granted(member, proposed)

    user_deactivate(user=person, by=BY, reason="left")

    for each in (request, proposed):
        each.refresh_from_db()
        assert each.state == RequestState.WITHDRAWN
    assert not AccessGrant.objects.filter(revoked_at__isnull=True).exists()


def test_requests_are_seen_by_whoever_made_them_and_the_committee(member: User) -> None:
    party = make_party()
    asker, colleague = make_person(organisation=party), make_person(organisation=party)
    request = asked(asker, for_whom=For.ORGANISATION)
    granted(member, request)

    assert list(requests_visible_to(asker)) == list(requests_visible_to(member)) == [request]
    for nobody in (
        colleague,
        make_superuser(),
        *(make_person(role=r) for r in Role if r != "SECURITY_SUB_COMMITTEE"),
    ):
        assert not requests_visible_to(nobody).exists()
    # That the organisation holds a grant is its people's to know.
    assert grants_visible_to(colleague).count() == 1
    assert not grants_visible_to(make_person()).exists()


def test_only_so_many_requests_wait_of_one_person(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zigbee.requests.MOST_OPEN", 2)
    first = asked(person)
    asked(person)

    with pytest.raises(ValidationError, match="withdraw one first"):
        asked(person)
    request_withdraw(by=person, request=first)
    asked(person)
