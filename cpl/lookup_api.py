"""Bulk look-up by Hash and by identity, for anyone: "is this on the list?"."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import (
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import Gate
from accounts.scopes import Scope
from cpl.choices import Status
from cpl.columns import REGISTER
from cpl.lookups import IDENTITY, MOST_NEAR, Question, answers
from cpl.models import PublishedDeviceModel
from sec_registry.registers.bodies import StrictSerializer, TextField
from sec_registry.registers.catalogue import register
from sec_registry.registers.paging import Standing, as_published, standing
from sec_registry.registers.schema import with_problems

MOST_ITEMS = 1_000
HEX_DIGITS = frozenset("0123456789ABCDEF")


class HexField(TextField):
    """Hexadecimal digits in either case."""

    def __init__(self, digits: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.digits = digits

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data).upper()
        if len(text) != self.digits or set(text) - HEX_DIGITS:
            raise serializers.ValidationError(f"{self.digits} hexadecimal digits are needed.")
        return text


class HashItemSerializer(StrictSerializer):
    """The Hash of a Manufacturer Image."""

    image_hash = HexField(64)


class IdentityItemSerializer(StrictSerializer):
    """A Device Model by its identity."""

    device_type = TextField(required=False)
    manufacturer = HexField(4)
    model = TextField(max_length=64)
    hardware_version = TextField(max_length=64)
    firmware_version = HexField(8)


class DuisItemSerializer(StrictSerializer):
    """As DUIS writes it: model identifier and hardware version in one."""

    manufacturer = HexField(4)
    duis_model = HexField(8)
    firmware_version = HexField(8)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="LookupItem",
        serializers=[HashItemSerializer, IdentityItemSerializer, DuisItemSerializer],
        resource_type_field_name=None,
    )
)
class ItemField(serializers.Field[Question, Any, Any, Any]):
    """One item in any of its three forms; the member that only one form has decides."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Made once for all items: making them takes longer than their work.
        self.identity = IdentityItemSerializer()
        self.by_member = {"image_hash": HashItemSerializer(), "duis_model": DuisItemSerializer()}

    def to_internal_value(self, data: Any) -> Question:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError("An object is needed.")
        form = next((self.by_member[name] for name in self.by_member if name in data), None)
        given = dict((form or self.identity).run_validation(data))
        if duis_model := given.pop("duis_model", ""):
            given |= {"model": duis_model[:4], "hardware_version": duis_model[4:]}
        return Question(image_hash=given.pop("image_hash", ""), identity=given)


class LookupSerializer(StrictSerializer):
    """Up to 1,000 questions."""

    items = serializers.ListField(child=ItemField(), max_length=MOST_ITEMS)


class MatchSerializer(serializers.Serializer[Any]):
    """A Device Model that is what was asked for; removed ones too."""

    cpl_number = serializers.IntegerField()
    status = serializers.ChoiceField(Status.choices)


class NearMissSerializer(MatchSerializer):
    """A Device Model that differs from what was asked for in one field."""

    differs = serializers.ListField(child=serializers.ChoiceField([(f, f) for f in IDENTITY]))


class AnswerSerializer(serializers.Serializer[Any]):
    """The answer to one item."""

    matches = MatchSerializer(many=True)
    near = NearMissSerializer(many=True, help_text=f"At most {MOST_NEAR}.")


class AnswersSerializer(serializers.Serializer[Any]):
    """The answers in the order of the items, all from one publication."""

    publication = serializers.IntegerField()
    results = AnswerSerializer(many=True)


class Lookups(Gate):
    """Look up Device Models by Hash or by identity, up to 1,000 at once."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)

    @extend_schema(
        tags=["Central Products List"],
        operation_id="cpl_lookups",
        request=LookupSerializer,
        responses=with_problems({200: AnswersSerializer}, 400, 413, 503),
    )
    def post(self, request: Request) -> Response:
        """Answer each item with its matches, removed ones included, and its near misses."""
        asked = LookupSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        door = register(REGISTER)
        publication = (standing(door) or Standing()).publication
        visible = cast("QuerySet[PublishedDeviceModel]", door.visible_to(request.user))
        found = answers(asked.validated_data["items"], as_published(visible, publication))
        results = [{"matches": each.matches, "near": each.near} for each in found]
        return Response(
            {"publication": publication, "results": results},
            headers={"Cache-Control": "no-store"},
        )
