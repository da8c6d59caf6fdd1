"""The Central Products List over REST, and what its documents hold.

The serializers describe the published documents for the OpenAPI schema; they decide nothing, since
documents are sent word for word as published.
"""

from typing import Any

from rest_framework import serializers

from cpl.choices import Coding, DateKind, Generation, Scheme, Specification, Status
from cpl.columns import REGISTER
from cpl.filters import DeviceModelFilters
from sec_registry.registers.api import RegisterViewSet
from sec_registry.registers.changes_api import RegisterChanges
from sec_registry.registers.comparison_api import RegisterComparison
from sec_registry.registers.schema import RedactedSerializer


class ManufacturerSerializer(serializers.Serializer[Any]):
    """A Manufacturer."""

    code = serializers.CharField()
    name = serializers.CharField()


class ModelSerializer(serializers.Serializer[Any]):
    """A model: its identifier, and a name where there is one."""

    identifier = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class SpecificationSerializer(serializers.Serializer[Any]):
    """A SMETS or CHTS version with its GBCS version; SMETS1 has none."""

    name = serializers.ChoiceField(Specification.choices)
    version = serializers.CharField()
    gbcs_version = serializers.CharField(allow_blank=True)


class CertificateSerializer(serializers.Serializer[Any]):
    """An Assurance Certificate; the last three members belong to CPA Certificates."""

    scheme = serializers.ChoiceField(Scheme.choices)
    number = serializers.CharField()
    standard_version = serializers.CharField()
    date = serializers.DateField(required=False)
    date_kind = serializers.ChoiceField(DateKind.choices, required=False)
    security_characteristics_version = serializers.CharField(required=False)


class CpaSerializer(serializers.Serializer[Any]):
    """The date of the CPA Certificate, and what the date means."""

    date = serializers.DateField()
    date_kind = serializers.ChoiceField(DateKind.choices)
    security_characteristics_version = serializers.CharField()


class ImageSerializer(serializers.Serializer[Any]):
    """The Manufacturer Image associated with the Device Model."""

    creator = serializers.CharField()
    descriptor = serializers.CharField()
    hash = serializers.CharField()
    hash_algorithm = serializers.CharField()


class RemovalSerializer(serializers.Serializer[Any]):
    """When a Device Model was removed, and why where the reason is public."""

    date = serializers.DateField()
    reason = serializers.CharField(required=False)


class CorrectionSerializer(serializers.Serializer[Any]):
    """The last correction of what was entered wrongly."""

    reason = serializers.CharField()


class DeviceModelSerializer(serializers.Serializer[Any]):
    """A Device Model on the Central Products List (Appendix Z 2.1)."""

    cpl_number = serializers.IntegerField()
    device_type = serializers.CharField()
    generation = serializers.ChoiceField(Generation.choices)
    manufacturer = ManufacturerSerializer()
    model = ModelSerializer()
    hardware_version = serializers.CharField()
    firmware_version = serializers.CharField()
    firmware_coding = serializers.ChoiceField(Coding.choices)
    esme_variant = serializers.CharField(allow_blank=True)
    specifications = SpecificationSerializer(many=True)
    certificates = CertificateSerializer(many=True)
    cpa = CpaSerializer(allow_null=True)
    image = ImageSerializer(allow_null=True)
    status = serializers.ChoiceField(Status.choices)
    status_date = serializers.DateField()
    removal = RemovalSerializer(allow_null=True)
    added_in = serializers.IntegerField(help_text="Publication.")
    amended_in = serializers.IntegerField(allow_null=True, help_text="Publication.")
    correction = CorrectionSerializer(allow_null=True)
    redactions = RedactedSerializer(many=True, required=False)


class DeviceSerializer(serializers.Serializer[Any]):
    """The Device Model that a record of another register belongs to."""

    device_type = serializers.CharField()
    generation = serializers.ChoiceField(Generation.choices)
    manufacturer = ManufacturerSerializer()
    model = ModelSerializer()
    hardware_version = serializers.CharField()
    firmware_version = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)


class DeviceModels(RegisterViewSet):
    """The Device Models on the Central Products List, for anyone."""

    register = REGISTER
    filters = DeviceModelFilters
    document = DeviceModelSerializer


class DeviceModelChanges(RegisterChanges):
    """What a publication changed on the Central Products List, for anyone."""

    register = REGISTER
    document = DeviceModelSerializer


class DeviceModelComparison(RegisterComparison):
    """Two publications of the Central Products List compared, for anyone."""

    register = REGISTER
    filters = DeviceModelFilters
    document = DeviceModelSerializer
