"""Zigbee records and their radios (F2.34)."""

from django.db import models
from django.db.models import Q

from cpl.models import DeviceModel
from firmware.choices import RecordState
from sec_registry.audit.constraints import LedgerGuarded
from sec_registry.audit.history import AuditTrail


class ZigbeeRecord(models.Model):
    """The Zigbee record of a Device Model, with a contact of its own (F2.33).

    The contact is filled from the same submission as the firmware record's and kept apart from
    it, so that nothing of the Firmware Information Repository leaves through this register.
    """

    device_model = models.OneToOneField(
        DeviceModel,
        verbose_name="Device Model",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="zigbee_record",
    )
    state = models.CharField(max_length=12, choices=RecordState.choices)
    contact_email = models.EmailField(blank=True)
    contact_telephone = models.CharField(max_length=40, blank=True)
    contact_address = models.TextField(blank=True)

    history = AuditTrail(
        ledger=True, redacted=("contact_email", "contact_telephone", "contact_address")
    )

    class Meta:
        verbose_name = "Zigbee record"
        verbose_name_plural = "Zigbee records"
        ordering = ["device_model"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RecordState.PROVIDED)
                & ~Q(contact_email="")
                & ~Q(contact_telephone="")
                & ~Q(contact_address="")
                | Q(state=RecordState.NOT_PROVIDED),
                name="zigbee_record_provided_in_full",
            ),
            LedgerGuarded(name="zigbee_record_ledger"),
        ]

    def __str__(self) -> str:
        return f"Zigbee record of CPL {self.device_model_id}"


class Radio(models.Model):
    """One radio: chipset vendor and stack version, verbatim. A dual-band hub has two."""

    record = models.ForeignKey(ZigbeeRecord, on_delete=models.PROTECT, related_name="radios")
    position = models.PositiveSmallIntegerField()
    chipset_vendor = models.CharField("ZigBee chipset vendor", max_length=120)
    stack_version = models.CharField("ZigBee stack version", max_length=64)

    history = AuditTrail(ledger=True, redacted=("chipset_vendor", "stack_version"))

    class Meta:
        ordering = ["record", "position"]
        constraints = [
            models.UniqueConstraint(fields=["record", "position"], name="radio_position_once"),
            models.CheckConstraint(
                condition=~Q(chipset_vendor="") & ~Q(stack_version=""), name="radio_described"
            ),
            LedgerGuarded(name="zigbee_radio_ledger"),
        ]

    def __str__(self) -> str:
        return f"Radio {self.position} of CPL {self.record_id}"
