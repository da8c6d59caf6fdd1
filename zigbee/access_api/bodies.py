"""What is asked of the API of access, and what a verb refuses under the names it has there."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.moments import read_moment, written
from zigbee.asking import LONGEST
from zigbee.choices import PANEL_ROLES, For, ScopeKind
from zigbee.days import end_of_day
from zigbee.models.access import MOST_VALUES

#: The roles of the Panel to which access may be given.
ROLES = [(each.value, each.label) for each in PANEL_ROLES]
#: The verbs' names of what is asked, where the API has others.
_MEMBERS = {
    "kind": ("scope", "kind"),
    "value": ("scope", "values"),
    "person": ("for", ""),
    "organisation": ("for", ""),
}


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}]})
class ValueField(serializers.Field[str, Any, str, Any]):
    """A code, or a CPL number as a number or as text."""

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, int) and not isinstance(data, bool) and 0 < data < 10**9:
            return str(data)
        if isinstance(data, str) and 0 < len(data.strip()) <= 16 and len(data.split()) == 1:
            return data.strip()
        raise serializers.ValidationError("A code or a CPL number is needed.")

    def to_representation(self, value: str) -> str:
        return value


@extend_schema_field(
    {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
)
class UntilField(serializers.Field[datetime, Any, str, Any]):
    """The last day (to its end, UTC), or the time at which access ends."""

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str):
            raise serializers.ValidationError("A date or a time is needed.")
        try:
            if len(data) == len("2027-01-31"):
                return end_of_day(date.fromisoformat(data))
            return read_moment(data)
        except ValueError:
            told = "A date such as 2027-01-31, or a time with its zone, is needed."
            raise serializers.ValidationError(told) from None

    def to_representation(self, value: datetime) -> str:
        return written(value)


class AccessScopeSerializer(StrictSerializer):
    """A set of Zigbee records; later records enter it by themselves."""

    kind = serializers.ChoiceField(ScopeKind.choices)
    values = serializers.ListField(
        child=ValueField(),
        max_length=MOST_VALUES,
        default=list,
        help_text="Device types, Manufacturers' codes or CPL numbers; none where it is all.",
    )


class NewRequestSerializer(StrictSerializer):
    """What somebody asks for; a renewal names the grant instead of scope and holder."""

    scope = AccessScopeSerializer(required=False)
    role = serializers.ChoiceField(
        ROLES, required=False, help_text="Which, for a role; else Panel administrators."
    )
    purpose = TextField(max_length=LONGEST)
    until = UntilField()
    renews = serializers.IntegerField(
        required=False, min_value=1, max_value=2**62, help_text="The grant that this one follows."
    )

    def get_fields(self) -> dict[str, Any]:
        """With the member whose name Python keeps for itself."""
        told = "For whom; without it: me. A role: Panel administrators only."
        holder = serializers.ChoiceField(For.choices, required=False, help_text=told)
        return {**super().get_fields(), "for": holder}

    def to_internal_value(self, data: Any) -> Any:
        """That no scope is named is said beside what else is wrong, but for a renewal."""
        self.fields["scope"].required = not (isinstance(data, Mapping) and "renews" in data)
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A renewal is of the same scope for the same holder."""
        if "renews" in attrs and (more := {"scope", "for", "role"} & set(attrs)):
            told = "A renewal keeps what the grant says: leave this out."
            raise serializers.ValidationError(dict.fromkeys(sorted(more), told))
        return attrs


class DecisionSerializer(StrictSerializer):
    """A decision of the committee: the text is for the requester."""

    decision = serializers.ChoiceField([("grant", "Grant"), ("refuse", "Refuse")])
    text = TextField(max_length=LONGEST)
    meeting = TextField(max_length=200, help_text="The minute that it stands in.")
    scope = AccessScopeSerializer(required=False, help_text="A narrower one than was asked for.")
    until = UntilField(required=False, help_text="An earlier end than was asked for.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A refusal opens nothing."""
        if attrs["decision"] == "refuse" and (more := {"scope", "until"} & set(attrs)):
            told = "A refusal opens nothing: leave this out."
            raise serializers.ValidationError(dict.fromkeys(sorted(more), told))
        return attrs


class AccessReasonSerializer(StrictSerializer):
    """Why."""

    reason = TextField(max_length=500)


def as_asked(error: DjangoValidationError) -> serializers.ValidationError:
    """What a verb refuses, under the names that the API has for it."""
    found: dict[str, Any] = {}
    said: Mapping[str, list[str]] = (
        error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    )
    for name, sentences in said.items():
        outer, inner = _MEMBERS.get(name, (name, ""))
        if inner:
            found.setdefault(outer, {})[inner] = sentences
        else:
            found[outer] = sentences
    return serializers.ValidationError(found)
