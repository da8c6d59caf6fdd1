"""Published records of the Central Products List."""

from django.db import models

from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.models import REDACTED, PublishedRecord


class PublishedDeviceModel(PublishedRecord):
    """A Device Model as published; Hash and CPA date stand beside the document for filters."""

    image_hash = models.CharField("Hash", max_length=64, blank=True)
    cpa_date = models.DateField("CPA date", null=True, blank=True)

    class Meta(PublishedRecord.Meta):
        verbose_name = "published Device Model"
        constraints = [
            *PublishedRecord.Meta.constraints,
            AppendOnly(name="cpl_published_kept", once=["superseded_in"], redacted=REDACTED),
            LedgerGuarded(name="cpl_published_ledger"),
        ]
        indexes = [
            *PublishedRecord.Meta.indexes,
            models.Index(fields=["image_hash", "cpl_number"], name="%(class)s_hs"),
            # Dates are compared, not matched: the page stays in order and skips within the index.
            models.Index(fields=["cpl_number", "cpa_date"], name="%(class)s_cd"),
        ]
