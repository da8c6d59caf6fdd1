"""How the CPA forecast is described to its readers over REST."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from cpl.api import ManufacturerSerializer, ModelSerializer
from cpl.choices import DateKind
from cpl.cpa_forecast import DEFAULT, LONGEST

DAYS = OpenApiParameter(
    "days",
    {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": DEFAULT},
    description="The window: today and so many days after it.",
)
PATHWAYS = OpenApiParameter(
    "pathways",
    str,
    enum=("true", "false"),
    description="Also the upgrade pathways affected: for those who may read the FIR (F2.17B).",
)


PLACE = OpenApiParameter(
    "after", str, description="Where the page begins: from the next of the page before."
)
PINNED = OpenApiParameter(
    "publication", int, description="As published then; the next of a page keeps it."
)
PARAMETERS = ("days", "pathways", "limit", "after", "publication")


class DatedModelSerializer(serializers.Serializer[Any]):
    """A current Device Model that the certificate covers."""

    cpl_number = serializers.IntegerField()
    device_type = serializers.CharField()
    manufacturer = ManufacturerSerializer()
    model = ModelSerializer()
    hardware_version = serializers.CharField()
    firmware_version = serializers.CharField()


class StepSerializer(serializers.Serializer[Any]):
    """A step that would end."""

    to = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """With a member whose name is a word of the language."""
        return {"from": serializers.IntegerField(), **super().get_fields()}


class PathwaysSerializer(serializers.Serializer[Any]):
    """What would end if the Device Models left the list together; for the FIR's audience."""

    steps = StepSerializer(many=True)
    stranded = serializers.ListField(child=serializers.IntegerField())


class DatedCertificateSerializer(serializers.Serializer[Any]):
    """A CPA Certificate whose date is past or falls into the window."""

    certificate = serializers.CharField()
    standard_version = serializers.CharField()
    date = serializers.DateField()
    date_kind = serializers.ChoiceField(DateKind.choices)
    security_characteristics_version = serializers.CharField()
    days_left = serializers.IntegerField(help_text="Below 0 once the date is past.")
    device_models = DatedModelSerializer(many=True)
    pathways = PathwaysSerializer(required=False)


class CpaForecastSerializer(serializers.Serializer[Any]):
    """CPA Certificates by date, those whose date is past apart."""

    publication = serializers.IntegerField()
    today = serializers.DateField()
    days = serializers.IntegerField()
    until = serializers.DateField()
    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    marking = serializers.CharField(required=False, help_text="With pathways: who may see this.")
    overdue = DatedCertificateSerializer(many=True)
    results = DatedCertificateSerializer(many=True)
