"""Facts that the rules of the Device Zigbee Information Repository need, gathered in sets."""

from dataclasses import dataclass

from cpl.chunks import matching
from sec_registry.registers.candidates import Batch, Candidate
from zigbee.models import ZigbeeRecord


@dataclass(frozen=True)
class ZigbeeFacts:
    """Which of the records that the batch amends have a contact of their own."""

    with_contact: frozenset[int]

    def has_contact(self, candidate: Candidate) -> bool:
        """Whether the Zigbee record of the row's Device Model has a contact."""
        return candidate.number in self.with_contact


def gather(batch: Batch) -> None:
    """Hand the batch the facts."""
    amended = [c.number for c in batch.candidates if c.amends and c.number is not None]
    records = ZigbeeRecord.objects.exclude(contact_email="").values_list("device_model", flat=True)
    batch.learn(ZigbeeFacts(frozenset(matching(records, "device_model", amended))))
