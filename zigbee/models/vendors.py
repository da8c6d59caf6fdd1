"""Chipset vendors and how they are spelled: the Security Sub Committee's table (policy)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from sec_registry.audit.history import AuditTrail
from zigbee.security.versions import spelled


class VendorSpelling(models.Model):
    """One more way to write a chipset vendor's name.

    Nothing else is kept of vendors: a spelling that is not listed stands for itself, and case,
    blanks and hyphens never make a difference.

    SECURITY: who makes chipsets for whom is what the repository keeps, so only the committee's
    members see the table.
    """

    spelling = models.CharField(max_length=120, help_text="As Zigbee records have it.")
    vendor = models.CharField(
        "chipset vendor", max_length=120, help_text="Whom it means, as the committee calls them."
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "spelling of a chipset vendor"
        verbose_name_plural = "spellings of chipset vendors"
        ordering = ["vendor", "spelling"]
        constraints = [
            models.UniqueConstraint(
                Lower("spelling"),
                name="vendor_spelling_once",
                violation_error_message="This spelling is listed already.",
            ),
            models.CheckConstraint(
                condition=~Q(spelling="") & ~Q(vendor=""), name="vendor_spelling_says_both"
            ),
            models.CheckConstraint(
                condition=~Q(spelling=F("vendor")), name="vendor_spelling_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spelling} = {self.vendor}"

    def clean(self) -> None:
        """Each spelling leads to one vendor, and in one step."""
        if not self.spelling or not self.vendor:
            return  # The fields have said so.
        own, vendor = spelled(self.spelling), spelled(self.vendor)
        if not own or not vendor:
            raise ValidationError("Letters or digits are needed in both.")
        if own == vendor:
            raise ValidationError({"spelling": "These are the same already."})
        for other in VendorSpelling.objects.exclude(pk=self.pk):
            if spelled(other.spelling) == own:
                raise ValidationError({"spelling": f"Listed already: {other}."})
            if spelled(other.vendor) == own:
                told = f"This is what the committee calls a vendor: {other}."
                raise ValidationError({"spelling": told})
            if spelled(other.spelling) == vendor:
                raise ValidationError({"vendor": f"This is a spelling itself: {other}."})
