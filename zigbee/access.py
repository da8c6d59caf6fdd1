"""Who may read which Zigbee records: the Security Sub Committee gives and takes access (F2.38).

Its members see everything. For everybody else a right needs two things at once: guardian's
permission on a scope, and a grant on that scope in force now, to them, to their organisation
(unless it ceased) or to a Panel role that they hold. Being a superuser or Panel staff alone opens
nothing.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RoleHolding, User
from accounts.people import is_ssc
from sec_registry.registers.declaration import Reader
from sec_registry.registers.guardian import objects_permitted, objects_permitted_to_group
from sec_registry.registers.reach import NOTHING, Reach, everything
from zigbee.choices import PANEL_ROLES, ScopeKind
from zigbee.models import AccessGrant, AccessScope
from zigbee.models.access import OPENED, holder_there

#: Guardian's permission on a scope.
READ = "zigbee.read_zigbee"
#: By what right members read, and how a right by grants begins, in the record of disclosures.
MEMBERS_RIGHT, GRANTS_RIGHT = "Security Sub Committee", "grant "
_ANY_GRANT = """
SELECT 1 FROM zigbee_accessgrant
WHERE revoked_at IS NULL AND starts <= %s AND until > %s
    AND (members_needed = 1 OR countersigned_by_id IS NOT NULL)
    AND (person_id = %s
         OR organisation_id = (SELECT organisation_id FROM accounts_user WHERE id = %s)
         OR role IN (SELECT role FROM accounts_roleholding
                     WHERE user_id = %s AND ended_at IS NULL AND starts <= %s
                         AND (until IS NULL OR until > %s)))
LIMIT 1
"""


def admits(user: Reader) -> bool:
    """Whether the person may knock: anybody who is signed in and active."""
    return isinstance(user, User) and User.objects.filter(pk=user.pk, is_active=True).exists()


def reach(user: Reader) -> Reach:
    """How far the person's right goes now; ``right`` names the grants it comes from."""
    if not isinstance(user, User):
        return NOTHING
    if is_ssc(user):
        return everything(MEMBERS_RIGHT)
    if not _may_hold_a_grant(user):
        return NOTHING
    return _reach_of(grants_in_force(user).select_related("scope").order_by("pk"))


def grants_in_force(user: User) -> QuerySet[AccessGrant]:
    """The grants that open something to the person now.

    SECURITY: the person, the organisation and the roles are looked up afresh, so that a grant
    does not outlive an account, a membership, a Party or a role.
    """
    now = timezone.now()
    to_person = Q(person=user.pk)
    to_organisation = Q(organisation__people=user.pk, organisation__people__is_active=True)
    theirs = objects_permitted(user, READ, AccessScope.objects.all())
    within = Q(scope__in=theirs) & (to_person | to_organisation)
    held = RoleHolding.objects.in_force(now).filter(user=user.pk, role__in=PANEL_ROLES)
    for role in held.values_list("role", flat=True):
        within |= Q(role=role, scope__in=_open_to_role(role))
    return AccessGrant.objects.filter(
        within,
        OPENED,
        holder_there(now),
        starts__lte=now,
        until__gt=now,
        revoked_at__isnull=True,
    ).distinct()


def group_name(role: str) -> str:
    """The group that carries guardian's permission for a Panel role.

    SECURITY: nobody is ever in it, and being in it would open nothing: who holds the role is asked
    of the role holdings.
    """
    return f"Role: {role}"


def _open_to_role(role: str) -> QuerySet[AccessScope]:
    return objects_permitted_to_group(group_name(role), READ, AccessScope.objects.all())


def _may_hold_a_grant(user: User) -> bool:
    """Whether any grant in time names the person, their organisation or a role of theirs.

    Nearly everybody holds none, and this says so in a hundredth of the time that composing the
    whole question takes; of the others that question decides.
    """
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_ANY_GRANT, [moment, moment, *[user.pk] * 3, moment, moment])
        return cursor.fetchone() is not None


def _reach_of(grants: Iterable[AccessGrant]) -> Reach:
    found = list(grants)
    if not found:
        return NOTHING
    right = ", ".join(f"{GRANTS_RIGHT}{grant.pk}" for grant in found)
    values: dict[str, set[str]] = {kind: set() for kind in ScopeKind.values}
    for grant in found:
        if grant.scope.kind == ScopeKind.ALL:
            return everything(right)
        values[grant.scope.kind].update(grant.scope.values)
    return Reach(
        right=right,
        device_types=frozenset(values[ScopeKind.DEVICE_TYPE]),
        manufacturers=frozenset(values[ScopeKind.MANUFACTURER]),
        numbers=frozenset(int(value) for value in values[ScopeKind.RECORD]),
    )
