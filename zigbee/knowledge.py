"""Facts that the rules of the Device Zigbee Information Repository need, gathered in sets."""

from sec_registry.registers.candidates import Batch


def gather(batch: Batch) -> None:
    """Hand the batch the facts."""
