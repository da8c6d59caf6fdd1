"""Device Models and what belongs to one of them alone."""

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from cpl.choices import (
    FIRMWARE_VERSION,
    HASH,
    SMETS1_VERSION,
    SPEC_VERSION,
    Coding,
    Generation,
    Specification,
    Status,
)
from cpl.models.policy import DeviceType, Manufacturer
from sec_registry.audit.constraints import LedgerGuarded
from sec_registry.audit.history import AuditTrail


class DeviceModel(models.Model):
    """A Device Model on the Central Products List; its CPL number is for ever."""

    cpl_number = models.PositiveIntegerField("CPL number", primary_key=True)
    device_type = models.ForeignKey(DeviceType, on_delete=models.PROTECT, related_name="+")
    generation = models.CharField(max_length=8, choices=Generation.choices)
    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="device_models"
    )
    model_identifier = models.CharField(max_length=64)
    model_name = models.CharField(max_length=120, blank=True)
    hardware_version = models.CharField(max_length=64)
    firmware_version = models.CharField(max_length=8)
    firmware_coding = models.CharField(max_length=3, choices=Coding.choices)
    esme_variant = models.CharField("ESME variant", max_length=16, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.CURRENT)
    status_date = models.DateField()
    removal_reason = models.CharField(max_length=500, blank=True)
    removal_authority = models.CharField(max_length=200, blank=True)
    removal_reason_public = models.BooleanField(default=False)
    removal_planned_for = models.DateField(null=True, blank=True, db_index=True)
    removal_decided_in = models.PositiveIntegerField(null=True, blank=True, help_text="Publication")
    organisation_of_record = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_in = models.PositiveIntegerField(help_text="Publication")
    amended_in = models.PositiveIntegerField(null=True, blank=True, help_text="Publication")
    corrected_in = models.PositiveIntegerField(null=True, blank=True, help_text="Publication")
    corrected_on = models.DateField(null=True, blank=True)
    correction_reason = models.CharField(max_length=500, blank=True)
    correction_reason_public = models.BooleanField(default=False)

    history = AuditTrail(
        ledger=True,
        redacted=(
            "model_identifier",
            "model_name",
            "hardware_version",
            "esme_variant",
            "removal_reason",
            "removal_authority",
            "correction_reason",
            "history_change_reason",
        ),
    )

    class Meta:
        verbose_name = "Device Model"
        ordering = ["cpl_number"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "device_type",
                    "manufacturer",
                    "model_identifier",
                    "hardware_version",
                    "firmware_version",
                ],
                condition=Q(status=Status.CURRENT),
                name="device_model_identity_current_once",
            ),
            models.CheckConstraint(condition=Q(cpl_number__gt=0), name="cpl_number_positive"),
            models.CheckConstraint(
                condition=Q(firmware_version__regex=FIRMWARE_VERSION), name="firmware_version_form"
            ),
            models.CheckConstraint(
                condition=Q(generation__in=Generation.values), name="generation_known"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="status_known"),
            models.CheckConstraint(
                condition=Q(firmware_coding__in=Coding.values), name="firmware_coding_known"
            ),
            models.CheckConstraint(
                condition=~Q(model_identifier="") & ~Q(hardware_version=""),
                name="device_model_identified",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CURRENT)
                | (~Q(removal_reason="") & ~Q(removal_authority="")),
                name="removal_has_reason_and_authority",
            ),
            models.CheckConstraint(
                condition=Q(removal_planned_for__isnull=True)
                | Q(status=Status.CURRENT, removal_decided_in__isnull=False)
                & ~Q(removal_reason="")
                & ~Q(removal_authority=""),
                name="planned_removal_decided_in_full",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.REMOVED)
                | Q(removal_planned_for__isnull=False)
                | Q(
                    removal_reason="",
                    removal_authority="",
                    removal_reason_public=False,
                    removal_decided_in__isnull=True,
                ),
                name="removal_told_only_of_what_goes",
            ),
            models.CheckConstraint(
                condition=Q(
                    corrected_in__isnull=True,
                    corrected_on__isnull=True,
                    correction_reason="",
                    correction_reason_public=False,
                )
                | Q(corrected_in__isnull=False, corrected_on__isnull=False)
                & ~Q(correction_reason=""),
                name="correction_has_day_and_reason",
            ),
            LedgerGuarded(name="cpl_device_model_ledger"),
        ]

    def __str__(self) -> str:
        return (
            f"CPL {self.cpl_number}: {self.device_type_id} {self.manufacturer_id} "
            f"{self.model_identifier} {self.hardware_version} {self.firmware_version}"
        )


class SpecificationPair(models.Model):
    """A SMETS or CHTS version with its GBCS version (2.1(d)); SMETS1 has version 1.2 alone."""

    device_model = models.ForeignKey(
        DeviceModel,
        verbose_name="Device Model",
        on_delete=models.PROTECT,
        related_name="specifications",
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=8, choices=Specification.choices)
    version = models.CharField(max_length=16)
    gbcs_version = models.CharField("GBCS version", max_length=16, blank=True)

    history = AuditTrail(ledger=True)

    class Meta:
        ordering = ["device_model", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["device_model", "name", "version", "gbcs_version"],
                name="specification_pair_once",
            ),
            models.CheckConstraint(
                condition=Q(version__regex=SPEC_VERSION), name="specification_version_form"
            ),
            models.CheckConstraint(
                condition=~Q(gbcs_version="") | Q(name=Specification.SMETS, version=SMETS1_VERSION),
                name="gbcs_version_missing_only_for_smets1",
            ),
            LedgerGuarded(name="cpl_specification_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}" + (
            f" with GBCS {self.gbcs_version}" if self.gbcs_version else ""
        )


class ManufacturerImage(models.Model):
    """The Manufacturer Image associated with a Device Model (2.1(h)): all three or none."""

    device_model = models.OneToOneField(
        DeviceModel,
        verbose_name="Device Model",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="image",
    )
    creator = models.CharField(max_length=200)
    descriptor = models.CharField(max_length=300)
    hash = models.CharField(
        "Hash", max_length=64, db_index=True, help_text="SHA-256 of the image alone"
    )

    history = AuditTrail(ledger=True, redacted=("creator", "descriptor"))

    class Meta:
        verbose_name = "Manufacturer Image"
        constraints = [
            models.CheckConstraint(condition=Q(hash__regex=HASH), name="image_hash_form"),
            models.CheckConstraint(
                condition=~Q(creator="") & ~Q(descriptor=""), name="image_all_three_or_none"
            ),
            LedgerGuarded(name="cpl_image_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.descriptor} by {self.creator}"
