"""What DCC has been given of the Central Products List, and has loaded: one row for each record of
each publication.

Published is not loaded: a Device that DCC's systems do not know cannot be used, whatever the list
says. The rows lie here, so that every room may say of a record that it is not loaded yet; who may
enter results, and which may follow which, is ``sec_registry.deliveries``'s business.
"""

from django.db import models
from django.db.models import Q

from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.audit.constraints import AppendOnly


class DeliveryState(models.TextChoices):
    """How far a published record has come on its way into DCC's systems."""

    PREPARED = "prepared", "Prepared"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    LOADED = "loaded", "Loaded"
    FAILED = "failed", "Failed"


class Delivery(models.Model):
    """The delivery of one record as one publication changed it.

    ``recorded_at``, ``recorded_by`` and ``reason`` are those of the last step; while nobody has
    entered anything, of the publication itself.
    """

    publication = models.ForeignKey(
        "registers.Publication", on_delete=models.PROTECT, related_name="deliveries"
    )
    cpl_number = models.PositiveIntegerField("CPL number")
    state = models.CharField(
        max_length=12, choices=DeliveryState.choices, default=DeliveryState.PREPARED
    )
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    recorded_at = models.DateTimeField("recorded")
    recorded_by = models.CharField("recorded by", max_length=254, blank=True)

    class Meta:
        verbose_name = "delivery to DCC"
        verbose_name_plural = "deliveries to DCC"
        ordering = ["-publication", "cpl_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "cpl_number"], name="delivery_once_per_publication"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.FAILED, reason=""),
                name="delivery_failed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["cpl_number", "publication"], name="delivery_of_record"),
            # What is loaded stays and grows; what is under way is a handful, and asked for often.
            models.Index(
                fields=["publication", "cpl_number"],
                name="delivery_under_way",
                condition=~Q(state=DeliveryState.LOADED),
            ),
        ]

    def __str__(self) -> str:
        return f"CPL {self.cpl_number} of publication {self.publication_id}: {self.state}"


class DeliveryStep(models.Model):
    """One result entered: from which state to which, by whom, when and why. Kept for good."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField("from", max_length=12, choices=DeliveryState.choices)
    after = models.CharField("to", max_length=12, choices=DeliveryState.choices)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    organisation = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "step of a delivery"
        verbose_name_plural = "steps of deliveries"
        ordering = ["id"]
        constraints = [AppendOnly(name="delivery_step_kept")]

    def __str__(self) -> str:
        return f"{self.before} to {self.after} by {self.by}"
