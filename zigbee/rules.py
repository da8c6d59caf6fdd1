"""Rules of the Device Zigbee Information Repository."""

from sec_registry.registers.findings import RuleBook
from zigbee.columns import CODE

BOOK = RuleBook(CODE)
