"""What an acceptance writes into the Device Zigbee Information Repository once for many records."""

from collections.abc import Sequence

from cpl.services.manufacturers import numbers_renamed
from sec_registry.registers.declaration import AcceptedForMany


def apply_to_many(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Nothing is kept of a Manufacturer's name here, yet it stands in the documents."""
    return numbers_renamed(accepted)
