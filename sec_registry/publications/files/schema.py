"""The OpenAPI description of whole lists."""

from functools import cache
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from sec_registry.registers.schema import NUMBER, Documented, DoorSchema
from sec_registry.registers.tables import MARKING_COLUMNS

REDACTIONS = "redactions"
REDACTIONS_ASKED = OpenApiParameter(
    REDACTIONS,
    {"type": "integer", "minimum": 0},
    description="As the file says; with it the address never changes what it answers.",
)
RANGE = OpenApiParameter(
    "Range",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="A part of the file in the encoding that is sent, such as bytes=0-999.",
)


@cache
def whole_list_of(document: Documented, restricted: bool) -> Documented:
    """The serializer that describes a whole list of these documents."""
    members: dict[str, Any] = {
        "__doc__": "All records of a register as one publication holds them.",
        "register": serializers.CharField(),
        "publication": serializers.IntegerField(),
        "published_at": serializers.DateTimeField(),
        "digest": serializers.CharField(help_text="The publication's."),
        "root": serializers.CharField(help_text="The register's in the signed manifest."),
        "results": serializers.ListField(child=document()),
    }
    if restricted:
        names = (name.lower().replace(" ", "_") for name in MARKING_COLUMNS)
        members |= {name: serializers.CharField() for name in names}
    else:
        members["records"] = serializers.IntegerField()
        each = serializers.ListField(child=serializers.CharField())
        members |= {"digests": each, "salts": each}
        members[REDACTIONS] = serializers.IntegerField(help_text="Made in it so far.")
    name = document.__name__.removesuffix("Serializer")
    return type(f"{name}WholeListSerializer", (serializers.Serializer,), members)


class WholeListSchema(DoorSchema):
    """Describes a ``WholeList``."""

    def get_operation_id(self) -> str:
        return f"{self.view.register}_whole_list_{self.view.form.suffix}"

    def get_response_serializers(self) -> Any:
        form, restricted = self.view.form, self.view.door.restricted
        media_type = form.media_type.partition(";")[0]
        content: Any = OpenApiTypes.STR
        if media_type == "application/json":
            content = whole_list_of(self.view.document, restricted)
        answers: dict[Any, Any] = {(200, media_type): content}
        if restricted:
            return self.refusable(answers, 404)
        return self.refusable({**answers, (206, media_type): OpenApiTypes.BINARY}, 404, 416)

    def get_override_parameters(self) -> list[Any]:
        return [NUMBER] if self.view.door.restricted else [NUMBER, REDACTIONS_ASKED, RANGE]
