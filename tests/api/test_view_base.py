"""A view that would read past the register's door is refused when it is imported."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from cpl.api import DeviceModels, DeviceModelSerializer
from cpl.filters import DeviceModelFilters
from firmware.api import FirmwareRecords
from firmware.models import PublishedFirmwareRecord
from sec_registry.registers.api import RegisterViewSet
from sec_registry.registers.permissions import Closed

WHOLE: dict[str, Any] = {
    "register": "firmware",
    "filters": DeviceModelFilters,
    "document": DeviceModelSerializer,
}


def declared(*bases: type, **members: Any) -> type:
    return type("Declared", bases or (RegisterViewSet,), members)


@pytest.mark.parametrize("missing", WHOLE)
def test_a_view_declares_its_register_filters_and_document(missing: str) -> None:
    members = {name: value for name, value in WHOLE.items() if name != missing}

    with pytest.raises(TypeError, match=f"declares no {missing}"):
        declared(**members)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("queryset", PublishedFirmwareRecord.objects.all()),
        ("get_queryset", lambda self: PublishedFirmwareRecord.objects.all()),
        ("serializer_class", DeviceModelSerializer),
        ("permission_classes", [AllowAny]),
        ("get_permissions", lambda self: [AllowAny()]),
        ("check_permissions", lambda self, request: None),
        ("permission_denied", lambda self, request: None),
        ("authentication_classes", []),
        ("initial", lambda self, request: None),
        ("dispatch", lambda self, request: None),
        ("list", lambda self, request: None),
        ("retrieve", lambda self, request, number: None),
        ("door", None),
        ("_page", None),
        ("_disclose", lambda self, request, reach, numbers: None),
    ],
)
def test_nothing_may_take_the_place_of_the_door(name: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"may not set {name}"):
        declared(**WHOLE, **{name: value})


def test_a_mixin_may_not_either() -> None:
    class Mixin:
        permission_classes = [AllowAny]

    with pytest.raises(TypeError, match="may not set permission_classes"):
        declared(Mixin, RegisterViewSet, **WHOLE)


def test_a_subclass_of_a_view_is_held_to_the_same() -> None:
    with pytest.raises(TypeError, match="may not set list"):
        declared(FirmwareRecords, list=lambda self, request: None)


def test_a_view_may_add_what_the_door_does_not_have() -> None:
    assert hasattr(declared(**WHOLE, pathways=lambda self: None), "pathways")


@pytest.mark.django_db
def test_permissions_named_by_a_route_open_nothing(client: Client) -> None:
    view = FirmwareRecords.as_view({"get": "list"}, permission_classes=[AllowAny])

    assert view(RequestFactory().get("/")).status_code == 401


def test_a_view_that_names_no_permission_is_closed() -> None:
    class Forgotten(APIView):
        def get(self, request: Request) -> None:
            raise AssertionError("reached")

    assert Forgotten.permission_classes == [Closed]
    assert Forgotten.as_view()(RequestFactory().get("/")).status_code == 401


def test_the_open_register_is_a_register_like_the_others() -> None:
    assert issubclass(DeviceModels, RegisterViewSet)
