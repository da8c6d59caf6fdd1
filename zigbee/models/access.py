"""Who may see which Zigbee records, and until when (F2.38).

A scope carries guardian's permission rows; the grant beside it carries purpose and dates. Reading
needs both: a permission without a grant in force, or a grant without its permission, opens nothing.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from sec_registry.audit.history import AuditTrail
from sec_registry.registers.guardian import GroupObjectPermissionBase, UserObjectPermissionBase
from zigbee.choices import ScopeKind


class AccessScope(models.Model):
    """A set of Zigbee records: all, one device type, one Manufacturer, or one CPL number."""

    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    value = models.CharField(max_length=16, blank=True)

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
        return f"{self.get_kind_display()} {self.value}".strip()


class AccessScopeUserPermission(UserObjectPermissionBase):
    """Guardian's permission row of a person on a scope."""

    content_object = models.ForeignKey(AccessScope, on_delete=models.CASCADE)


class AccessScopeGroupPermission(GroupObjectPermissionBase):
    """Guardian's permission row of an organisation's group on a scope."""

    content_object = models.ForeignKey(AccessScope, on_delete=models.CASCADE)


class AccessGrant(models.Model):
    """The Security Sub Committee's decision that somebody may see a scope, with an end."""

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
    purpose = models.TextField()
    starts = models.DateTimeField()
    until = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    revocation_reason = models.CharField(max_length=500, blank=True)

    history = AuditTrail()

    class Meta:
        verbose_name = "access grant"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="grant_to_person_or_organisation",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("starts")), name="grant_ends_later"),
            models.CheckConstraint(condition=~Q(purpose=""), name="grant_has_purpose"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("decided_by")),
                name="grant_not_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="grant_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Grant {self.pk}: {self.scope} to {self.person or self.organisation}"
