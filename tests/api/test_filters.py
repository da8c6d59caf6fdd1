"""Filters of the lists: each lets through what it names, and nothing undeclared does anything."""

from typing import Any

import pytest
from django.test import Client

from tests.published import publish_numbers

CPL = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"
ZIGBEE = "/api/v1/zigbee/records/"

pytestmark = pytest.mark.django_db

#: Filter, the value that number 1 has, the facts that give number 2 another, and that other value.
IDENTITY = [
    ("device_type", "ESME", {"device_type": "GSME"}, "GSME"),
    ("generation", "SMETS2+", {"generation": "SMETS1"}, "SMETS1"),
    ("manufacturer", "FA0A", {"manufacturer": {"code": "FB0B", "name": "Other"}}, "FB0B"),
    ("model", "0A01", {"model": {"identifier": "0A02", "name": ""}}, "0A02"),
    ("hardware_version", "0100", {"hardware_version": "0101"}, "0101"),
    ("firmware_version", "00000001", {"firmware_version": "0000000A"}, "0000000a"),
    ("status", "CURRENT", {"status": "REMOVED"}, "REMOVED"),
]


def numbers(response: Any) -> list[int]:
    return [each["cpl_number"] for each in response.json()["results"]]


@pytest.mark.parametrize(("name", "value", "facts", "other"), IDENTITY)
def test_the_public_list_is_filtered_both_ways(
    client: Client, name: str, value: str, facts: dict[str, object], other: str
) -> None:
    publish_numbers(1)
    publish_numbers(2, **facts)

    assert numbers(client.get(CPL, {name: value})) == [1]
    assert numbers(client.get(CPL, {name: other})) == [2]


@pytest.mark.parametrize(("name", "value", "facts", "other"), IDENTITY)
def test_the_firmware_list_is_filtered_both_ways(
    party: Client, name: str, value: str, facts: dict[str, object], other: str
) -> None:
    publish_numbers(1)
    publish_numbers(2, **facts)

    assert numbers(party.get(FIRMWARE, {name: value})) == [1]
    assert numbers(party.get(FIRMWARE, {name: other})) == [2]


@pytest.mark.parametrize(("name", "value", "facts", "other"), IDENTITY)
def test_the_zigbee_list_is_filtered_both_ways(
    ssc: Client, name: str, value: str, facts: dict[str, object], other: str
) -> None:
    publish_numbers(1)
    publish_numbers(2, **facts)

    assert numbers(ssc.get(ZIGBEE, {name: value})) == [1]
    assert numbers(ssc.get(ZIGBEE, {name: other})) == [2]


def test_a_hash_is_found_in_either_case(client: Client) -> None:
    publish_numbers(0xA, 0xB)

    assert numbers(client.get(CPL, {"image_hash": f"{0xA:064X}"})) == [10]
    assert numbers(client.get(CPL, {"image_hash": f"{0xB:064x}"})) == [11]
    assert numbers(client.get(CPL, {"image_hash": "F" * 64})) == []


def test_the_plus_of_a_generation_may_stand_unescaped(client: Client) -> None:
    publish_numbers(1)

    assert numbers(client.get(f"{CPL}?generation=SMETS2+")) == [1]


def test_filters_narrow_together(client: Client) -> None:
    publish_numbers(1, 2)
    publish_numbers(3, device_type="GSME")

    found = client.get(CPL, {"device_type": "ESME", "firmware_version": "00000002"})

    assert numbers(found) == [2]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("device_type", "esme", "Use one of ESME, GSME, PPMID, HCALCS, SAPC, CH."),
        ("generation", "SMETS2", "Use one of SMETS1, SMETS2+."),
        ("status", "current", "Use one of CURRENT, REMOVED."),
        ("manufacturer", "A0A", "4 hexadecimal digits are needed."),
        ("firmware_version", "0000000G", "8 hexadecimal digits are needed."),
        ("image_hash", "AB", "64 hexadecimal digits are needed."),
        ("model", "", "It has no value."),
        ("model", "\0", "Null characters are not allowed."),
    ],
)
def test_a_value_that_no_record_could_have_is_refused(
    client: Client, name: str, value: str, sentence: str
) -> None:
    response = client.get(CPL, {name: value})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"pointer": f"#/{name}", "parameter": name, "detail": sentence}
    ]


def test_a_filter_given_twice_is_refused(client: Client) -> None:
    response = client.get(f"{CPL}?status=CURRENT&status=REMOVED")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "status"


@pytest.mark.parametrize(
    "name",
    [
        "foo",
        "document",
        "document__contains",
        "model__startswith",
        "published_in__accepted_by",
        "+__radios__chipset_vendor",
        "+__zigbee_record__radios__chipset_vendor__startswith",
        "salt",
        "ordering",
        "pk",
    ],
)
def test_a_name_that_is_not_declared_is_refused_without_effect(party: Client, name: str) -> None:
    publish_numbers(1)

    response = party.get(FIRMWARE, {name: "1"})

    assert response.status_code == 400
    assert name in response.json()["detail"]
    assert [error["parameter"] for error in response.json()["errors"]] == [name]


def test_the_hash_filters_the_public_list_only(party: Client) -> None:
    assert party.get(FIRMWARE, {"image_hash": "F" * 64}).status_code == 400


def test_one_record_takes_no_filter(client: Client) -> None:
    publish_numbers(1)

    assert client.get(f"{CPL}1/", {"status": "REMOVED"}).status_code == 400
