"""The OpenAPI description of the registers' views, from what they declare."""

from collections.abc import Iterable, Mapping
from functools import cache
from inspect import getdoc
from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from sec_registry.registers.models import Change
from sec_registry.registers.paging import DEFAULT_LIMIT, GREATEST_LIMIT
from sec_registry.registers.problems import MEDIA_TYPE
from sec_registry.registers.queries import members_of
from sec_registry.registers.sheets import XLSX_TYPE

Documented = type[serializers.Serializer[Any]]

NUMBER = OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH)
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": GREATEST_LIMIT, "default": DEFAULT_LIMIT},
    description="Records on a page.",
)
COUNT = OpenApiParameter(
    "count", OpenApiTypes.BOOL, description="Also count what the filters let through."
)
AFTER = OpenApiParameter("after", OpenApiTypes.INT, description="Only CPL numbers above this one.")
PAGING = (LIMIT, AFTER, COUNT)
CHANGED_SINCE = OpenApiParameter(
    "changed_since",
    OpenApiTypes.INT,
    description="Only records that a later publication than this one changed.",
)
POINT_IN_TIME = (
    OpenApiParameter("publication", OpenApiTypes.INT, description="Read as published in this one."),
    OpenApiParameter("at", OpenApiTypes.DATETIME, description="Read as it was published then."),
)


LINK = OpenApiParameter(
    "Link",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200],
    description="The same Device Model in the other registers that are open to the reader: "
    "device-model, firmware-record, zigbee-record.",
)


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """One error of a problem."""

    pointer = serializers.CharField(help_text="JSON Pointer to what is wrong.")
    detail = serializers.CharField()
    clause = serializers.CharField(required=False, help_text="Clause or policy that it breaks.")
    rule = serializers.CharField(required=False)
    parameter = serializers.CharField(required=False, help_text="Query parameter at fault.")
    row = serializers.IntegerField(required=False, help_text="Row of a table that was sent.")
    found = serializers.CharField(required=False)
    expected = serializers.CharField(required=False)


class ProblemSerializer(serializers.Serializer[Any]):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # a member of the answer, which hides the base's own only from the types


def with_problems(answers: Mapping[Any, Any], *statuses: int) -> dict[Any, Any]:
    """The answers of an operation, and the problems that it may answer with."""
    problems = {(status, MEDIA_TYPE): ProblemSerializer for status in statuses}
    return {**answers, **problems}


@cache
def page_of(document: Documented, restricted: bool) -> Documented:
    """The serializer that describes a page of these documents."""
    members: dict[str, Any] = {
        "__doc__": "One page of a list, all of it from one publication.",
        "publication": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True, help_text="Null at the end."),
        "count": serializers.IntegerField(required=False, help_text="With count=true."),
        "results": document(many=True),
    }
    if restricted:
        members["marking"] = serializers.CharField(help_text="Who may see this.")
    name = document.__name__.removesuffix("Serializer")
    page = type(f"{name}PageSerializer", (serializers.Serializer,), members)
    # It is the answer itself, not what an array of answers is made of.
    set_override(page, "many", False)
    return page


class RedactedSerializer(serializers.Serializer[Any]):
    """A redaction that a document went through; its words stand where something was taken out."""

    redaction = serializers.IntegerField(help_text="Its number in the register.")
    date = serializers.DateField()
    members = serializers.ListField(child=serializers.CharField(), help_text="Such as model.name.")


@cache
def change_of(document: Documented) -> Documented:
    """The serializer that describes how a publication changed one of these documents."""
    members: dict[str, Any] = {
        "__doc__": "How a publication changed one record.",
        "register": serializers.CharField(),
        "cpl_number": serializers.IntegerField(),
        "change": serializers.ChoiceField(Change.choices),
        "document": document(help_text="The record as it became."),
    }
    name = document.__name__.removesuffix("Serializer")
    return type(f"{name}ChangeSerializer", (serializers.Serializer,), members)


#: How the answers of a list are described as tables.
AS_TABLES: dict[Any, Any] = {
    (200, "text/csv"): OpenApiTypes.STR,
    (200, XLSX_TYPE): OpenApiTypes.BINARY,
}


class DoorSchema(AutoSchema):
    """Describes what stands behind a register's door, which is what ``view`` is here."""

    view: Any

    def get_tags(self) -> list[str]:
        return [self.view.door.title]

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular spells it
        """What the view says of its register and of who may read it, then what it does."""
        return f"{getdoc(type(self.view))} {super().get_description()}"

    def get_auth(self) -> list[dict[str, Any]]:
        """Anyone may read an open register, without signing in."""
        auth: list[dict[str, Any]] = super().get_auth()
        return auth if self.view.door.restricted else [*auth, {}]

    def tabled(self, document: Documented) -> dict[Any, Any]:
        """The answers of a list of these, in JSON and as a table."""
        page = page_of(document, self.view.door.restricted)
        return {(200, "application/json"): page, **AS_TABLES}

    def refusable(self, answers: Mapping[Any, Any], *statuses: int) -> dict[Any, Any]:
        """The answers of a register, with what it may refuse."""
        if self.view.door.restricted:
            return with_problems(answers, 400, 401, 403, *statuses, 503)
        return with_problems({**answers, 304: None}, 400, *statuses, 503)


class ChangesSchema(DoorSchema):
    """Describes a ``RegisterChanges``."""

    def get_response_serializers(self) -> Any:
        return self.refusable(self.tabled(change_of(self.view.document)), 404)

    def get_override_parameters(self) -> list[Any]:
        return [NUMBER, *PAGING]


class RegisterSchema(DoorSchema):
    """Describes a ``RegisterViewSet``."""

    def get_response_serializers(self) -> Any:
        if self.view.detail:
            return self.refusable({200: self.view.document}, 404)
        return self.refusable(self.tabled(self.view.document))

    def get_override_parameters(self) -> list[Any]:
        if self.view.detail:
            return [NUMBER, *POINT_IN_TIME, self._fields(), LINK]
        return [*self._filters(), *PAGING, CHANGED_SINCE, *POINT_IN_TIME, self._fields()]

    def _filters(self) -> Iterable[OpenApiParameter]:
        for name, each in self.view.filters.base_filters.items():
            words = each.extra.get("words")
            kind = getattr(each, "schema_type", OpenApiTypes.STR)
            yield OpenApiParameter(name, kind, description=each.extra["help_text"], enum=words)

    def _fields(self) -> OpenApiParameter:
        words = {"type": "string", "enum": list(members_of(self.view.document))}
        return OpenApiParameter(
            "fields",
            {"type": "array", "items": words},
            style="form",
            explode=False,
            description="Only these members of each document, or the columns made of them.",
        )
