"""Assurance Certificates and the Device Models each covers (2.1(f), (g))."""

from django.db import models
from django.db.models import F, Q

from cpl.choices import DateKind, Scheme
from cpl.models.device_models import DeviceModel
from sec_registry.audit.constraints import LedgerGuarded
from sec_registry.audit.history import AuditTrail


class AssuranceCertificate(models.Model):
    """A certificate by its scheme and identification number; one may cover many Device Models."""

    scheme = models.CharField(max_length=8, choices=Scheme.choices)
    number = models.CharField(max_length=120)
    standard_version = models.CharField(max_length=80)
    date = models.DateField("expiry or renewal date", null=True, blank=True)
    date_kind = models.CharField(max_length=8, choices=DateKind.choices, blank=True)
    security_characteristics_version = models.CharField(max_length=40, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    history = AuditTrail(ledger=True, redacted=("number", "standard_version"))

    class Meta:
        verbose_name = "Assurance Certificate"
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="certificate_once"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(standard_version=""), name="certificate_identified"
            ),
            models.CheckConstraint(
                condition=Q(
                    scheme=Scheme.CPA,
                    date__isnull=False,
                    date_kind__in=DateKind.values,
                )
                & ~Q(security_characteristics_version="")
                | ~Q(scheme=Scheme.CPA)
                & Q(date__isnull=True, date_kind="", security_characteristics_version=""),
                name="certificate_date_belongs_to_cpa",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="certificate_not_its_own_successor",
            ),
            LedgerGuarded(name="cpl_certificate_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number}"


class DeviceModelCertificate(models.Model):
    """The link from a Device Model to a certificate, with its own history."""

    device_model = models.ForeignKey(
        DeviceModel,
        verbose_name="Device Model",
        on_delete=models.PROTECT,
        related_name="certificate_links",
    )
    certificate = models.ForeignKey(
        AssuranceCertificate, on_delete=models.PROTECT, related_name="device_model_links"
    )

    history = AuditTrail(ledger=True)

    class Meta:
        verbose_name = "Assurance Certificate of a Device Model"
        verbose_name_plural = "Assurance Certificates of Device Models"
        constraints = [
            models.UniqueConstraint(
                fields=["device_model", "certificate"], name="certificate_once_per_device_model"
            ),
            LedgerGuarded(name="cpl_certificate_link_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} covers CPL {self.device_model_id}"
