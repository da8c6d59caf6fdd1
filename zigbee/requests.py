"""Verbs on requests for access: whoever is signed in asks, the committee decides (F2.38, Z1).

They raise ``PermissionDenied`` for whom it is not, ``ValidationError`` for what cannot be asked or
granted, and ``TooLate`` where the state of the request no longer allows the step. Of two members
who decide at once the second finds the request decided.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.authority import locked as locked_account
from sec_registry.audit.acting import acting
from zigbee.access_letters import told_of_decision, told_of_proposal, told_of_request
from zigbee.access_policy import check_dates, policy_on
from zigbee.asking import MOST_OPEN, Wrong, holder_asked, words
from zigbee.choices import For, RequestState
from zigbee.grants import grant_ended, grant_made, grant_opened, require_member
from zigbee.holders import Holder, check_holder, check_impartial, holder_of
from zigbee.models import AccessGrant, AccessRequest, AccessScope
from zigbee.models.requests import OPEN
from zigbee.request_steps import Step, state_after
from zigbee.scopes import lies_within, scope_found


class TooLate(Exception):
    """The request is decided, withdrawn, or not yet where the step begins."""


@transaction.atomic
def request_ask(
    *,
    by: User,
    kind: str,
    values: Iterable[str],
    purpose: str,
    until: datetime,
    for_whom: str = For.ME,
    role: str = "",
) -> AccessRequest:
    """Ask for access to a scope, for oneself, one's organisation or a Panel role."""
    person, wrong = locked_account(by), Wrong()
    scope = wrong.seen(scope_found, kind, values)
    holder = wrong.seen(holder_asked, person, for_whom, role)
    purpose = wrong.seen(words, "purpose", purpose) or ""
    if scope is not None:
        wrong.seen(check_dates, kind, timezone.now(), until)
    wrong.stop()
    assert scope is not None and holder is not None  # noqa: S101, PT018  # or it had stopped
    return _asked(person, scope, holder, purpose, until)


@transaction.atomic
def request_renewal(
    *, by: User, grant: AccessGrant, purpose: str, until: datetime
) -> AccessRequest:
    """Ask that a grant goes on: the same scope and holder, from its end on, without a gap.

    Whose grant it is to renew is known by ``access_seen.grants_renewable``.
    """
    person, wrong = locked_account(by), Wrong()
    holder = holder_of(grant)
    wrong.seen(_check_renewable, grant)
    purpose = wrong.seen(words, "purpose", purpose) or ""
    wrong.seen(check_holder, holder)
    wrong.seen(check_dates, grant.scope.kind, _from(grant), until)
    wrong.stop()
    return _asked(person, grant.scope, holder, purpose, until, renews=grant)


@transaction.atomic
def request_withdraw(*, by: User, request: AccessRequest) -> AccessRequest:
    """Take one's own request back before it is decided."""
    current = _locked(request)
    if current.requester_id != by.pk:
        raise PermissionDenied("A request is withdrawn by whoever made it.")
    return _withdrawn(current, by)


@transaction.atomic
def requests_withdrawn_with_account(*, user: User, by: User | str) -> None:
    """Withdraw what waits of an account that is being closed, in the same transaction."""
    for each in AccessRequest.objects.select_for_update(of=("self",)).filter(OPEN, requester=user):
        _withdrawn(each, user, acts=by)


@transaction.atomic
def request_grant(
    *,
    by: User,
    request: AccessRequest,
    text: str,
    meeting: str,
    kind: str | None = None,
    values: Iterable[str] = (),
    until: datetime | None = None,
) -> AccessRequest:
    """Grant what was asked for, or less of it: a scope within it, an earlier end.

    Where the policy on that scope wants two members this is a proposal, which opens nothing.
    """
    current = _to_decide(by, request)
    wrong = Wrong()
    scope = current.scope if kind is None else wrong.seen(scope_found, kind, values)
    if scope is not None and not lies_within(scope, current.scope):
        wrong.add({"value": "No more is granted than was asked for."})
    end = current.until if until is None else until
    if end > current.until:
        wrong.add({"until": "No longer is granted than was asked for."})
    text, meeting = _told(wrong, text, meeting)
    wrong.stop()
    assert scope is not None  # noqa: S101  # or it had stopped
    alone = policy_on(scope.kind).members == 1
    after = _after(current, Step.GRANT if alone else Step.PROPOSE)
    grant = grant_made(
        by=by,
        scope=scope,
        holder=holder_of(current),
        purpose=current.purpose,
        until=end,
        starts=_from(current.renews) if current.renews else None,
        request=current,
    )
    decided = _decided(current, after, by, text, meeting)
    if after == RequestState.GRANTED:
        told_of_decision(decided)
    else:
        told_of_proposal(decided, grant)
    return decided


