"""Verbs on access to Zigbee records: only the Security Sub Committee gives and takes it (F2.38).

A grant is two things written together: the decision with its purpose and dates, and guardian's
permission on the scope. It ends by itself; nothing has to run for that. Where the committee's
policy asks for two members, a grant is a proposal, without any permission, until another member
countersigns it. The verbs raise ``PermissionDenied`` for everybody else and ``ValidationError``
for what cannot be granted.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.people import is_ssc
from sec_registry.audit.acting import acting
from sec_registry.registers.guardian import permit, withdraw
from zigbee.access import READ
from zigbee.access_letters import told_of_revocation
from zigbee.access_policy import check_dates, policy_on
from zigbee.choices import ScopeKind
from zigbee.holders import Holder, carrier_of, check_holder, check_impartial, holder_of
from zigbee.models import AccessGrant, AccessRequest, AccessScope, ZigbeeRecord
from zigbee.models.access import OPENED, holder_there
from zigbee.scopes import scope_found, scope_locked, values_typed

#: So long before a grant ends the committee is told, to renew it or let it end.
SOON = timedelta(days=30)


@transaction.atomic
def grant_give(
    *,
    by: User,
    kind: str,
    value: str,
    purpose: str,
    until: datetime,
    person: User | None = None,
    organisation: Organisation | None = None,
    role: str = "",
    starts: datetime | None = None,
) -> AccessGrant:
    """Give somebody access to a scope that nobody asked for here, from now or from ``starts``.

    ``value`` lists device types, Manufacturers' codes or CPL numbers; blank for all records.
    """
    require_member(by)
    return grant_made(
        by=by,
        scope=scope_found(kind, values_typed(value)),
        holder=Holder(person=person, organisation=organisation, role=role),
        purpose=purpose,
        until=until,
        starts=starts,
    )


def grant_made(
    *,
    by: User,
    scope: AccessScope,
    holder: Holder,
    purpose: str,
    until: datetime,
    starts: datetime | None = None,
    request: AccessRequest | None = None,
) -> AccessGrant:
    """Write the grant, opened or as a proposal as the policy says, in the caller's transaction."""
    require_member(by)
    begin = starts or timezone.now()
    check_holder(holder)
    check_impartial(by, holder, request.requester if request else None)
    check_dates(scope.kind, begin, until)
    if not purpose.strip():
        raise ValidationError({"purpose": "Say what the access is for."})
    grant = AccessGrant(
        scope=scope_locked(scope),
        person=holder.person,
        organisation=holder.organisation,
        role=holder.role,
        request=request,
        purpose=purpose.strip(),
        starts=begin,
        until=until,
        decided_by=by,
        members_needed=policy_on(scope.kind).members,
    )
    grant.full_clean()
    deed = "access proposed" if grant.awaits_another else "access given"
    with acting(by=by, reason=f"{deed}: {grant.purpose}"):
        grant.save()
    if not grant.awaits_another:
        permit(carrier_of(holder), READ, grant.scope)
    return grant


@transaction.atomic
def grant_countersign(*, by: User, grant: AccessGrant) -> AccessGrant:
    """Open what another member proposed without a request; as impartial as they."""
    require_member(by)
    _refuse_requested(grant)
    return grant_opened(by=by, grant=grant)


def grant_opened(*, by: User, grant: AccessGrant) -> AccessGrant:
    """Countersign, in the caller's transaction."""
    require_member(by)
    current = _locked(grant)
    asker = current.request.requester if current.request else None
    check_impartial(by, holder_of(current), asker)
    if current.decided_by_id == by.pk:
        raise PermissionDenied("Another member countersigns than the one who proposed it.")
    if not current.awaits_another:
        raise ValidationError("This grant does not wait for another member.")
    if current.until <= timezone.now():
        raise ValidationError("This grant would have ended by now: decline it.")
    check_holder(holder_of(current))
    current.countersigned_by, current.countersigned_at = by, timezone.now()
    current.full_clean()
    with acting(by=by, reason="countersigned"):
        current.save()
    permit(carrier_of(holder_of(current)), READ, current.scope)
    return current


