"""Tables the Panel keeps: Physical Device Types, what each needs, and Manufacturers.

Device types and required schemes are policy and change outside acceptances; a Manufacturer's name
stands in every document of theirs, so it changes only through the ledger.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from cpl.choices import MANUFACTURER_CODE, Generation, Scheme, Specification
from sec_registry.audit.constraints import LedgerGuarded
from sec_registry.audit.history import AuditTrail


class DeviceType(models.Model):
    """A Physical Device Type (Appendix Z 2.1, F2.14) and the specification it is certified to."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=80)
    specification = models.CharField(max_length=8, choices=Specification.choices)
    position = models.PositiveSmallIntegerField(default=0)
    named_in_f2_14 = models.BooleanField(
        "named in F2.14",
        default=False,
        help_text="The Firmware Information Repository covers the Devices that F2.14 names, and "
        "only these: without it no Device Model of the type can be added.",
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "Physical Device Type"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class RequiredScheme(models.Model):
    """Policy: a Device Model of this type and generation needs a certificate of this scheme."""

    device_type = models.ForeignKey(
        DeviceType, on_delete=models.PROTECT, related_name="required_schemes"
    )
    generation = models.CharField(
        max_length=8, choices=Generation.choices, default=Generation.SMETS2_PLUS
    )
    scheme = models.CharField(max_length=8, choices=Scheme.choices)

    history = AuditTrail()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device_type", "generation", "scheme"], name="scheme_once_per_type"
            ),
            models.CheckConstraint(
                condition=Q(generation__in=Generation.values), name="required_generation_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.generation} {self.device_type_id} needs {self.get_scheme_display()}"


class Manufacturer(models.Model):
    """A Manufacturer by its four-digit code; earlier names are in its history, with dates."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=120)

    history = AuditTrail(ledger=True, redacted=("name",))

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=MANUFACTURER_CODE), name="manufacturer_code_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="manufacturer_named"),
            LedgerGuarded(name="cpl_manufacturer_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ManufacturerOrganisation(models.Model):
    """An organisation that speaks for a Manufacturer; kept by the Panel."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="organisations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="manufacturers"
    )

    history = AuditTrail()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manufacturer", "organisation"], name="organisation_once_per_manufacturer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} speaks for {self.manufacturer_id}"


class CpaNoticePeriod(models.Model):
    """Policy: so many months before a CPA date a notice is sent."""

    months = models.PositiveSmallIntegerField(
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="Months before the date.",
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "period of CPA notices"
        verbose_name_plural = "periods of CPA notices"
        ordering = ["-months"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=120), name="cpa_notice_period_in_months"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months} month{'' if self.months == 1 else 's'} before"
