"""Verbs on roles. What changes in the Security Sub Committee is told to its members."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.joinings import joining_told
from accounts.models import Role, RoleHolding, User
from accounts.people import is_ssc
from accounts.services.authority import Actor, locked, require_another, require_manager
from accounts.services.members import member_role_changed
from sec_registry.audit.acting import acting, actor_text, reason_kept


@transaction.atomic
def role_give(
    *,
    user: User,
    role: Role,
    reason: str,
    by: Actor,
    starts: datetime | None = None,
    until: datetime | None = None,
    bootstrap: bool = False,
) -> RoleHolding:
    """Give a role, from now unless ``starts`` says otherwise.

    A role of the SSC waits for ``role_countersign``; with ``bootstrap`` the command line appoints
    the first members, as long as none was ever in force. Raises ``ValidationError`` and
    ``PermissionDenied``.
    """
    require_manager(by)
    require_another(user, by, "gives themselves a role")
    holder = locked(user)
    if bootstrap:
        _check_bootstrap(role, by)
    holding = RoleHolding(
        user=holder,
        role=role,
        starts=starts or timezone.now(),
        until=until,
        given_by=by if isinstance(by, User) else None,
        given_by_text=actor_text(by),
        bootstrap=bootstrap,
        reason=reason,
    )
    holding.full_clean()
    role_check(holding)
    with acting(by=by, reason=reason_kept(reason)):
        holding.save()
    what = f"the role {holding.get_role_display()} was given"
    joining_told(user=holder, what=what, by=by, role=holding.role)
    return _told(holding, "given", by)


@transaction.atomic
def role_countersign(*, holding: RoleHolding, by: User) -> RoleHolding:
    """Sign a role of the SSC, as a member who neither gave nor receives it."""
    current = _locked_holding(holding)
    if not is_ssc(by):
        raise PermissionDenied("Only members of the Security Sub Committee countersign its roles.")
    if not current.awaits_countersignature or current.is_over():
        raise ValidationError("This role does not wait for a countersignature.")
    if by.pk in (current.user_id, current.given_by_id):
        raise ValidationError("Neither the holder nor the giver of a role can countersign it.")
    current.countersigned_by = by
    current.countersigned_at = timezone.now()
    current.full_clean()
    with acting(by=by, reason="countersigned"):
        current.save()
    return _told(current, "countersigned", by)


@transaction.atomic
def role_end(*, holding: RoleHolding, reason: str, by: Actor) -> RoleHolding:
    """End a role now. Its holder may do so too.

    The last member of the SSC is ended by the command line alone: nobody would be left who could
    countersign another, or give and take access (F2.38).
    """
    current = _locked_holding(holding)
    if by != current.user:
        require_manager(by)
    if current.ended_at is not None:
        raise ValidationError("This role has ended already.")
    if isinstance(by, User) and _is_of_the_last_member(current):
        raise ValidationError(
            f"{current.user} is the last member of the Security Sub Committee: have somebody else "
            "given the role and countersigned first."
        )
    current.ended_at = timezone.now()
    current.ended_by_text = actor_text(by)
    current.full_clean()
    with acting(by=by, reason=reason_kept(reason)):
        current.save()
    return _told(current, "ended", by)


def role_check(holding: RoleHolding) -> None:
    """What a role must satisfy to be given, beside the model's own constraints."""
    if not holding.user.is_active or holding.user.is_service:
        raise ValidationError({"user": "Roles are held by active people, not service accounts."})
    if holding.is_over():
        raise ValidationError({"until": "This end has passed already."})
    others = RoleHolding.objects.filter(user=holding.user, role=holding.role).open(holding.starts)
    if holding.until is not None:
        others = others.filter(starts__lt=holding.until)
    if others.exists():
        raise ValidationError({"role": "This person holds or awaits the role at that time."})


def _check_bootstrap(role: Role, by: Actor) -> None:
    if role != Role.SECURITY_SUB_COMMITTEE or isinstance(by, User):
        raise ValidationError(
            "Only the command line appoints the first member of the Security Sub Committee."
        )
    if RoleHolding.objects.filter(role=role).signed().exists():
        raise ValidationError(
            "The Security Sub Committee has had a member: another member has to countersign."
        )


def _is_of_the_last_member(holding: RoleHolding) -> bool:
    if holding.role != Role.SECURITY_SUB_COMMITTEE:
        return False
    # All of them, locked: of two who end one each the second sees what the first did.
    members = RoleHolding.objects.select_for_update(of=("self",)).filter(role=holding.role)
    in_force = set(members.in_force().values_list("user", flat=True))
    return in_force == {holding.user_id}


def _locked_holding(holding: RoleHolding) -> RoleHolding:
    holdings = RoleHolding.objects.select_for_update(of=("self",)).select_related("user")
    return holdings.get(pk=holding.pk)


def _told(holding: RoleHolding, deed: str, by: Actor) -> RoleHolding:
    if holding.role == Role.SECURITY_SUB_COMMITTEE:
        member_role_changed(holding=holding, deed=deed, by=by)
    return holding
