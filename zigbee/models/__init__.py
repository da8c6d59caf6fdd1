"""Tables of the Device Zigbee Information Repository (F2.33–F2.38)."""

from zigbee.models.access import (
    AccessGrant,
    AccessScope,
    AccessScopeGroupPermission,
    AccessScopeUserPermission,
)
from zigbee.models.endings import EndTold
from zigbee.models.policy import AccessPolicy
from zigbee.models.published import PublishedZigbeeRecord
from zigbee.models.questions import Question
from zigbee.models.readings import ReadingPolicy, UnusualReading
from zigbee.models.records import Radio, ZigbeeRecord
from zigbee.models.requests import AccessRequest
from zigbee.models.reviews import Review
from zigbee.models.vendors import VendorSpelling

__all__ = [
    "AccessGrant",
    "AccessPolicy",
    "AccessRequest",
    "AccessScope",
    "AccessScopeGroupPermission",
    "AccessScopeUserPermission",
    "EndTold",
    "PublishedZigbeeRecord",
    "Question",
    "Radio",
    "ReadingPolicy",
    "Review",
    "UnusualReading",
    "VendorSpelling",
    "ZigbeeRecord",
]
