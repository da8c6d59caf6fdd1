"""Published records of the Firmware Information Repository."""

from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.models import REDACTED, PublishedRecord


class PublishedFirmwareRecord(PublishedRecord):
    """A firmware record as published, committed with a salt of its own."""

    class Meta(PublishedRecord.Meta):
        constraints = [
            *PublishedRecord.Meta.constraints,
            AppendOnly(name="firmware_published_kept", once=["superseded_in"], redacted=REDACTED),
            LedgerGuarded(name="firmware_published_ledger"),
        ]
