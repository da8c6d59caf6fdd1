"""Bulk look-up by Hash and by identity, for anyone: "is this on the list?"."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import (
    OpenApiExample,
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
from cpl.lookup_items import question_read
from cpl.lookups import MOST_NEAR, Question, answers
from cpl.models import PublishedDeviceModel
from cpl.spellings import IDENTITY, LONGEST
from sec_registry.registers.bodies import StrictSerializer
from sec_registry.registers.catalogue import register
from sec_registry.registers.paging import as_published
from sec_registry.registers.queries import moment_asked
from sec_registry.registers.schema import POINT_IN_TIME, with_problems

MOST_ITEMS = 1_000
_SPELT = "Small letters and colons between octets are read too."


class HashItemSerializer(serializers.Serializer[Any]):
    """The Hash of a Manufacturer Image."""

    image_hash = serializers.CharField(help_text=f"64 hexadecimal digits. {_SPELT}")


class IdentityItemSerializer(serializers.Serializer[Any]):
    """A Device Model by its identity."""

    device_type = serializers.CharField(
        required=False, help_text="Those of every type, if left out; CHF and GPF are CH."
    )
    manufacturer = serializers.CharField(help_text=f"4 hexadecimal digits. {_SPELT}")
    model = serializers.CharField(max_length=LONGEST)
    hardware_version = serializers.CharField(
        max_length=LONGEST, help_text="May be left out where the model is a DUIS model code."
    )
    firmware_version = serializers.CharField(
        help_text="8 hexadecimal digits, also as 00:02:00.00; never without zeros in front."
    )


class DuisItemSerializer(serializers.Serializer[Any]):
    """As DUIS writes it: model identifier and hardware version in one."""

    manufacturer = serializers.CharField()
    duis_model = serializers.CharField(help_text="8 hexadecimal digits, such as 010A030B.")
    firmware_version = serializers.CharField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="LookupItem",
        serializers=[HashItemSerializer, IdentityItemSerializer, DuisItemSerializer],
        resource_type_field_name=None,
    )
)
class ItemField(serializers.Field[Question, Any, Any, Any]):
    """One item in any of its three forms, which the serializers describe."""

    def to_internal_value(self, data: Any) -> Question:
        found = question_read(data)
        if isinstance(found, Question):
            return found
        if not found[0].field:
            raise serializers.ValidationError(found[0].detail)
        raise serializers.ValidationError({each.field: [each.detail] for each in found})


class ItemsField(serializers.ListField):
    """Items, counted before any of them is looked at."""

    child = ItemField()

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and len(data) > MOST_ITEMS:
            raise serializers.ValidationError(
                f"At most {MOST_ITEMS:,} items are looked up at once; these are {len(data):,}."
            )
        return super().to_internal_value(data)


class LookupSerializer(StrictSerializer):
    """Up to 1,000 questions."""

    items = ItemsField(max_length=MOST_ITEMS)


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


ASKED = OpenApiExample(
    "A Hash, an identity, and an identity as DUIS writes it",
    value={
        "items": [
            {"image_hash": "0F" * 32},
            {
                "device_type": "ESME",
                "manufacturer": "FA01",
                "model": "A101",
                "hardware_version": "0100",
                "firmware_version": "1A010130",
            },
            {"manufacturer": "fa:01", "duis_model": "A1010100", "firmware_version": "1A:01:01.31"},
        ]
    },
    request_only=True,
)
ANSWERED = OpenApiExample(
    "Their answers, in the same order",
    value={
        "publication": 18,
        "results": [
            {"matches": [], "near": []},
            {"matches": [{"cpl_number": 101, "status": "CURRENT"}], "near": []},
            {
                "matches": [],
                "near": [{"cpl_number": 101, "status": "CURRENT", "differs": ["firmware_version"]}],
            },
        ],
    },
    response_only=True,
)


class Lookups(Gate):
    """Look up Device Models by Hash or by identity, up to 1,000 at once."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)

    @extend_schema(
        tags=["Central Products List"],
        operation_id="cpl_lookups",
        parameters=[*POINT_IN_TIME],
        request=LookupSerializer,
        responses=with_problems({200: AnswersSerializer}, 400, 413, 503),
        examples=[ASKED, ANSWERED],
    )
    def post(self, request: Request) -> Response:
        """Answer each item with its matches, removed ones included, and its near misses."""
        door = register(REGISTER)
        publication = moment_asked(request.query_params, door).publication
        asked = LookupSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        visible = cast("QuerySet[PublishedDeviceModel]", door.visible_to(request.user))
        found = answers(asked.validated_data["items"], as_published(visible, publication))
        results = [{"matches": each.matches, "near": each.near} for each in found]
        return Response(
            {"publication": publication, "results": results},
            headers={"Cache-Control": "no-store"},
        )