@transaction.atomic
def grant_revoke(*, by: User, grant: AccessGrant, reason: str) -> AccessGrant:
    """Take a grant back, from now on and for good; or decline what another member proposed."""
    require_member(by)
    if grant.awaits_another:
        _refuse_requested(grant)
    return grant_ended(by=by, grant=grant, reason=reason)


def grant_ended(*, by: User, grant: AccessGrant, reason: str) -> AccessGrant:
    """Revoke, in the caller's transaction and on its word for ``by``."""
    if not reason.strip():
        raise ValidationError({"revocation_reason": "Say why the access is taken back."})
    current = _locked(grant)
    if current.revoked_at is not None:
        raise ValidationError("This grant was revoked already.")
    current.revoked_at = timezone.now()
    current.revoked_by = by
    current.revocation_reason = reason.strip()
    current.full_clean()
    with acting(by=by, reason=f"access revoked: {current.revocation_reason}"):
        current.save()
    if current.opened and current.until > current.revoked_at:
        told_of_revocation(current)
    if not _others(current).exists():
        withdraw(carrier_of(holder_of(current)), READ, current.scope)
    return current


def grants_over(record: ZigbeeRecord) -> QuerySet[AccessGrant]:
    """The grants that cover the record and are not over: those that end first come first."""
    model = record.device_model
    covering = Q(scope__kind=ScopeKind.ALL)
    for kind, value in (
        (ScopeKind.DEVICE_TYPE, model.device_type_id),
        (ScopeKind.MANUFACTURER, model.manufacturer_id),
        (ScopeKind.RECORD, model.pk),
    ):
        covering |= Q(scope__kind=kind, listed__contains=f",{value},")
    return (
        grants_not_over()
        .alias(listed=Concat(Value(","), "scope__value", Value(",")))
        .filter(covering)
        .select_related("scope", "person", "organisation")
        .order_by("until", "pk")
    )


def grants_not_over() -> QuerySet[AccessGrant]:
    """The grants that open something now, later, or as soon as their holder is back."""
    return AccessGrant.objects.filter(OPENED, revoked_at__isnull=True, until__gt=timezone.now())


def grants_standing(at: datetime | None = None) -> QuerySet[AccessGrant]:
    """The grants in force now, or then: those whose holder was there to read by them."""
    now = at or timezone.now()
    return AccessGrant.objects.filter(
        OPENED, holder_there(now), starts__lte=now, until__gt=now, revoked_at__isnull=True
    )


def grants_suspended() -> QuerySet[AccessGrant]:
    """Those that would be in force, had the Party not ceased or the account not been closed."""
    now = timezone.now()
    return grants_not_over().filter(starts__lte=now).exclude(holder_there(now))


def grants_ending(at: datetime | None = None) -> QuerySet[AccessGrant]:
    """The grants in force that end soon; the committee renews them or lets them end.

    One whose renewal is granted already is not among them.
    """
    renewed = AccessGrant.objects.filter(
        OPENED, revoked_at__isnull=True, request__renews__isnull=False
    )
    soon = (at or timezone.now()) + SOON
    return (
        grants_standing(at)
        .filter(until__lte=soon)
        .exclude(pk__in=renewed.values("request__renews"))
    )


def grants_to_countersign() -> QuerySet[AccessGrant]:
    """The proposals that wait for another member."""
    return AccessGrant.objects.filter(revoked_at__isnull=True, until__gt=timezone.now()).exclude(
        OPENED
    )


def require_member(by: User) -> None:
    """Only the committee's members go on."""
    if not is_ssc(by):
        raise PermissionDenied(
            "Only members of the Security Sub Committee give and take access to Zigbee records."
        )


def _refuse_requested(grant: AccessGrant) -> None:
    if grant.request_id is not None:
        raise ValidationError("Somebody asked for this access: decide on the request itself.")


def _locked(grant: AccessGrant) -> AccessGrant:
    """The grant, locked after its scope, as in giving: so that two decisions never cross."""
    AccessScope.objects.select_for_update().get(pk=grant.scope_id)
    return AccessGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)


def _others(grant: AccessGrant) -> QuerySet[AccessGrant]:
    """Opened grants of the same scope to the same holder that are not over."""
    return grants_not_over().filter(
        scope=grant.scope_id,
        person=grant.person_id,
        organisation=grant.organisation_id,
        role=grant.role,
    )
