"""Verbs of the committee on requests for access: granting, refusing, countersigning (F2.38, Z1).

They raise ``PermissionDenied`` for whom it is not, ``ValidationError`` for what cannot be granted,
and ``TooLate`` where the state of the request no longer allows the step. Of two members who decide
at once the second finds the request decided.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.audit.acting import acting
from zigbee.access_letters import told_of_decision, told_of_proposal
from zigbee.access_policy import policy_on
from zigbee.asking import Wrong, words
from zigbee.choices import RequestState
from zigbee.grants import grant_ended, grant_made, grant_opened, require_member
from zigbee.holders import check_impartial, holder_of
from zigbee.models import AccessRequest, AccessScope
from zigbee.request_standing import (
    grant_proposed,
    renewal_begins,
    request_after,
    request_locked,
)
from zigbee.request_steps import Step
from zigbee.scopes import lies_within, scope_found


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
    scope = current.scope if kind is None else wrong.seen(_narrowed, current, kind, values)
    end = current.until if until is None else until
    if end > current.until:
        wrong.add({"until": "No longer is granted than was asked for."})
    text, meeting = _told(wrong, text, meeting)
    wrong.stop()
    assert scope is not None  # noqa: S101  # or it had stopped
    alone = policy_on(scope.kind).members == 1
    after = request_after(current, Step.GRANT if alone else Step.PROPOSE)
    grant = grant_made(
        by=by,
        scope=scope,
        holder=holder_of(current),
        purpose=current.purpose,
        until=end,
        starts=renewal_begins(current.renews) if current.renews else None,
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
    after = request_after(current, Step.REFUSE)
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
    after = request_after(current, Step.COUNTERSIGN)
    grant_opened(by=by, grant=grant_proposed(current))
    current.state = after
    with acting(by=by, reason="countersigned"):
        current.save()
    told_of_decision(current)
    return current


@transaction.atomic
def request_decline(*, by: User, request: AccessRequest, reason: str) -> AccessRequest:
    """Decline to countersign: the request waits for a decision again."""
    current = _to_decide(by, request)
    after = request_after(current, Step.DECLINE)
    grant_ended(by=by, grant=grant_proposed(current), reason=words("reason", reason, longest=500))
    current.state, current.decision, current.meeting = after, "", ""
    current.decided_by = current.decided_at = None
    with acting(by=by, reason=f"not countersigned: {reason.strip()}"):
        current.save()
    return current


def _to_decide(by: User, request: AccessRequest) -> AccessRequest:
    """The request, locked, for a member who may have a part in its decision."""
    require_member(by)
    current = request_locked(request)
    check_impartial(by, holder_of(current), current.requester)
    return current


def _narrowed(request: AccessRequest, kind: str, values: Iterable[str]) -> AccessScope:
    """The scope that is granted instead; raises ``ValidationError`` unless it is within."""
    scope = scope_found(kind, values)
    if not lies_within(scope, request.scope):
        raise ValidationError({"value": "No more is granted than was asked for."})
    return scope


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
