"""Roles, held by people for a time and given by a verb; Django's groups are never ticked.

A role of the Security Sub Committee (SSC) is in force only once another member has countersigned
it. The very first members are the exception: they are appointed on the command line
(``bootstrap``), which works only while no such role has ever been in force.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from sec_registry.audit.history import AuditTrail


class Role(models.TextChoices):
    """What somebody may be in the registry, beside one of an organisation's people."""

    PANEL_ADMINISTRATOR = "PANEL_ADMINISTRATOR", "Panel administrator"
    PANEL_REVIEWER = "PANEL_REVIEWER", "Panel reviewer"
    SECURITY_SUB_COMMITTEE = "SECURITY_SUB_COMMITTEE", "Security Sub Committee"
    AUDITOR = "AUDITOR", "Auditor"


_SSC = models.Q(role=Role.SECURITY_SUB_COMMITTEE)
_SIGNED = models.Q(countersigned_by__isnull=False) | models.Q(bootstrap=True)


class RoleHoldingQuerySet(models.QuerySet["RoleHolding"]):
    """The states of a role holding, each said once."""

    def signed(self) -> "RoleHoldingQuerySet":
        """Not waiting for a countersignature, past ones included."""
        return self.filter(~_SSC | _SIGNED)

    def open(self, at: datetime | None = None) -> "RoleHoldingQuerySet":
        """Not ended and not run out; perhaps not begun or not countersigned yet."""
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gt=at or timezone.now()),
            ended_at__isnull=True,
        )

    def in_force(self, at: datetime | None = None) -> "RoleHoldingQuerySet":
        """What counts: begun, not over, countersigned where needed, held by an active person."""
        now = at or timezone.now()
        return self.open(now).signed().filter(starts__lte=now, user__is_active=True)

    def awaiting_countersignature(self) -> "RoleHoldingQuerySet":
        """Given roles of the SSC that no member has countersigned yet."""
        return self.open().filter(_SSC).exclude(_SIGNED)


class RoleHolding(models.Model):
    """That somebody holds a role: from when, until when, given and countersigned by whom."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="role_holdings",
        verbose_name="person",
    )
    role = models.CharField(max_length=30, choices=Role.choices)
    starts = models.DateTimeField("from", default=timezone.now)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is ended.")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="roles_given",
    )
    given_by_text = models.CharField("given by", max_length=254, editable=False)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="roles_countersigned",
    )
    countersigned_at = models.DateTimeField(null=True, blank=True, editable=False)
    bootstrap = models.BooleanField("first member", default=False, editable=False)
    ended_at = models.DateTimeField("ended", null=True, blank=True, editable=False)
    ended_by_text = models.CharField("ended by", max_length=254, blank=True, editable=False)
    reason = models.CharField(max_length=300, help_text="Why the role is given, such as a minute.")

    objects = RoleHoldingQuerySet.as_manager()
    history = AuditTrail()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="role_holding_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("starts")),
                name="role_holding_until_after_start",
                violation_error_message="A role ends after it starts.",
            ),
            models.CheckConstraint(
                condition=~models.Q(countersigned_by=models.F("user"))
                & ~models.Q(countersigned_by=models.F("given_by")),
                name="role_holding_countersigned_by_another",
                violation_error_message=(
                    "Neither the holder nor the giver of a role can countersign it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    _SSC | models.Q(bootstrap=False),
                    countersigned_by__isnull=True,
                    countersigned_at__isnull=True,
                )
                | models.Q(
                    _SSC,
                    bootstrap=False,
                    countersigned_by__isnull=False,
                    countersigned_at__isnull=False,
                ),
                name="role_holding_only_ssc_countersigned",
                violation_error_message=(
                    "Only a role of the Security Sub Committee is countersigned."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by_text="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by_text="")),
                name="role_holding_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ended_at__isnull=True, until__isnull=True),
                name="role_holding_once_without_end",
                violation_error_message="This person holds the role already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

    @property
    def awaits_countersignature(self) -> bool:
        """Whether a member of the SSC still has to sign."""
        needed = self.role == Role.SECURITY_SUB_COMMITTEE and not self.bootstrap
        return needed and self.countersigned_by_id is None and self.ended_at is None

    def is_over(self) -> bool:
        """Whether the holding was ended or has run out."""
        expired = self.until is not None and self.until <= timezone.now()
        return expired or self.ended_at is not None

    @property
    def state(self) -> str:
        """Where the holding stands now, in a word or two for a screen."""
        if self.is_over():
            return "ended" if self.ended_at is not None else "expired"
        if self.awaits_countersignature:
            return "awaits countersignature"
        if not self.user.is_active:
            return "person inactive"
        return "not yet begun" if self.starts > timezone.now() else "in force"
