"""Look-ups by Hash and identity: matches, near misses, and every error at once."""

from typing import Any

import pytest
from django.test import Client

from tests.published import publish_numbers

LOOKUPS = "/api/v1/cpl/lookups/"
IDENTITY = {
    "manufacturer": "FA0A",
    "model": "0A01",
    "hardware_version": "0100",
    "firmware_version": "00000001",
}

pytestmark = pytest.mark.django_db


def look_up(client: Client, *items: object) -> Any:
    return client.post(LOOKUPS, {"items": list(items)}, content_type="application/json")


def results(client: Client, *items: object) -> Any:
    return look_up(client, *items).json()["results"]


def test_a_hash_finds_every_device_model_that_shares_it(client: Client) -> None:
    shared = {"image": {"creator": "X", "descriptor": "x", "hash": "A" * 64, "hash_algorithm": ""}}
    publish_numbers(1, 2, **shared)
    publish_numbers(2, status="REMOVED", **shared)

    (answer,) = results(client, {"image_hash": "a" * 64})

    assert answer == {
        "matches": [
            {"cpl_number": 1, "status": "CURRENT"},
            {"cpl_number": 2, "status": "REMOVED"},
        ],
        "near": [],
    }


@pytest.mark.parametrize(
    "item",
    [
        IDENTITY,
        {**IDENTITY, "device_type": "ESME"},
        {**IDENTITY, "manufacturer": "fa0a"},
        {"manufacturer": "FA0A", "duis_model": "0a010100", "firmware_version": "00000001"},
        {"manufacturer": "fa:0a", "duis_model": "0A:01:01.00", "firmware_version": "00:00:00.01"},
        {"manufacturer": " FA0A ", "model": "0a010100", "firmware_version": "0000 0001"},
        {**IDENTITY, "device_type": "esme", "model": "0A:01"},
    ],
)
def test_an_identity_finds_its_device_model(client: Client, item: dict[str, str]) -> None:
    publish_numbers(1)

    assert results(client, item) == [
        {"matches": [{"cpl_number": 1, "status": "CURRENT"}], "near": []}
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("device_type", "GSME"),
        ("manufacturer", "FB0B"),
        ("model", "0A02"),
        ("hardware_version", "0101"),
        ("firmware_version", "00000002"),
    ],
)
def test_what_differs_in_one_field_is_near(client: Client, field: str, value: str) -> None:
    publish_numbers(1)

    (answer,) = results(client, {"device_type": "ESME", **IDENTITY, field: value})

    assert answer["matches"] == []
    assert answer["near"] == [{"cpl_number": 1, "status": "CURRENT", "differs": [field]}]


def test_what_differs_in_two_fields_is_not_near(client: Client) -> None:
    publish_numbers(1)

    (answer,) = results(client, {**IDENTITY, "model": "0A02", "hardware_version": "0101"})

    assert answer == {"matches": [], "near": []}


def test_without_a_device_type_those_of_every_type_match(client: Client) -> None:
    publish_numbers(1)
    publish_numbers(2, device_type="GSME", firmware_version="00000001")

    (answer,) = results(client, IDENTITY)

    assert [match["cpl_number"] for match in answer["matches"]] == [1, 2]


def test_answers_come_in_the_order_of_the_items(client: Client) -> None:
    publish_numbers(1, 2, 3)
    asked = [{**IDENTITY, "firmware_version": f"{number:08X}"} for number in (3, 1, 9, 3)]

    response = look_up(client, *asked).json()

    assert response["publication"] == 1
    assert [
        [match["cpl_number"] for match in answer["matches"]] for answer in response["results"]
    ] == [[3], [1], [], [3]]


def test_a_thousand_items_cost_no_more_queries_than_two(
    client: Client, django_assert_num_queries: Any
) -> None:
    publish_numbers(1, 2)
    identities = [{**IDENTITY, "firmware_version": f"{number:08X}"} for number in range(500)]
    hashes = [{"image_hash": f"{number:064X}"} for number in range(500)]

    with django_assert_num_queries(3):
        response = look_up(client, *identities, *hashes)

    assert len(response.json()["results"]) == 1_000


def test_no_items_have_no_answers(client: Client) -> None:
    assert look_up(client).json() == {"publication": 0, "results": []}


