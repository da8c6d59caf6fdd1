"""Deliveries at the desk: results in bulk, what a record's page says of them, and their policy."""

from sec_registry.deliveries.admin import leads
from sec_registry.deliveries.admin.deliveries import DeliveryAdmin
from sec_registry.deliveries.admin.policy import ClockDaysAdmin, ExtractMemberAdmin

__all__ = ["ClockDaysAdmin", "DeliveryAdmin", "ExtractMemberAdmin", "leads"]
