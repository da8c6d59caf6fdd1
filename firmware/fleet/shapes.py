"""What the API takes and gives for fleet plans, for its description."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from firmware.api import ContactSerializer
from firmware.fleet.goals import Outcome
from firmware.models import FleetState
from firmware.pathways.obstacles import ObstacleKind
from sec_registry.registers.schema import ProblemErrorSerializer

_NUMBERS = {"type": "array", "items": {"type": "integer", "minimum": 1}}


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "enum": ["newest"]},
            {"type": "object", "properties": {"to": _NUMBERS}, "required": ["to"]},
            {"type": "object", "properties": {"out_of": _NUMBERS}, "required": ["out_of"]},
        ]
    }
)
class GoalField(serializers.JSONField):
    """The newest, chosen Device Models (one of a family), or out of some Device Models."""


class FleetRowSerializer(serializers.Serializer[Any]):
    """Devices of one kind: by CPL number, by identity, or by identity as DUIS writes it."""

    cpl_number = serializers.IntegerField(required=False, min_value=1)
    device_type = serializers.CharField(
        required=False, help_text="May be left out; CHF and GPF count the functions of a hub."
    )
    manufacturer = serializers.CharField(required=False, help_text="Its code.")
    model = serializers.CharField(required=False)
    hardware_version = serializers.CharField(required=False)
    duis_model = serializers.CharField(required=False, help_text="Such as 010A030B.")
    firmware_version = serializers.CharField(required=False, help_text="Also 00:02:00.00.")
    count = serializers.IntegerField(min_value=1)


class FleetSerializer(serializers.Serializer[Any]):
    """An inventory and where it is to go."""

    goal = GoalField(required=False)
    devices = FleetRowSerializer(many=True)


class FleetIdentitySerializer(serializers.Serializer[Any]):
    """What the inventory calls devices for which no single Device Model was found."""

    device_type = serializers.CharField(allow_blank=True)
    manufacturer = serializers.CharField()
    model = serializers.CharField()
    hardware_version = serializers.CharField()
    firmware_version = serializers.CharField()


class FleetNearSerializer(serializers.Serializer[Any]):
    """A Device Model that differs in one field."""

    cpl_number = serializers.IntegerField()
    status = serializers.CharField()
    differs = serializers.ListField(child=serializers.CharField())


class FleetGroupSerializer(serializers.Serializer[Any]):
    """All devices of one Device Model, or of what could not be found."""

    cpl_number = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()
    outcome = serializers.ChoiceField([(each.value, each.value) for each in Outcome])
    target = serializers.IntegerField(allow_null=True)
    steps = serializers.ListField(child=serializers.IntegerField(), help_text="In order.")
    reason = serializers.CharField(allow_null=True, help_text="As the pathways answer has it.")
    clause = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    beyond = serializers.IntegerField(allow_null=True, help_text="What the reason speaks of.")
    contact = ContactSerializer(allow_null=True)
    identity = FleetIdentitySerializer(required=False)
    candidates = serializers.ListField(child=serializers.IntegerField(), required=False)
    near = FleetNearSerializer(many=True, required=False)


class FleetWaveSerializer(serializers.Serializer[Any]):
    """Devices that go to one Device Model at the same time."""

    wave = serializers.IntegerField()
    cpl_number = serializers.IntegerField()
    devices = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """With a member whose name is a word of the language."""
        origins = serializers.DictField(child=serializers.IntegerField())
        return {"from": origins, **super().get_fields()}


class FleetObstacleSerializer(serializers.Serializer[Any]):
    """What stands in the way of a step."""

    kind = serializers.ChoiceField([(each.value, each.value) for each in ObstacleKind])
    detail = serializers.CharField()


class FleetPlanSerializer(serializers.Serializer[Any]):
    """A fleet plan. SEC Parties only – must not be shared (F2.17B)."""

    publication = serializers.IntegerField()
    marking = serializers.CharField()
    recipient = serializers.CharField()
    read_at = serializers.DateTimeField()
    goal = GoalField()
    rows = serializers.IntegerField(help_text="Rows of the inventory.")
    devices = serializers.IntegerField(help_text="A hub is counted once.")
    notes = serializers.ListField(child=serializers.CharField())
    groups = FleetGroupSerializer(many=True)
    waves = FleetWaveSerializer(many=True)
    totals = serializers.DictField(child=serializers.IntegerField(), help_text="By outcome.")
    release_notes = serializers.DictField(child=serializers.CharField(), help_text="Of each step.")
    obstacles = serializers.DictField(child=FleetObstacleSerializer(many=True))


class FleetInventorySerializer(serializers.Serializer[Any]):
    """An inventory that is kept for whoever sent it, and how far it is."""

    key = serializers.CharField()
    url = serializers.URLField()
    plan = serializers.URLField(allow_null=True, help_text="Once it is ready.")
    state = serializers.ChoiceField(FleetState.choices)
    percent = serializers.IntegerField(help_text="How much of the file is read.")
    goal = GoalField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="It is deleted then.")
    rows = serializers.IntegerField()
    notes = serializers.ListField(child=serializers.CharField())
    problem_count = serializers.IntegerField()
    problems = ProblemErrorSerializer(many=True, help_text="The first of them.")


class FleetInventoriesSerializer(serializers.Serializer[Any]):
    """One's own, which are few."""

    results = FleetInventorySerializer(many=True)
