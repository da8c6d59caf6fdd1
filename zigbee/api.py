"""The Device Zigbee Information Repository over REST, as far as the reader's grants go (F2.38)."""

from typing import Any

from rest_framework import serializers

from cpl.api import DeviceSerializer
from firmware.api import ContactSerializer
from firmware.choices import RecordState
from sec_registry.registers.api import RegisterViewSet
from sec_registry.registers.comparison_api import RegisterComparison
from sec_registry.registers.schema import RedactedSerializer
from zigbee.columns import CODE
from zigbee.filters import ZigbeeFilters


class RadioSerializer(serializers.Serializer[Any]):
    """One radio of a Device Model; a dual-band hub has two."""

    chipset_vendor = serializers.CharField()
    stack_version = serializers.CharField()


class ZigbeeRecordSerializer(serializers.Serializer[Any]):
    """A Zigbee record (F2.34)."""

    cpl_number = serializers.IntegerField()
    device = DeviceSerializer()
    radios = RadioSerializer(many=True)
    state = serializers.ChoiceField(RecordState.choices)
    contact = ContactSerializer()
    redactions = RedactedSerializer(many=True, required=False)


class ZigbeeRecords(RegisterViewSet):
    """The Zigbee records. Access is managed by the Security Sub Committee (F2.38)."""

    register = CODE
    filters = ZigbeeFilters
    document = ZigbeeRecordSerializer


class ZigbeeComparison(RegisterComparison):
    """Two publications compared. Access is managed by the Security Sub Committee (F2.38)."""

    register = CODE
    filters = ZigbeeFilters
    document = ZigbeeRecordSerializer
