"""Rules of the Firmware Information Repository."""

from firmware.columns import CODE
from sec_registry.registers.findings import RuleBook

BOOK = RuleBook(CODE)
