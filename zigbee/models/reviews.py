"""The Security Sub Committee's review of new and amended Zigbee records."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail
from sec_registry.registers.models import Publication
from zigbee.choices import ReviewState
from zigbee.models.records import ZigbeeRecord


class Review(models.Model):
    """One published state of a record that waits for, or has had, the committee's look."""

    record = models.ForeignKey(ZigbeeRecord, on_delete=models.PROTECT, related_name="reviews")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ReviewState.choices, default=ReviewState.UNREVIEWED
    )
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    history = AuditTrail(redacted=("note", "history_change_reason"))

    class Meta:
        ordering = ["record", "-publication"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "publication"], name="review_once_per_publication"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.UNREVIEWED, decided_by__isnull=True)
                | ~Q(state=ReviewState.UNREVIEWED)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="review_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.CONCERN) | ~Q(note=""),
                name="review_concern_has_note",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of CPL {self.record_id}: {self.get_state_display()}"
