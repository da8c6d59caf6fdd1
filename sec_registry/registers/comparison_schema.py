"""The OpenAPI description of the comparisons, from what they declare."""

from functools import cache
from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers

from sec_registry.registers.comparison_queries import END, START
from sec_registry.registers.comparisons import KINDS
from sec_registry.registers.schema import AS_TABLES, PAGING, Documented, RegisterSchema

SIDES = (
    OpenApiParameter(
        START, OpenApiTypes.INT, required=True, description="A publication; 0 is before the first."
    ),
    OpenApiParameter(
        END, OpenApiTypes.INT, required=True, description="Another one, earlier or later."
    ),
)


@extend_schema_field(OpenApiTypes.ANY)
class AnyValue(serializers.JSONField):
    """Whatever a document may hold, or null where it does not hold the member."""


class MemberChangeSerializer(serializers.Serializer[Any]):
    """One member of a document that differs."""

    path = serializers.CharField(help_text="JSON Pointer in the document.")
    before = AnyValue(allow_null=True)
    after = AnyValue(allow_null=True)


class RecordDifferenceSerializer(serializers.Serializer[Any]):
    """One record that differs between the two publications."""

    register = serializers.CharField()
    cpl_number = serializers.IntegerField()
    change = serializers.ChoiceField(KINDS, help_text="What everything in between comes to.")
    fields = MemberChangeSerializer(many=True)  # type: ignore[assignment]  # a member of the answer, which hides the base's own only from the types


@cache
def comparison_of(restricted: bool) -> Documented:
    """The serializer that describes a page of a comparison."""
    members: dict[str, Any] = {
        "__doc__": "One page of what differs between two publications.",
        START: serializers.IntegerField(),
        END: serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True, help_text="Null at the end."),
        "count": serializers.IntegerField(required=False, help_text="With count=true."),
        "results": RecordDifferenceSerializer(many=True),
    }
    if restricted:
        members["marking"] = serializers.CharField(help_text="Who may see this.")
    name = "MarkedComparison" if restricted else "Comparison"
    page = type(f"{name}PageSerializer", (serializers.Serializer,), members)
    # It is the answer itself, not what an array of answers is made of.
    set_override(page, "many", False)
    return page


class ComparisonSchema(RegisterSchema):
    """Describes a ``RegisterComparison``."""

    def get_response_serializers(self) -> Any:
        page = comparison_of(self.view.door.restricted)
        answers = {(200, "application/json"): page, **AS_TABLES}
        return self.refusable(answers)

    def get_override_parameters(self) -> list[Any]:
        return [*SIDES, *self._filters(), *PAGING, self._fields()]
