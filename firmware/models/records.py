"""Firmware records: whom to call and what the Manufacturer says of a release."""

from django.db import models
from django.db.models import Q

from cpl.models import DeviceModel, Manufacturer
from firmware.choices import RecordState, UpgradeState
from sec_registry.audit.constraints import LedgerGuarded
from sec_registry.audit.history import AuditTrail


class ContactPoint(models.Model):
    """Manufacturer contact details (F2.15(b)), shared by that Manufacturer's records."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="contact_points"
    )
    email = models.EmailField()
    telephone = models.CharField(max_length=40)
    address = models.TextField("business address")

    history = AuditTrail(ledger=True, redacted=("email", "telephone", "address"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manufacturer", "email", "telephone", "address"], name="contact_point_once"
            ),
            models.CheckConstraint(
                condition=~Q(email="") & ~Q(telephone="") & ~Q(address=""),
                name="contact_point_complete",
            ),
            LedgerGuarded(name="firmware_contact_point_ledger"),
        ]

    def __str__(self) -> str:
        return self.email


class FirmwareRecord(models.Model):
    """The one record that F2.15(a) ties to a CPL record."""

    device_model = models.OneToOneField(
        DeviceModel,
        verbose_name="Device Model",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="firmware_record",
    )
    state = models.CharField(max_length=12, choices=RecordState.choices)
    contact = models.ForeignKey(
        ContactPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    release_notes = models.TextField(blank=True)
    upgrade = models.CharField(max_length=14, choices=UpgradeState.choices)

    history = AuditTrail(ledger=True, redacted=("release_notes",))

    class Meta:
        verbose_name = "firmware record"
        ordering = ["device_model"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RecordState.PROVIDED, contact__isnull=False)
                & ~Q(release_notes="")
                | Q(state=RecordState.NOT_PROVIDED),
                name="firmware_record_provided_in_full",
            ),
            models.CheckConstraint(
                condition=Q(upgrade__in=UpgradeState.values), name="firmware_upgrade_state_known"
            ),
            LedgerGuarded(name="firmware_record_ledger"),
        ]

    def __str__(self) -> str:
        return f"Firmware record of CPL {self.device_model_id}"