def test_the_two_functions_of_a_hub_are_the_hub(client: Client) -> None:
    publish_numbers(1, device_type="CH")

    for name in ("CHF", "gpf", "Communications Hub", "CH"):
        (answer,) = results(client, {**IDENTITY, "device_type": name})
        assert [match["cpl_number"] for match in answer["matches"]] == [1]


def test_a_look_up_reads_the_publication_that_it_asks_for(client: Client) -> None:
    publish_numbers(1)
    publish_numbers(1, firmware_version="00000009", status="REMOVED")

    def asked(query: str) -> Any:
        body = {"items": [IDENTITY]}
        answer = client.post(f"{LOOKUPS}?{query}", body, content_type="application/json").json()
        return answer["publication"], answer["results"][0]

    match = {"cpl_number": 1, "status": "CURRENT"}
    near = {"cpl_number": 1, "status": "REMOVED", "differs": ["firmware_version"]}
    assert asked("publication=1") == (1, {"matches": [match], "near": []})
    assert asked("at=2999-01-01T00:00:00Z") == (2, {"matches": [], "near": [near]})
    assert asked("at=1999-01-01T00:00:00Z") == (0, {"matches": [], "near": []})


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("publication=3", ["publication"]),
        ("publication=x&at=y&fields=z&manufacturer__code=FA0A", None),
        ("publication=0&at=2027-01-31T00:00:00Z", ["at"]),
    ],
)
def test_a_query_that_asks_for_something_else_is_refused(
    client: Client, query: str, parameters: list[str] | None
) -> None:
    answer = client.post(f"{LOOKUPS}?{query}", {"items": []}, content_type="application/json")

    assert answer.status_code == 400
    wrong = [error["parameter"] for error in answer.json()["errors"]]
    assert wrong == (parameters or ["publication", "at", "fields", "manufacturer__code"])


def test_too_many_items_are_counted_and_not_looked_at(client: Client) -> None:
    response = look_up(client, *[0] * 100_000)

    (error,) = response.json()["errors"]
    assert error["pointer"] == "#/items"
    assert error["detail"] == "At most 1,000 items are looked up at once; these are 100,000."


def test_what_a_spreadsheet_did_is_named(client: Client) -> None:
    item = {**IDENTITY, "manufacturer": "1E3", "firmware_version": "1"}
    response = look_up(client, item, {"image_hash": "1" * 63})

    assert [error["detail"].count("A spreadsheet may have") for error in response.json()["errors"]]
    assert [error["pointer"] for error in response.json()["errors"]] == [
        "#/items/0/manufacturer",
        "#/items/0/firmware_version",
        "#/items/1/image_hash",
    ]


def test_every_error_of_every_item_is_told_at_once(client: Client) -> None:
    response = look_up(
        client,
        IDENTITY,
        {"image_hash": "AB"},
        {**IDENTITY, "manufacturer": 1063, "firmware_version": "020E66"},
        {"manufacturer": "FA0A", "duis_model": "0A01", "firmware_version": "00000001"},
        {"model": "0A01", "hardware_version": "\0", "colour": "red", "x" * 999: None},
        "0A01",
        {"image_hash": "A" * 64, "manufacturer": "FA0A"},
        {"manufacturer": " ", "duis_model": None, "firmware_version": ["1"], "model": "0A01"},
        {},
    )

    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [
        "#/items/1/image_hash",
        "#/items/2/manufacturer",
        "#/items/2/firmware_version",
        "#/items/3/duis_model",
        "#/items/4/manufacturer",
        "#/items/4/hardware_version",
        "#/items/4/firmware_version",
        "#/items/4/colour",
        f"#/items/4/{'x' * 60}",
        "#/items/5",
        "#/items/6/manufacturer",
        "#/items/7/manufacturer",
        "#/items/7/duis_model",
        "#/items/7/firmware_version",
        "#/items/7/model",
        *(f"#/items/8/{name}" for name in IDENTITY),
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/items"),
        ({"items": {}}, "#/items"),
        ({"items": [{"image_hash": "A" * 64}] * 1_001}, "#/items"),
        ({"items": [], "publication": 1}, "#/publication"),
        ([], "#"),
        ({"items": None}, "#/items"),
        ({"items": "x" * 10_000}, "#/items"),
    ],
)
def test_a_body_of_another_shape_is_refused(client: Client, body: object, pointer: str) -> None:
    response = client.post(LOOKUPS, body, content_type="application/json")

    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
