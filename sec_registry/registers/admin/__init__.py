"""The registers in the admin: bases that refuse anything but the read door, and Disclosures."""

from sec_registry.registers.admin.base import ReadOnlyAdmin, ReadOnlyPages
from sec_registry.registers.admin.calendars import BankHolidayAdmin, WeekdayAdmin
from sec_registry.registers.admin.disclosures import DisclosureAdmin
from sec_registry.registers.admin.door import RegisterAdmin, channel_of
from sec_registry.registers.admin.filters import EnumeratedFilter, choice_filter
from sec_registry.registers.admin.masked import masked_history
from sec_registry.registers.admin.past import Companion
from sec_registry.registers.admin.policy import PanelDecides, PolicyAdmin

__all__ = [
    "BankHolidayAdmin",
    "Companion",
    "DisclosureAdmin",
    "EnumeratedFilter",
    "PanelDecides",
    "PolicyAdmin",
    "ReadOnlyAdmin",
    "ReadOnlyPages",
    "RegisterAdmin",
    "WeekdayAdmin",
    "channel_of",
    "choice_filter",
    "masked_history",
]
