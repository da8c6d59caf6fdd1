"""Filters of the Device Zigbee Information Repository's list.

SECURITY: identity only. A filter by chipset or stack would let a partly entitled person ask what a
record holds by watching what comes back; the security query is the committee's.
"""

from cpl.filters import IdentityFilters


class ZigbeeFilters(IdentityFilters):
    """By the Device Model that a Zigbee record belongs to."""
