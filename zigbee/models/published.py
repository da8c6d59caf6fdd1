"""Published records of the Device Zigbee Information Repository."""

from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.models import REDACTED, PublishedRecord


class PublishedZigbeeRecord(PublishedRecord):
    """A Zigbee record as published, committed with a salt of its own."""

    class Meta(PublishedRecord.Meta):
        constraints = [
            *PublishedRecord.Meta.constraints,
            AppendOnly(name="zigbee_published_kept", once=["superseded_in"], redacted=REDACTED),
            LedgerGuarded(name="zigbee_published_ledger"),
        ]
