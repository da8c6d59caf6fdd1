"""How the answer of a security query is described (OpenAPI)."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from cpl.api import DeviceSerializer
from firmware.fleet.goals import Outcome
from sec_registry.registers.schema import AFTER, LIMIT, POINT_IN_TIME, DoorSchema
from zigbee.api import RadioSerializer
from zigbee.security.query import APART

VENDOR = OpenApiParameter(
    "vendor",
    str,
    required=True,
    description="Chipset vendor, in any spelling that the Security Sub Committee lists; another "
    "one stands for itself. Case, blanks and hyphens make no difference.",
)
BELOW = OpenApiParameter(
    "below",
    str,
    required=True,
    description='Only stack versions below this one, of the same stack: "ExampleZ 7.4.10".',
)


class CountedMakerSerializer(serializers.Serializer[Any]):
    """A Manufacturer."""

    code = serializers.CharField()
    name = serializers.CharField()


class WayOutSerializer(serializers.Serializer[Any]):
    """The upgrade that leads to a Device Model that is not affected, or why there is none."""

    outcome = serializers.ChoiceField(
        [each.value for each in (Outcome.UPGRADE, Outcome.NO_PATH, Outcome.NOT_PROVIDED)]
    )
    target = serializers.IntegerField(allow_null=True)
    steps = serializers.ListField(
        child=serializers.IntegerField(), help_text="CPL numbers in order; the last is the target."
    )
    reason = serializers.CharField(allow_null=True)
    clause = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)


class AffectedSerializer(serializers.Serializer[Any]):
    """A current Device Model with a radio of the vendor below the version."""

    cpl_number = serializers.IntegerField()
    device = DeviceSerializer()
    radios = RadioSerializer(many=True, help_text="Those of the vendor.")
    way_out = WayOutSerializer(
        required=False,
        allow_null=True,
        help_text="Only for readers of the Firmware Information Repository (F2.17B).",
    )


class NotComparedSerializer(serializers.Serializer[Any]):
    """A current Device Model that nothing can be said of: look for yourself."""

    cpl_number = serializers.IntegerField()
    device = DeviceSerializer()
    radios = RadioSerializer(many=True)
    reason = serializers.ChoiceField([each.value for each in APART])
    detail = serializers.CharField()


class CountSerializer(serializers.Serializer[Any]):
    """So many Device Models of one Manufacturer and device type."""

    manufacturer = CountedMakerSerializer()
    device_type = serializers.CharField()
    device_models = serializers.IntegerField()


class CountsSerializer(serializers.Serializer[Any]):
    """By Manufacturer and device type."""

    affected = CountSerializer(many=True)
    not_compared = CountSerializer(many=True)


class SecurityQuerySerializer(serializers.Serializer[Any]):
    """A page of what was found, by CPL number; ``counts`` are of all of it."""

    publication = serializers.IntegerField()
    next = serializers.URLField(allow_null=True, help_text="Null at the end.")
    marking = serializers.CharField(help_text="Who may see this.")
    vendor = serializers.CharField()
    below = serializers.CharField()
    vendor_named = serializers.BooleanField(
        help_text="False where no current record within reach names the vendor: misspelt, perhaps."
    )
    counts = CountsSerializer()
    affected = AffectedSerializer(many=True)
    not_compared = NotComparedSerializer(many=True)
    no_way_out = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        help_text="Those of the page that no upgrade leads out of; for readers of the FIR alone.",
    )


class SecurityQuerySchema(DoorSchema):
    """Describes ``SecurityQueries``."""

    def get_response_serializers(self) -> Any:
        answers = {(200, "application/json"): SecurityQuerySerializer, (200, "text/csv"): str}
        return self.refusable(answers)

    def get_override_parameters(self) -> list[Any]:
        return [VENDOR, BELOW, LIMIT, AFTER, *POINT_IN_TIME]
