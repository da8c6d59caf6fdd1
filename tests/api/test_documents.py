"""What is accepted is read back, and the schema describes it as it is."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.serializers import ListSerializer, Serializer

from cpl.api import DeviceModelSerializer
from firmware.api import FirmwareRecordSerializer
from tests.registry import Panel, accept, make_panel, numbers_given
from tests.rows import DEVICE_TYPES, row_of, smets1_row
from zigbee.api import ZigbeeRecordSerializer

pytestmark = pytest.mark.django_db

READ = {
    "cpl/device-models": DeviceModelSerializer,
    "firmware/records": FirmwareRecordSerializer,
    "zigbee/records": ZigbeeRecordSerializer,
}


@pytest.fixture
def panel(db: None) -> Panel:
    return make_panel()


def undescribed(document: Any, serializer: Any) -> set[str]:
    """Members that the document has and the serializer does not, at any depth."""
    if isinstance(serializer, ListSerializer):
        return {name for each in document for name in undescribed(each, serializer.child)}
    if not isinstance(serializer, Serializer) or document is None:
        return set()
    deeper = {
        inner
        for name, field in serializer.fields.items()
        if name in document
        for inner in undescribed(document[name], field)
    }
    return deeper | (set(document) - set(serializer.fields))


def assert_described(document: dict[str, Any], serializer: type[Serializer[Any]]) -> None:
    described = serializer(data=document)
    described.is_valid(raise_exception=True)
    assert undescribed(document, serializer()) == set()


@pytest.mark.parametrize(
    "row",
    [*(row_of(each) for each in DEVICE_TYPES), smets1_row()],
    ids=[*DEVICE_TYPES, "SMETS1"],
)
@pytest.mark.parametrize("path", READ)
def test_an_accepted_device_model_is_read_back_as_described(
    party: Client, ssc: Client, panel: Panel, row: dict[str, Any], path: str
) -> None:
    (number,) = numbers_given(accept(row, panel=panel))
    reader = ssc if path.startswith("zigbee") else party

    document = reader.get(f"/api/v1/{path}/{number}/").json()
    page = reader.get(f"/api/v1/{path}/").json()

    assert document["cpl_number"] == number
    assert page["results"] == [document]
    assert_described(document, READ[path])


def test_an_upgrade_and_its_block_are_described(party: Client, panel: Panel) -> None:
    first = row_of("PPMID", Reference="first", **{"Image hash": "A" * 64})
    second = row_of(
        "PPMID",
        Reference="second",
        **{"Firmware version": "00000002", "Upgrade": "yes", "Baselines": "first"},
    )
    start, end = numbers_given(accept(first, second, panel=panel))
    block = {
        "Action": "block baselines",
        "CPL number": str(end),
        "Baselines": str(start),
        "Reason": "It fails.",
    }
    accept(block, panel=panel)

    document = party.get(f"/api/v1/firmware/records/{end}/").json()

    assert document["upgrade"]["baselines"] == []
    assert [each["cpl_number"] for each in document["upgrade"]["blocked"]] == [start]
    assert_described(document, FirmwareRecordSerializer)


def test_a_removed_device_model_is_described(client: Client, panel: Panel) -> None:
    (number,) = numbers_given(accept(row_of("ESME"), panel=panel))
    removal = {
        "Action": "remove",
        "CPL number": str(number),
        "Removal reason": "Superseded.",
        "Removal authority": "Panel",
        "Removal date": "2024-05-01",
        "Reason public": "yes",
    }
    accept(removal, panel=panel)

    document = client.get(f"/api/v1/cpl/device-models/{number}/").json()

    assert document["status"] == "REMOVED"
    assert document["removal"] == {"date": "2024-05-01", "reason": "Superseded."}
    assert_described(document, DeviceModelSerializer)
