"""Requests for access to Zigbee records, which the Security Sub Committee decides (F2.38)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Role
from sec_registry.audit.history import AuditTrail
from zigbee.choices import PANEL_ROLES, RequestState
from zigbee.models.access import AccessGrant, AccessScope

#: Not decided yet.
OPEN = Q(state__in=(RequestState.WAITING, RequestState.PROPOSED))


class AccessRequest(models.Model):
    """Somebody's wish to see a scope, what for and until when, and what became of it.

    ``decision`` is the committee's text for the requester. A renewal names the grant that it
    follows; what is granted names the request (``AccessGrant.request``).
    """

    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="zigbee_requests"
    )
    scope = models.ForeignKey(AccessScope, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(
        "Panel role",
        max_length=30,
        choices=[(each.value, each.label) for each in PANEL_ROLES],
        blank=True,
    )
    purpose = models.TextField()
    until = models.DateTimeField()
    renews = models.ForeignKey(
        AccessGrant, on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    asked_at = models.DateTimeField("asked")
    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    decision = models.TextField(blank=True)
    meeting = models.CharField("meeting reference", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("decided", null=True, blank=True)

    history = AuditTrail(redacted=("purpose", "decision", "meeting", "history_change_reason"))

    class Meta:
        verbose_name = "access request"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=F("requester"), organisation__isnull=True, role="")
                | Q(person__isnull=True, organisation__isnull=False, role="")
                | Q(person__isnull=True, organisation__isnull=True, role__in=PANEL_ROLES),
                name="request_for_oneself_organisation_or_role",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="request_has_purpose"),
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="request_ends_later"),
            models.CheckConstraint(
                condition=Q(
                    state__in=(RequestState.WAITING, RequestState.WITHDRAWN),
                    decided_by__isnull=True,
                    decision="",
                )
                | Q(
                    state__in=(
                        RequestState.PROPOSED,
                        RequestState.GRANTED,
                        RequestState.REFUSED,
                    ),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(decision="")
                & ~Q(meeting=""),
                name="request_decided_with_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requester")),
                name="request_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["renews"], condition=OPEN, name="request_renews_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}: {self.scope} for {self.holder}"

    @property
    def holder(self) -> str:
        """For whom it is, in words."""
        return str(self.person or self.organisation or Role(self.role).label)
