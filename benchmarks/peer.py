"""The peer: the whole list as the frameworks' own documentation tells one to write it.

A ModelViewSet with nested ModelSerializers over the live tables, related rows fetched beforehand,
and a renderer for csv. Nobody is asked who they are and nothing is counted, to its advantage.
"""

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.viewsets import ModelViewSet

from cpl.choices import Scheme, Status
from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    DeviceModelCertificate,
    Manufacturer,
    ManufacturerImage,
    SpecificationPair,
)
from cpl.table import TABLE
from sec_registry.registers.tables import escaped

SCHEMES = {scheme: place for place, scheme in enumerate(Scheme.values)}
CPA = ("date", "date_kind", "security_characteristics_version")


class ManufacturerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Manufacturer
        fields = ["code", "name"]


class SpecificationSerializer(serializers.ModelSerializer):
    class Meta:
        model = SpecificationPair
        fields = ["name", "version", "gbcs_version"]


class CertificateSerializer(serializers.ModelSerializer):
    class Meta:
        model = AssuranceCertificate
        fields = ["scheme", "number", "standard_version", *CPA]

    def to_representation(self, instance: AssuranceCertificate) -> dict[str, Any]:
        said = super().to_representation(instance)
        if instance.date is None:
            for name in CPA:
                del said[name]
        return said


class CertificateLinkSerializer(serializers.ModelSerializer):
    certificate = CertificateSerializer()

    class Meta:
        model = DeviceModelCertificate
        fields = ["certificate"]


class ImageSerializer(serializers.ModelSerializer):
    hash_algorithm = serializers.SerializerMethodField()

    class Meta:
        model = ManufacturerImage
        fields = ["creator", "descriptor", "hash", "hash_algorithm"]

    def get_hash_algorithm(self, image: ManufacturerImage) -> str:
        return "SHA-256"


class PeerDeviceModelSerializer(serializers.ModelSerializer):
    device_type = serializers.CharField(source="device_type_id")
    manufacturer = ManufacturerSerializer()
    model = serializers.SerializerMethodField()
    specifications = SpecificationSerializer(many=True)
    certificates = CertificateLinkSerializer(source="certificate_links", many=True)
    image = ImageSerializer(allow_null=True)
    removal = serializers.SerializerMethodField()
    correction = serializers.SerializerMethodField()

    class Meta:
        model = DeviceModel
        fields = [
            *("cpl_number", "device_type", "generation", "manufacturer", "model"),
            *("hardware_version", "firmware_version", "firmware_coding", "esme_variant"),
            *("specifications", "certificates", "image", "status", "status_date"),
            *("removal", "added_in", "amended_in", "correction"),
        ]

    def to_representation(self, instance: DeviceModel) -> dict[str, Any]:
        said = super().to_representation(instance)
        listed = [each["certificate"] for each in said["certificates"]]
        listed.sort(key=lambda each: (SCHEMES[each["scheme"]], each["number"]))
        dated = [each for each in listed if each["scheme"] == Scheme.CPA]
        said["certificates"] = listed
        said["cpa"] = {name: dated[0][name] for name in CPA} if dated else None
        # A one-to-one row that is not there has no member.
        return {**said, "image": said.get("image")}

    def get_model(self, device: DeviceModel) -> dict[str, str]:
        return {"identifier": device.model_identifier, "name": device.model_name}

    def get_removal(self, device: DeviceModel) -> dict[str, str] | None:
        removed = device.status == Status.REMOVED
        day = device.status_date if removed else device.removal_planned_for
        if day is None:
            return None
        reason = {"reason": device.removal_reason} if device.removal_reason_public else {}
        return {"date": day.isoformat(), **reason}

    def get_correction(self, device: DeviceModel) -> dict[str, Any] | None:
        if device.corrected_in is None:
            return None
        public = device.correction_reason_public
        reason = {"reason": device.correction_reason} if public else {}
        day = device.corrected_on.isoformat()
        return {"publication": device.corrected_in, "date": day, **reason}


class TableRenderer(BaseRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(TABLE.columns)
        for document in data:
            row = TABLE.row(document)
            writer.writerow(escaped(row[name]) for name in TABLE.columns)
        return text.getvalue()


class PeerDeviceModels(ModelViewSet):
    serializer_class = PeerDeviceModelSerializer
    queryset = (
        DeviceModel.objects.select_related("manufacturer", "image")
        .prefetch_related(
            Prefetch("specifications", SpecificationPair.objects.order_by("position")),
            Prefetch(
                "certificate_links", DeviceModelCertificate.objects.select_related("certificate")
            ),
        )
        .order_by("cpl_number")
    )
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []
    pagination_class = None
    renderer_classes = [JSONRenderer, TableRenderer]
