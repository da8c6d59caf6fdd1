"""The rows every register shares: ledger, publications, published records.

Published records and publications are written once, during an acceptance; all reading of the
registers, today's and any past day's, comes from them. Rows that stand in rooms of their own are
named here for Django, and for whoever reads several.
"""

from django.db import models
from django.db.models import F, Q

from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.calendars import BankHoliday, Weekday
from sec_registry.registers.deliveries import Delivery, DeliveryState, DeliveryStep
from sec_registry.registers.disclosed import DisclosedNumbers, Disclosure
from sec_registry.registers.redactions import (
    Redaction,
    RedactionReach,
    RedactionStatement,
)
from sec_registry.registers.two_people import RedactionState

__all__ = [
    "BankHoliday",
    "Change",
    "Delivery",
    "DeliveryState",
    "DeliveryStep",
    "DisclosedNumbers",
    "Disclosure",
    "Ledger",
    "Publication",
    "PublicationRegister",
    "PublishedRecord",
    "Redaction",
    "RedactionReach",
    "RedactionState",
    "RedactionStatement",
    "Weekday",
]


class Ledger(models.Model):
    """The one row that orders acceptances: open while ``opened_for`` holds a publication number.

    Triggers on every register table look at this row; keep the table as it is, since SQLite
    cannot remake a table that other tables' triggers name.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_publication = models.PositiveIntegerField(default=0)
    last_cpl_number = models.PositiveIntegerField(default=0)
    opened_for = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "ledger"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="ledger_is_one_row"),
            models.CheckConstraint(
                condition=Q(opened_for__isnull=True) | Q(opened_for=F("last_publication")),
                name="ledger_opened_for_the_last_publication",
            ),
        ]

    def __str__(self) -> str:
        return f"Ledger at publication {self.last_publication}"


class Publication(models.Model):
    """One accepted change of the registers: numbered without gaps, chained to the one before."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField(unique=True)
    accepted_by = models.CharField(max_length=254)
    manifest = models.TextField(help_text="Canonical JSON: roots of the registers, previous digest")
    digest = models.CharField(max_length=64, unique=True)
    previous_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            AppendOnly(name="publication_kept"),
            LedgerGuarded(name="publication_ledger"),
        ]

    def __str__(self) -> str:
        return f"Publication {self.number}"


class PublicationRegister(models.Model):
    """What one register holds in one publication: totals and root."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="register_states"
    )
    register = models.CharField(max_length=16)
    root = models.CharField(max_length=64)
    records = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    highest_number = models.PositiveIntegerField(help_text="Highest CPL number in the register")
    # SECURITY: with it a root betrays where records are; it never leaves.
    padding = models.CharField(
        max_length=64, blank=True, help_text="Hides how much a restricted register holds"
    )
    redactions = models.PositiveIntegerField(
        default=0, help_text="How often something that it holds was redacted since"
    )

    class Meta:
        verbose_name = "register state"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "register"], name="one_state_per_publication_and_register"
            ),
            AppendOnly(name="publication_register_kept", redacted=("redactions",)),
            LedgerGuarded(name="publication_register_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.register} in publication {self.publication_id}"


class Change(models.TextChoices):
    """How a publication changed a record."""

    ADDED = "added", "Added"
    AMENDED = "amended", "Amended"
    CORRECTED = "corrected", "Corrected"
    REMOVED = "removed", "Removed"
    REINSTATED = "reinstated", "Reinstated"


#: The columns of a published record that a redaction may change.
REDACTED = (
    "document",
    "salt",
    "redaction",
    "model",
    "hardware_version",
)


class PublishedRecord(models.Model):
    """A record of a register, word for word as published; superseded once, otherwise immutable.

    The digest is that of salt and document, and stays when the document is redacted; the salt
    goes then, so that no guess at what stood there can be confirmed, and another comes with the
    rest. ``redaction`` is the number of the register's statement about it, the last one.

    The columns beside the document are the Device Model's identity, for filters; every index ends
    in the CPL number, so that a filtered page stays one range read.
    """

    cpl_number = models.PositiveIntegerField("CPL number")
    document = models.TextField(help_text="Canonical JSON")
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    redaction = models.PositiveIntegerField(null=True, blank=True)
    change = models.CharField(max_length=10, choices=Change.choices)
    published_in = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    superseded_in = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    device_type = models.CharField(max_length=8)
    generation = models.CharField(max_length=8)
    manufacturer = models.CharField(max_length=4)
    model = models.CharField(max_length=64)
    hardware_version = models.CharField(max_length=64)
    firmware_version = models.CharField(max_length=8)
    status = models.CharField(max_length=8)

    class Meta:
        abstract = True
        ordering = ["cpl_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cpl_number", "published_in"], name="%(class)s_once_per_publication"
            ),
            models.UniqueConstraint(
                fields=["cpl_number"],
                condition=Q(superseded_in__isnull=True),
                name="%(class)s_one_current",
            ),
        ]
        indexes = [
            models.Index(fields=["device_type", "cpl_number"], name="%(class)s_dt"),
            models.Index(fields=["manufacturer", "cpl_number"], name="%(class)s_mf"),
            models.Index(fields=["manufacturer", "model", "cpl_number"], name="%(class)s_mk"),
            models.Index(fields=["hardware_version", "cpl_number"], name="%(class)s_hw"),
            models.Index(fields=["firmware_version", "cpl_number"], name="%(class)s_fw"),
            models.Index(fields=["status", "cpl_number"], name="%(class)s_st"),
            models.Index(fields=["generation", "cpl_number"], name="%(class)s_gn"),
            models.Index(fields=["published_in", "cpl_number"], name="%(class)s_pi"),
        ]

    def __str__(self) -> str:
        return f"CPL {self.cpl_number} as published in {self.published_in_id}"
