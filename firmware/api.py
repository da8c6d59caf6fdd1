"""The Firmware Information Repository over REST, for those whom F2.17B and F2.14 name."""

from typing import Any

from rest_framework import serializers

from cpl.api import DeviceSerializer
from firmware.choices import RecordState, UpgradeState
from firmware.columns import CODE
from firmware.filters import FirmwareFilters
from sec_registry.registers.api import RegisterViewSet
from sec_registry.registers.changes_api import RegisterChanges
from sec_registry.registers.comparison_api import RegisterComparison
from sec_registry.registers.register_publications_api import RegisterPublications
from sec_registry.registers.schema import RedactedSerializer


class ContactSerializer(serializers.Serializer[Any]):
    """Contact details of the Manufacturer; blank while they are not provided."""

    email = serializers.CharField(allow_blank=True)
    telephone = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)


class BlockedBaselineSerializer(serializers.Serializer[Any]):
    """A baseline from which the upgrade is blocked."""

    cpl_number = serializers.IntegerField()
    reason = serializers.CharField()
    since = serializers.DateField()


class UpgradeSerializer(serializers.Serializer[Any]):
    """From which Device Models this one can be reached (F2.15(d))."""

    state = serializers.ChoiceField(UpgradeState.choices)
    baselines = serializers.ListField(child=serializers.IntegerField())
    blocked = BlockedBaselineSerializer(many=True)


class FirmwareRecordSerializer(serializers.Serializer[Any]):
    """A firmware record (F2.15)."""

    cpl_number = serializers.IntegerField()
    state = serializers.ChoiceField(RecordState.choices)
    device = DeviceSerializer()
    contact = ContactSerializer()
    release_notes = serializers.CharField(allow_blank=True)
    upgrade = UpgradeSerializer()
    redactions = RedactedSerializer(many=True, required=False)


class FirmwareRecords(RegisterViewSet):
    """The firmware records. SEC Parties only – must not be shared (F2.17B)."""

    register = CODE
    filters = FirmwareFilters
    document = FirmwareRecordSerializer


class FirmwarePublications(RegisterPublications):
    """What each publication changed here. SEC Parties only – must not be shared (F2.17B)."""

    register = CODE


class FirmwareChanges(RegisterChanges):
    """What a publication changed here. SEC Parties only – must not be shared (F2.17B)."""

    register = CODE
    document = FirmwareRecordSerializer


class FirmwareComparison(RegisterComparison):
    """Two publications compared. SEC Parties only – must not be shared (F2.17B)."""

    register = CODE
    filters = FirmwareFilters
    document = FirmwareRecordSerializer
