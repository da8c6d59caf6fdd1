"""Verbs on people and service accounts."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.closings import closings
from accounts.joinings import joining_told
from accounts.models import ApiToken, Organisation, RoleHolding, User
from accounts.services.authority import (
    Actor,
    locked,
    require_another,
    require_manager,
    require_manager_of,
)
from accounts.services.members import member_changed, member_checked
from accounts.services.roles import role_end
from sec_registry.audit.acting import acting, reason_kept


@transaction.atomic
def user_add(
    *,
    email: str,
    name: str,
    by: Actor,
    organisation: Organisation | None = None,
    is_staff: bool = False,
    is_service: bool = False,
    responsible_person: User | None = None,
    password: str | None = None,
) -> User:
    """Make an account; a person then sets a password through ``user_invite``.

    Only the command line may set the password itself. Raises ``ValidationError`` and
    ``PermissionDenied``.
    """
    require_manager(by)
    # SECURITY: who knows another's password could act, countersign and read in their name.
    if password is not None and isinstance(by, User):
        raise ValidationError("People set their own passwords: send an invitation.")
    _check_responsible(responsible_person)
    user = User.objects.create_user(
        email,
        password,
        by=by,
        name=name,
        organisation=organisation,
        is_staff=is_staff,
        is_service=is_service,
        responsible_person=responsible_person,
    )
    if organisation is not None:
        user.groups.add(organisation.group_id)
    joining_told(user=user, what="a new account", by=by, organisation=organisation)
    return user


@transaction.atomic
def user_change(
    *,
    user: User,
    by: Actor,
    name: str | None = None,
    is_staff: bool | None = None,
    responsible_person: User | None = None,
    reason: str = "account changed",
) -> User:
    """Change what is given. The email address is not among it: see ``accounts.models.user``."""
    current = locked(user)
    require_manager_of(current, by)
    _check_responsible(responsible_person)
    current.name = current.name if name is None else name
    current.is_staff = current.is_staff if is_staff is None else is_staff
    answers = current.responsible_person
    current.responsible_person = responsible_person or answers
    saved = _saved(current, by, reason)
    if saved.responsible_person != answers:
        # SECURITY: whoever answers for a service account makes its tokens, and reads as it reads.
        what = f"{saved.responsible_person} answers for the service account now"
        joining_told(user=saved, what=what, by=by, organisation=saved.organisation, anew=True)
    return saved


@transaction.atomic
def user_join_organisation(
    *, user: User, organisation: Organisation | None, by: Actor, reason: str = ""
) -> User:
    """Move somebody to an organisation, or out of any; its grants come and go with it."""
    current = locked(user)
    require_manager_of(current, by)
    # SECURITY: an organisation may hold Zigbee grants, and only the SSC gives access (F2.38).
    require_another(current, by, "moves themselves to an organisation")
    member_checked(user=current)
    if current.organisation is not None:
        current.groups.remove(current.organisation.group_id)
    if organisation is not None:
        current.groups.add(organisation.group_id)
    current.organisation = organisation
    what = f"moved to {organisation or 'no organisation'}"
    saved = _saved(current, by, reason or what)
    # Whom a member may decide for follows from their organisation.
    member_changed(user=saved, what=what, by=by)
    # What is theirs alone goes with them, to other people and other work.
    joining_told(user=saved, what=what, by=by, organisation=organisation, anew=True)
    return saved


@transaction.atomic
def user_deactivate(*, user: User, reason: str, by: Actor) -> User:
    """Close an account: roles end, tokens and sessions die, its service accounts close with it.

    So does what other rooms declare to end with an account.
    """
    current = locked(user)
    require_manager_of(current, by)
    require_another(current, by, "deactivates themselves")
    if not current.is_active:
        raise ValidationError("This account is not active.")
    for holding in RoleHolding.objects.open().filter(user=current):
        role_end(holding=holding, reason=reason, by=by)
    with acting(by=by, reason=reason_kept(reason)):
        # One by one, so that each token leaves its last line of history.
        for token in ApiToken.objects.filter(user=current):
            token.delete()
    for end in closings():
        end(user=current, by=by)
    for service in current.service_accounts.filter(is_active=True):
        user_deactivate(user=service, reason=reason, by=by)
    current.is_active = False
    return _saved(current, by, reason)


@transaction.atomic
def user_reactivate(*, user: User, reason: str, by: Actor) -> User:
    """Open a closed account again, without the roles and tokens that it had."""
    current = locked(user)
    require_manager_of(current, by)
    require_another(current, by, "reactivates themselves")
    member_checked(user=current)
    _check_responsible(current.responsible_person)
    current.is_active = True
    saved = _saved(current, by, reason)
    what = "the account was opened again"
    member_changed(user=saved, what=what, by=by)
    joining_told(user=saved, what=what, by=by, organisation=saved.organisation, anew=True)
    return saved


def _check_responsible(person: User | None) -> None:
    if person is not None and (person.is_service or not person.is_active):
        raise ValidationError(
            {"responsible_person": "An active person, no service account, must answer for it."}
        )


def _saved(user: User, by: Actor, reason: str) -> User:
    user.full_clean()
    with acting(by=by, reason=reason_kept(reason)):
        user.save()
    return user
