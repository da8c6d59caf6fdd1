"""Filters of the Firmware Information Repository's list."""

from cpl.filters import IdentityFilters


class FirmwareFilters(IdentityFilters):
    """By the Device Model that a firmware record belongs to."""
