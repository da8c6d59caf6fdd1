"""How the answer about one Device Model's pathways is described (OpenAPI)."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer
from rest_framework import serializers

from firmware.pathways.obstacles import KINDS
from firmware.pathways.reasons import Reason
from firmware.pathways.shortest import MOST_ALTERNATIVES
from sec_registry.registers.schema import NUMBER, POINT_IN_TIME, DoorSchema

ONWARD, BACKWARD = "from", "to"
DIRECTION = OpenApiParameter(
    "direction",
    OpenApiTypes.STR,
    enum=(ONWARD, BACKWARD),
    default=ONWARD,
    description="Where the Device Model can be upgraded to, or from where one can get to it.",
)


def _numbers() -> serializers.ListField:
    return serializers.ListField(child=serializers.IntegerField())


class ObstacleSerializer(serializers.Serializer[Any]):
    """What stands in the way of using a step, although its pathway is open."""

    cpl_number = serializers.IntegerField(help_text="The step.")
    kind = serializers.ChoiceField(KINDS)
    detail = serializers.CharField()


class WaySerializer(serializers.Serializer[Any]):
    """A Device Model with the shortest way to it, or from it."""

    cpl_number = serializers.IntegerField()
    steps = serializers.ListField(
        child=serializers.IntegerField(), help_text="CPL numbers in order; the last is the goal."
    )
    alternatives = serializers.ListField(
        child=_numbers(),
        help_text=f"Other ways of the same length, the first {MOST_ALTERNATIVES} of them.",
    )
    ways = serializers.IntegerField(help_text="How many ways of this length there are.")
    obstacles = ObstacleSerializer(many=True)


class MissSerializer(serializers.Serializer[Any]):
    """A Device Model of the same family to which, or from which, there is no way."""

    cpl_number = serializers.IntegerField()
    reason = serializers.ChoiceField([each.value for each in Reason])
    clause = serializers.CharField()
    detail = serializers.CharField()


class CircleSerializer(serializers.Serializer[Any]):
    """Device Models among the newest that lead to each other, and to nothing else."""

    cpl_numbers = _numbers()
    detail = serializers.CharField()


class PathwaysFromSerializer(serializers.Serializer[Any]):
    """Where a Device Model can be upgraded to."""

    publication = serializers.IntegerField()
    start = serializers.IntegerField()
    newest = _numbers()
    target = serializers.IntegerField(
        allow_null=True, help_text="Of the newest the one with the highest firmware version."
    )
    circles = CircleSerializer(many=True)
    reachable = WaySerializer(many=True)
    unreachable = MissSerializer(many=True)
    marking = serializers.CharField(help_text="Who may see this.")


class PathwaysToSerializer(serializers.Serializer[Any]):
    """From where one can get to a Device Model."""

    publication = serializers.IntegerField()
    goal = serializers.IntegerField()
    starts = WaySerializer(many=True)
    unreachable = MissSerializer(many=True)
    marking = serializers.CharField(help_text="Who may see this.")


ANSWER = PolymorphicProxySerializer(
    component_name="PathwaysAnswer",
    serializers=[PathwaysFromSerializer, PathwaysToSerializer],
    resource_type_field_name=None,
)


class PathwaysSchema(DoorSchema):
    """Describes ``DeviceModelPathways``."""

    def get_response_serializers(self) -> Any:
        return self.refusable({200: ANSWER}, 404)

    def get_override_parameters(self) -> list[Any]:
        return [NUMBER, DIRECTION, *POINT_IN_TIME]
