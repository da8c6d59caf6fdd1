"""Organisations: SEC Parties and everybody else whose people use the registry.

Whether an organisation is a current SEC Party follows from accession and cessation alone. The
category never decides: DCC is a Party without one, and a manufacturer is no Party at all.
"""

from datetime import date

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from sec_registry.audit.history import AuditTrail


class PartyCategory(models.TextChoices):
    """The Party Categories of the Code."""

    LARGE_SUPPLIER = "LARGE_SUPPLIER", "Large Supplier Party"
    SMALL_SUPPLIER = "SMALL_SUPPLIER", "Small Supplier Party"
    ELECTRICITY_NETWORK = "ELECTRICITY_NETWORK", "Electricity Network Party"
    GAS_NETWORK = "GAS_NETWORK", "Gas Network Party"
    OTHER_SEC_PARTY = "OTHER_SEC_PARTY", "Other SEC Party"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about many organisations at once."""

    def current_parties(self, on: date | None = None) -> "OrganisationQuerySet":
        """SEC Parties on the day (today when left out): acceded, and not ceased by that day."""
        day = on or timezone.localdate()
        return self.filter(
            models.Q(ceased_on__isnull=True) | models.Q(ceased_on__gt=day), acceded_on__lte=day
        )


class Organisation(models.Model):
    """A company or body with people in the registry."""

    name = models.CharField(max_length=120)
    party_signifier = models.CharField(
        "Party Signifier", max_length=40, unique=True, null=True, blank=True
    )
    acceded_on = models.DateField("acceded on", null=True, blank=True)
    ceased_on = models.DateField(
        "ceased on", null=True, blank=True, help_text="From this day on no longer a SEC Party."
    )
    category = models.CharField(
        "Party Category", max_length=20, choices=PartyCategory.choices, blank=True
    )
    is_dcc = models.BooleanField("is DCC", default=False)
    is_manufacturer = models.BooleanField("is a Manufacturer", default=False)
    is_test_house = models.BooleanField("is a test house", default=False)
    # Object permissions are given to groups; one per organisation, kept by the verbs.
    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="organisation", editable=False
    )

    objects = OrganisationQuerySet.as_manager()
    history = AuditTrail()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_unique",
                violation_error_message="There is an organisation of this name already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(party_signifier=""),
                name="organisation_names_not_blank",
                violation_error_message="A name or Party Signifier is absent or has letters.",
            ),
            models.CheckConstraint(
                condition=models.Q(ceased_on__isnull=True)
                | models.Q(acceded_on__isnull=False, ceased_on__gt=models.F("acceded_on")),
                name="organisation_ceased_after_acceded",
                violation_error_message="A Party ceases after the day on which it acceded.",
            ),
            models.CheckConstraint(
                condition=models.Q(category="") | models.Q(acceded_on__isnull=False, is_dcc=False),
                name="organisation_category_of_party",
                violation_error_message=(
                    "Only a SEC Party has a category, and DCC is a Party without one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_current_party(self, on: date | None = None) -> bool:
        """Whether this is a SEC Party on the day (today when left out)."""
        day = on or timezone.localdate()
        if self.acceded_on is None or self.acceded_on > day:
            return False
        return self.ceased_on is None or self.ceased_on > day
