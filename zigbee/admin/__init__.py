"""The Device Zigbee Information Repository in the admin: the committee's desk (F2.38)."""

from zigbee.admin.grants import AccessGrantAdmin
from zigbee.admin.policy import AccessPolicyAdmin
from zigbee.admin.readings import ReadingPolicyAdmin, UnusualReadingAdmin
from zigbee.admin.records import ZigbeeRecordAdmin
from zigbee.admin.requests import AccessRequestAdmin
from zigbee.admin.vendors import VendorSpellingAdmin

__all__ = [
    "AccessGrantAdmin",
    "AccessPolicyAdmin",
    "AccessRequestAdmin",
    "ReadingPolicyAdmin",
    "UnusualReadingAdmin",
    "VendorSpellingAdmin",
    "ZigbeeRecordAdmin",
]
