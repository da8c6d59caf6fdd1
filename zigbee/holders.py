"""For whom access is: a person, the people of an organisation, or the holders of a Panel role.

Who a holder is now is asked when a record is read; here stands who may be given access at all,
and who is too near to decide on it.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Organisation, Role, User
from accounts.people import has_role
from zigbee.access import group_name
from zigbee.choices import PANEL_ROLES
from zigbee.models import AccessGrant, AccessRequest


@dataclass(frozen=True)
class Holder:
    """One of the three; the others are empty."""

    person: User | None = None
    organisation: Organisation | None = None
    role: str = ""


def holder_of(row: AccessGrant | AccessRequest) -> Holder:
    """For whom the grant is, or the request."""
    return Holder(person=row.person, organisation=row.organisation, role=row.role)


def check_holder(holder: Holder) -> None:
    """Refuse whom no access can be given to; raises ``ValidationError``."""
    named = [each for each in (holder.person, holder.organisation, holder.role) if each]
    if len(named) != 1:
        raise ValidationError("A grant is for one person, one organisation or one Panel role.")
    if holder.person is not None:
        if not User.objects.filter(pk=holder.person.pk, is_active=True).exists():
            raise ValidationError({"person": "This account is not active."})
        _check_not_ceased(holder.person.organisation, "person")
    if holder.organisation is not None:
        _check_not_ceased(holder.organisation, "organisation")
    if holder.role and holder.role not in PANEL_ROLES:
        raise ValidationError({"role": "A standing grant is given to a role of the Panel only."})


def check_impartial(by: User, holder: Holder, asker: User | None = None) -> None:
    """Nobody decides on access for themselves, their own people or a role that they hold.

    SECURITY: memberships and roles are looked up afresh. Raises ``PermissionDenied``.
    """
    own = User.objects.filter(pk=by.pk).values_list("organisation", flat=True).first()
    for person in filter(None, (holder.person, asker)):
        if person.pk == by.pk:
            raise PermissionDenied("Nobody decides on access for themselves.")
        theirs = User.objects.filter(pk=person.pk).values_list("organisation", flat=True).first()
        if own is not None and theirs == own:
            raise PermissionDenied("Nobody decides on access for a colleague of theirs.")
    if holder.organisation is not None and holder.organisation.pk == own:
        raise PermissionDenied("Nobody decides on access for their own organisation.")
    if holder.role and has_role(by, Role(holder.role)):
        raise PermissionDenied("Nobody decides on access for a role that they hold.")


def carrier_of(holder: Holder) -> User | Group:
    """Who carries guardian's permission: the person, or the organisation's or role's group."""
    if holder.organisation is not None:
        return holder.organisation.group
    if holder.role:
        return Group.objects.get_or_create(name=group_name(holder.role))[0]
    assert holder.person is not None  # noqa: S101  # the database says: one of the three
    return holder.person


def _check_not_ceased(organisation: Organisation | None, field: str) -> None:
    ceased = organisation.ceased_on if organisation is not None else None
    if ceased is not None and ceased <= timezone.localdate():
        raise ValidationError({field: f"{organisation} ceased to be a SEC Party."})
