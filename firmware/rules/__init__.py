"""Rules of the Firmware Information Repository, in the order in which findings are listed."""

# isort: off
from firmware.rules import details
from firmware.rules import contact
from firmware.rules import upgrade
from firmware.rules import pathways
from firmware.rules import blocks
from firmware.rules import corrections

# isort: on
from firmware.columns import COLUMNS, CONTACT_EMAIL, CONTACT_TELEPHONE
from firmware.rules.book import BOOK
from sec_registry.registers.hygiene import add_hygiene_rules

__all__ = ["BOOK", "blocks", "contact", "corrections", "details", "pathways", "upgrade"]

add_hygiene_rules(BOOK, COLUMNS, {CONTACT_EMAIL: 254, CONTACT_TELEPHONE: 40})