@transaction.atomic
def request_refuse(*, by: User, request: AccessRequest, text: str, meeting: str) -> AccessRequest:
    """Refuse, with a text for the requester."""
    current = _to_decide(by, request)
    after = _after(current, Step.REFUSE)
    wrong = Wrong()
    text, meeting = _told(wrong, text, meeting)
    wrong.stop()
    decided = _decided(current, after, by, text, meeting)
    told_of_decision(decided)
    return decided


@transaction.atomic
def request_countersign(*, by: User, request: AccessRequest) -> AccessRequest:
    """Open what another member proposed to grant."""
    current = _to_decide(by, request)
    after = _after(current, Step.COUNTERSIGN)
    grant_opened(by=by, grant=_proposed(current))
    current.state = after
    with acting(by=by, reason="countersigned"):
        current.save()
    told_of_decision(current)
    return current


@transaction.atomic
def request_decline(*, by: User, request: AccessRequest, reason: str) -> AccessRequest:
    """Decline to countersign: the request waits for a decision again."""
    current = _to_decide(by, request)
    after = _after(current, Step.DECLINE)
    grant_ended(by=by, grant=_proposed(current), reason=words("reason", reason, longest=500))
    current.state, current.decision, current.meeting = after, "", ""
    current.decided_by = current.decided_at = None
    with acting(by=by, reason=f"not countersigned: {reason.strip()}"):
        current.save()
    return current


def _asked(
    person: User,
    scope: AccessScope,
    holder: Holder,
    purpose: str,
    until: datetime,
    renews: AccessGrant | None = None,
) -> AccessRequest:
    if not person.is_active:
        raise ValidationError("This account is not active.")
    if AccessRequest.objects.filter(OPEN, requester=person).count() >= MOST_OPEN:
        raise ValidationError(f"{MOST_OPEN} requests of yours wait already: withdraw one first.")
    request = AccessRequest(
        requester=person,
        scope=scope,
        person=holder.person,
        organisation=holder.organisation,
        role=holder.role,
        purpose=purpose,
        until=until,
        renews=renews,
        asked_at=timezone.now(),
    )
    request.full_clean()
    with acting(by=person, reason="access asked for"):
        request.save()
    told_of_request(request)
    return request


def _check_renewable(grant: AccessGrant) -> None:
    if grant.revoked_at is not None or grant.awaits_another:
        raise ValidationError("This grant opens nothing: ask anew.")
    if grant.until <= timezone.now():
        raise ValidationError("This grant has ended: ask anew.")
    if AccessRequest.objects.filter(OPEN, renews=grant).exists():
        raise ValidationError("Somebody asked already that this grant is renewed.")


def _from(grant: AccessGrant) -> datetime:
    """When what follows the grant begins; raises ``ValidationError`` for a revoked one."""
    if AccessGrant.objects.filter(pk=grant.pk, revoked_at__isnull=False).exists():
        raise ValidationError("The grant to renew was revoked: its renewal can only be refused.")
    return max(grant.until, timezone.now())


def _locked(request: AccessRequest) -> AccessRequest:
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("scope", "requester", "renews__scope").get(pk=request.pk)


def _to_decide(by: User, request: AccessRequest) -> AccessRequest:
    """The request, locked, for a member who may have a part in its decision."""
    require_member(by)
    current = _locked(request)
    check_impartial(by, holder_of(current), current.requester)
    return current


def _after(request: AccessRequest, step: Step) -> RequestState:
    after = state_after(request.state, step)
    if after is None:
        told = request.get_state_display().lower()
        raise TooLate(f"Request {request.pk} stands otherwise by now: {told}.")
    return after


def _told(wrong: Wrong, text: str, meeting: str) -> tuple[str, str]:
    told = wrong.seen(words, "text", text)
    reference = wrong.seen(words, "meeting", meeting, longest=200)
    return told or "", reference or ""


def _decided(
    request: AccessRequest, state: RequestState, by: User, text: str, meeting: str
) -> AccessRequest:
    request.state, request.decision, request.meeting = state, text, meeting
    request.decided_by, request.decided_at = by, timezone.now()
    request.full_clean()
    with acting(by=by, reason=f"{state.label.lower()}: {meeting}"):
        request.save()
    return request


def _proposed(request: AccessRequest) -> AccessGrant:
    return AccessGrant.objects.get(request=request, revoked_at__isnull=True)


def _withdrawn(request: AccessRequest, by: User, acts: User | str | None = None) -> AccessRequest:
    after = _after(request, Step.WITHDRAW)
    if request.state == RequestState.PROPOSED:
        grant_ended(by=by, grant=_proposed(request), reason="The request was withdrawn.")
    request.state, request.decision, request.meeting = after, "", ""
    request.decided_by = request.decided_at = None
    with acting(by=acts or by, reason="request withdrawn"):
        request.save()
    return request
