"""What the published list is searched by besides its columns: versions, certificates, words."""

from django.db import models

from cpl.models.published import PublishedDeviceModel
from sec_registry.audit.constraints import AppendOnly, LedgerGuarded

LONGEST_TERM = 120


class TermKind(models.TextChoices):
    """What a term is; the rarest kind first, which is the one that a page is read by."""

    CERTIFICATE = "certificate", "Assurance Certificate"
    WORD = "word", "Word"
    GBCS = "gbcs", "GBCS version"
    SPECIFICATION = "spec", "SMETS or CHTS version"


class PublishedTerm(models.Model):
    """One term of one published record, written with it and as immutable.

    A Device Model has several versions, certificates and words, so they cannot be columns of the
    record; here each is one, and a page filtered by it stays one range read in the order of CPL
    numbers. Every version of a record brings its own terms, which makes past publications
    searchable alike.
    """

    record = models.ForeignKey(
        PublishedDeviceModel, on_delete=models.PROTECT, related_name="terms", db_index=False
    )
    kind = models.CharField(max_length=11, choices=TermKind.choices)
    value = models.CharField(max_length=LONGEST_TERM)
    cpl_number = models.PositiveIntegerField("CPL number")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "kind", "value"], name="term_once"),
            AppendOnly(name="cpl_term_kept", redacted=("value",)),
            LedgerGuarded(name="cpl_term_ledger"),
        ]
        indexes = [
            models.Index(fields=["kind", "value", "cpl_number", "record"], name="term_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value} of CPL {self.cpl_number}"
