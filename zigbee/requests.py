"""Verbs on requests for access: whoever is signed in asks, and may withdraw (F2.38, Z1).

They raise ``PermissionDenied`` for whom it is not, ``ValidationError`` for what cannot be asked,
and ``TooLate`` where the state of the request no longer allows the step. What the committee does
with a request stands in ``zigbee.decisions``.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.authority import locked as locked_account
from sec_registry.audit.acting import acting
from zigbee.access_letters import told_of_request
from zigbee.access_policy import check_dates
from zigbee.asking import MOST_OPEN, Wrong, holder_asked, words
from zigbee.choices import For, RequestState
from zigbee.grants import grant_ended
from zigbee.holders import Holder, check_holder, holder_of
from zigbee.models import AccessGrant, AccessRequest, AccessScope
from zigbee.models.requests import OPEN
from zigbee.request_standing import (
    grant_proposed,
    renewal_begins,
    request_after,
    request_locked,
)
from zigbee.request_steps import Step
from zigbee.scopes import scope_found


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
    wrong.seen(check_dates, grant.scope.kind, renewal_begins(grant), until)
    wrong.stop()
    return _asked(person, grant.scope, holder, purpose, until, renews=grant)


@transaction.atomic
def request_withdraw(*, by: User, request: AccessRequest) -> AccessRequest:
    """Take one's own request back before it is decided."""
    current = request_locked(request)
    if current.requester_id != by.pk:
        raise PermissionDenied("A request is withdrawn by whoever made it.")
    return _withdrawn(current, by)


@transaction.atomic
def requests_withdrawn_with_account(*, user: User, by: User | str) -> None:
    """Withdraw what waits of an account that is being closed, in the same transaction."""
    for each in AccessRequest.objects.select_for_update(of=("self",)).filter(OPEN, requester=user):
        _withdrawn(each, user, acts=by)


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


def _withdrawn(request: AccessRequest, by: User, acts: User | str | None = None) -> AccessRequest:
    after = request_after(request, Step.WITHDRAW)
    if request.state == RequestState.PROPOSED:
        grant_ended(by=by, grant=grant_proposed(request), reason="The request was withdrawn.")
    request.state, request.decision, request.meeting = after, "", ""
    request.decided_by = request.decided_at = None
    with acting(by=acts or by, reason="request withdrawn"):
        request.save()
    return request
