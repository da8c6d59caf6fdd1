"""The registers in the admin: bases that refuse anything but the read door, and Disclosures."""

from sec_registry.registers.admin.base import ReadOnlyAdmin, ReadOnlyPages
from sec_registry.registers.admin.disclosures import DisclosureAdmin
from sec_registry.registers.admin.door import RegisterAdmin, channel_of
from sec_registry.registers.admin.filters import EnumeratedFilter, choice_filter
from sec_registry.registers.admin.past import Companion

__all__ = [
    "Companion",
    "DisclosureAdmin",
    "EnumeratedFilter",
    "ReadOnlyAdmin",
    "ReadOnlyPages",
    "RegisterAdmin",
    "channel_of",
    "choice_filter",
]
