"""Verbs on access to Zigbee records: only the Security Sub Committee gives and takes it (F2.38).

A grant is two things written together: the decision with its purpose and dates, and guardian's
permission on the scope. It ends by itself; nothing has to run for that. Both verbs raise
``PermissionDenied`` for everybody else and ``ValidationError`` for what cannot be granted.
"""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.people import is_ssc
from cpl.choices import MANUFACTURER_CODE
from cpl.models import DeviceModel, DeviceType
from sec_registry.audit.acting import acting
from sec_registry.registers.guardian import permit, withdraw
from zigbee.access import READ
from zigbee.choices import ScopeKind
from zigbee.models import AccessGrant, AccessScope, ZigbeeRecord

#: So long before a grant ends the committee is told, to renew it or let it end.
SOON = timedelta(days=30)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def longest_grant() -> timedelta:
    """Policy of the Security Sub Committee: no grant lasts longer; it is renewed instead."""
    return timedelta(days=getattr(settings, "ZIGBEE_GRANT_LONGEST_DAYS", 366))


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
    starts: datetime | None = None,
) -> AccessGrant:
    """Give a person or an organisation access to a scope, from now or ``starts`` until ``until``.

    ``value`` is a device type, a Manufacturer's code or a CPL number; blank for all records.
    """
    _require_member(by)
    begin = starts or timezone.now()
    _check_holder(by, person, organisation)
    _check_dates(begin, until)
    if not purpose.strip():
        raise ValidationError({"purpose": "Say what the access is for."})
    scope = _scope(kind, value.strip())
    grant = AccessGrant(
        scope=scope,
        person=person,
        organisation=organisation,
        purpose=purpose.strip(),
        starts=begin,
        until=until,
        decided_by=by,
    )
    grant.full_clean()
    with acting(by=by, reason=f"access given: {grant.purpose}"):
        grant.save()
    permit(_holder(grant), READ, scope)
    return grant


@transaction.atomic
def grant_revoke(*, by: User, grant: AccessGrant, reason: str) -> AccessGrant:
    """Take a grant back, from now on and for good."""
    _require_member(by)
    if not reason.strip():
        raise ValidationError({"revocation_reason": "Say why the access is taken back."})
    # The scope first, as in giving: two decisions about one scope wait for each other.
    AccessScope.objects.select_for_update().get(pk=grant.scope_id)
    current = AccessGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if current.revoked_at is not None:
        raise ValidationError("This grant was revoked already.")
    current.revoked_at = timezone.now()
    current.revoked_by = by
    current.revocation_reason = reason.strip()
    current.full_clean()
    with acting(by=by, reason=f"access revoked: {current.revocation_reason}"):
        current.save()
    if not _others(current).exists():
        withdraw(_holder(current), READ, current.scope)
    return current


def grants_over(record: ZigbeeRecord) -> QuerySet[AccessGrant]:
    """The grants that cover the record and are not over: those that end first come first."""
    model = record.device_model
    covering = (
        Q(scope__kind=ScopeKind.ALL)
        | Q(scope__kind=ScopeKind.DEVICE_TYPE, scope__value=model.device_type_id)
        | Q(scope__kind=ScopeKind.MANUFACTURER, scope__value=model.manufacturer_id)
        | Q(scope__kind=ScopeKind.RECORD, scope__value=str(model.pk))
    )
    return (
        AccessGrant.objects.filter(covering, revoked_at__isnull=True, until__gt=timezone.now())
        .select_related("scope", "person", "organisation")
        .order_by("until", "pk")
    )


def _require_member(by: User) -> None:
    if not is_ssc(by):
        raise PermissionDenied(
            "Only members of the Security Sub Committee give and take access to Zigbee records."
        )


def _check_holder(by: User, person: User | None, organisation: Organisation | None) -> None:
    if (person is None) == (organisation is None):
        raise ValidationError("A grant is for one person or for one organisation.")
    if person is not None:
        if person == by:
            raise PermissionDenied("Nobody decides on access for themselves.")
        if not User.objects.filter(pk=person.pk, is_active=True).exists():
            raise ValidationError({"person": "This account is not active."})
        _check_not_ceased(person.organisation, "person")
    if organisation is not None:
        if organisation.people.filter(pk=by.pk).exists():
            raise PermissionDenied("Nobody decides on access for their own organisation.")
        _check_not_ceased(organisation, "organisation")


def _check_not_ceased(organisation: Organisation | None, field: str) -> None:
    ceased = organisation.ceased_on if organisation is not None else None
    if ceased is not None and ceased <= timezone.localdate():
        raise ValidationError({field: f"{organisation} ceased to be a SEC Party."})


def _check_dates(starts: datetime, until: datetime) -> None:
    now, longest = timezone.now(), longest_grant()
    if starts.date() < now.date():
        raise ValidationError({"starts": "A grant does not begin in the past."})
    if until <= max(starts, now):
        raise ValidationError({"until": "A grant ends after it begins, and in the future."})
    if until - starts > longest:
        raise ValidationError({"until": f"A grant lasts at most {longest.days} days."})


def _scope(kind: str, value: str) -> AccessScope:
    """The scope of this kind and value, locked; made where nobody asked for it before."""
    if kind not in ScopeKind.values:
        raise ValidationError({"kind": f"One of {', '.join(ScopeKind.values)}, please."})
    problem = _problem_with(ScopeKind(kind), value)
    if problem:
        raise ValidationError({"value": problem})
    scope, _ = AccessScope.objects.get_or_create(kind=kind, value=value)
    return AccessScope.objects.select_for_update().get(pk=scope.pk)


def _problem_with(kind: ScopeKind, value: str) -> str:
    """What is wrong with the scope's value; "" when nothing is."""
    if kind == ScopeKind.ALL:
        return "Access to all records names no value." if value else ""
    if kind == ScopeKind.DEVICE_TYPE:
        known = DeviceType.objects.filter(pk=value).exists()
        return "" if known else "There is no such Physical Device Type."
    if kind == ScopeKind.MANUFACTURER:
        # The form is enough: later records of a Manufacturer enter the scope by themselves.
        return "" if re.fullmatch(MANUFACTURER_CODE, value) else "Four digits 0-9, A-F, please."
    listed = _NUMBER.fullmatch(value) and DeviceModel.objects.filter(pk=int(value)).exists()
    return "" if listed else "There is no such CPL number."


def _holder(grant: AccessGrant) -> User | Group:
    """Who holds guardian's permission: the person, or the organisation's group."""
    if grant.organisation is not None:
        return grant.organisation.group
    assert grant.person is not None  # noqa: S101  # the database says: one of the two
    return grant.person


def _others(grant: AccessGrant) -> QuerySet[AccessGrant]:
    """Grants of the same scope to the same holder that are not over."""
    return AccessGrant.objects.filter(
        scope=grant.scope_id,
        person=grant.person_id,
        organisation=grant.organisation_id,
        revoked_at__isnull=True,
        until__gt=timezone.now(),
    )


def grants_ending() -> QuerySet[AccessGrant]:
    """The grants in force that end soon; the committee renews them or lets them end."""
    now = timezone.now()
    return AccessGrant.objects.filter(
        starts__lte=now, until__gt=now, until__lte=now + SOON, revoked_at__isnull=True
    )
