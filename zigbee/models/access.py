"""Who may see which Zigbee records, and until when (F2.38).

A scope carries guardian's permission rows; the grant beside it carries purpose and dates. Reading
needs both: a permission without a grant in force, or a grant without its permission, opens nothing.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, Role
from sec_registry.audit.history import AuditTrail
from sec_registry.registers.guardian import GroupObjectPermissionBase, UserObjectPermissionBase
from zigbee.choices import PANEL_ROLES, GrantState, ScopeKind

#: So many device types, Manufacturers or CPL numbers make up one scope.
MOST_VALUES = 100
#: What counts once it is in time: one member's decision, or that of two where two are needed.
OPENED = Q(members_needed=1) | Q(countersigned_by__isnull=False)


def holder_there(at: datetime) -> Q:
    """Whose holder is there to read: no Party that has ceased, no account that is closed."""
    not_ceased = Q(organisation__ceased_on__isnull=True) | Q(
        organisation__ceased_on__gt=timezone.localdate(at)
    )
    return not_ceased & (Q(person__isnull=True) | Q(person__is_active=True))


class AccessScope(models.Model):
    """A set of Zigbee records: all, or those of device types, Manufacturers or CPL numbers.

    ``value`` lists them in order with commas between, each once, so that a set has one row.
    """

    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    value = models.CharField(max_length=1200, blank=True)

    class Meta:
        verbose_name = "access scope"
        permissions = [("read_zigbee", "May read the Zigbee records of the scope")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="access_scope_once"),
            models.CheckConstraint(
                condition=Q(kind=ScopeKind.ALL, value="")
                | Q(kind__in=[ScopeKind.DEVICE_TYPE, ScopeKind.MANUFACTURER, ScopeKind.RECORD])
                & ~Q(value=""),
                name="access_scope_value_fits",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == ScopeKind.RECORD:
            return f"CPL {', '.join(self.values)}"
        if self.kind == ScopeKind.ALL:
            return "All records"
        what = "Device type" if self.kind == ScopeKind.DEVICE_TYPE else "Manufacturer"
        return f"{what}{'s' if len(self.values) > 1 else ''} {', '.join(self.values)}"

    @property
    def values(self) -> list[str]:
        """The device types, Manufacturers or CPL numbers; none of all records."""
        return self.value.split(",") if self.value else []


class AccessScopeUserPermission(UserObjectPermissionBase):
    """Guardian's permission row of a person on a scope."""

    content_object = models.ForeignKey(AccessScope, on_delete=models.CASCADE)


class AccessScopeGroupPermission(GroupObjectPermissionBase):
    """Guardian's permission row of an organisation's, or a Panel role's, group on a scope."""

    content_object = models.ForeignKey(AccessScope, on_delete=models.CASCADE)


class AccessGrant(models.Model):
    """The Security Sub Committee's decision that somebody may see a scope, with an end.

    Where two members are needed it is a proposal until another one countersigns it.
    """

    scope = models.ForeignKey(AccessScope, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="zigbee_grants",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="zigbee_grants",
    )
    role = models.CharField(
        "Panel role",
        max_length=30,
        choices=[(each.value, each.label) for each in PANEL_ROLES],
        blank=True,
    )
    request = models.ForeignKey(
        "AccessRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    purpose = models.TextField()
    starts = models.DateTimeField()
    until = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    members_needed = models.PositiveSmallIntegerField(
        default=1, help_text="How many members decide, by the policy of the day."
    )
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    revocation_reason = models.CharField(max_length=500, blank=True)

    history = AuditTrail(redacted=("purpose", "revocation_reason", "history_change_reason"))

    class Meta:
        verbose_name = "access grant"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True, role="")
                | Q(person__isnull=True, organisation__isnull=False, role="")
                | Q(person__isnull=True, organisation__isnull=True, role__in=PANEL_ROLES),
                name="grant_to_person_organisation_or_role",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(revoked_at__isnull=True),
                name="grant_once_for_a_request",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("starts")), name="grant_ends_later"),
            models.CheckConstraint(condition=~Q(purpose=""), name="grant_has_purpose"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("decided_by")),
                name="grant_not_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True, countersigned_at__isnull=True)
                | Q(
                    members_needed=2,
                    countersigned_by__isnull=False,
                    countersigned_at__isnull=False,
                ),
                name="grant_countersigned_where_needed",
            ),
            models.CheckConstraint(
                condition=Q(members_needed__in=(1, 2)), name="grant_by_one_or_two"
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True)
                | ~Q(countersigned_by=F("decided_by"))
                & (Q(person__isnull=True) | ~Q(countersigned_by=F("person"))),
                name="grant_countersigned_by_another",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="grant_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Grant {self.pk}: {self.scope} to {self.holder}"

    @property
    def holder(self) -> str:
        """For whom it is, in words."""
        return str(self.person or self.organisation or Role(self.role).label)

    @property
    def opened(self) -> bool:
        """Whether as many members decided as are needed."""
        return self.countersigned_by_id is not None or self.members_needed == 1

    @property
    def awaits_another(self) -> bool:
        """Whether it is a proposal that another member has still to countersign."""
        return not self.opened and self.revoked_at is None

    @property
    def suspended(self) -> bool:
        """Whether its holder is not there to read by it now, as ``holder_there`` has it."""
        if self.organisation is not None:
            ceased = self.organisation.ceased_on
            return ceased is not None and ceased <= timezone.localdate()
        return self.person is not None and not self.person.is_active

    @property
    def state(self) -> GrantState:
        """Where it stands now."""
        now = timezone.now()
        if self.revoked_at is not None:
            return GrantState.REVOKED
        if self.until <= now:
            return GrantState.EXPIRED
        if not self.opened:
            return GrantState.PROPOSED
        if self.starts > now:
            return GrantState.NOT_BEGUN
        return GrantState.SUSPENDED if self.suspended else GrantState.IN_FORCE
