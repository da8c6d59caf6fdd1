"""Upgrade pathways: explicit edges from a baseline to a Device Model (F2.15(d))."""

from django.db import models
from django.db.models import F, Q

from cpl.models import DeviceModel
from firmware.choices import PathwayState
from sec_registry.audit.constraints import LedgerGuarded
from sec_registry.audit.history import AuditTrail


class UpgradePathway(models.Model):
    """One edge with its state; blocking it keeps both Device Models and every other edge."""

    baseline = models.ForeignKey(
        DeviceModel, on_delete=models.PROTECT, related_name="pathways_onward"
    )
    device_model = models.ForeignKey(
        DeviceModel,
        verbose_name="Device Model",
        on_delete=models.PROTECT,
        related_name="pathways_here",
    )
    state = models.CharField(
        max_length=8, choices=PathwayState.choices, default=PathwayState.DECLARED
    )
    blocked_reason = models.CharField(max_length=500, blank=True)
    blocked_since = models.DateField(null=True, blank=True)

    history = AuditTrail(ledger=True, redacted=("blocked_reason",))

    class Meta:
        verbose_name = "upgrade pathway"
        ordering = ["device_model", "baseline"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "device_model"], name="pathway_once"),
            models.CheckConstraint(
                condition=~Q(baseline=F("device_model")), name="pathway_leads_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=PathwayState.DECLARED, blocked_reason="", blocked_since__isnull=True
                )
                | Q(state=PathwayState.BLOCKED, blocked_since__isnull=False)
                & ~Q(blocked_reason=""),
                name="pathway_block_has_reason",
            ),
            LedgerGuarded(name="firmware_pathway_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id} → {self.device_model_id} ({self.state})"
