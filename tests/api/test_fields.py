"""Members of documents on request: those and no others, within the same right, and recorded."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.registers.models import Disclosure
from tests.api.conftest import Reading
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish, publish_numbers

CPL = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"
ZIGBEE = "/api/v1/zigbee/records/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def records() -> None:
    publish(documents_of(1), documents_of(2, device_type="PPMID"))


def test_a_list_holds_the_members_asked_for(client: Client) -> None:
    page = client.get(CPL, {"fields": "status,cpl_number,model", "limit": "1"}).json()

    model = {"identifier": "0A01", "name": "Imaginary One"}
    assert page["results"] == [{"cpl_number": 1, "status": "CURRENT", "model": model}]
    assert "fields=status%2Ccpl_number%2Cmodel" in page["next"]
    assert client.get(page["next"]).json()["results"][0]["cpl_number"] == 2


def test_one_record_holds_the_members_asked_for(client: Client) -> None:
    assert client.get(f"{CPL}1/", {"fields": " firmware_version , status"}).json() == {
        "firmware_version": "00000001",
        "status": "CURRENT",
    }


@pytest.mark.parametrize("path", [CPL, f"{CPL}1/"])
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ("cpl_number,nothing", '"nothing"'),
        ("Status", '"Status"'),
        ("radios", '"radios"'),
        ("manufacturer.code", '"manufacturer.code"'),
        ("status,", '""'),
        ("document", '"document"'),
    ],
)
def test_a_member_that_is_not_there_is_refused_by_name(
    client: Client, path: str, fields: str, named: str
) -> None:
    response = client.get(path, {"fields": fields})

    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == "fields"
    assert error["detail"].startswith(f"There is no {named}; there is cpl_number, device_type,")


def test_a_narrowed_answer_has_a_tag_of_its_own(client: Client) -> None:
    for path in (CPL, f"{CPL}1/"):
        whole = client.get(path)["ETag"]
        narrow = client.get(path, {"fields": "status"})["ETag"]

        assert whole != narrow
        again = client.get(path, {"fields": "status"}, headers={"If-None-Match": narrow})
        assert again.status_code == 304


def test_restricted_members_are_shown_within_the_right_and_recorded(party: Client) -> None:
    page = party.get(FIRMWARE, {"fields": "upgrade,cpl_number"}).json()
    one = party.get(f"{FIRMWARE}2/", {"fields": "contact"})
    party.get(f"{FIRMWARE}2/")

    assert [list(each) for each in page["results"]] == [["cpl_number", "upgrade"]] * 2
    assert FIR_CANARY not in str(page)
    assert list(one.json()) == ["contact"]
    assert one["Registry-Marking"]
    recorded = Disclosure.objects.order_by("pk").values_list("numbers", "fields")
    assert list(recorded) == [([1, 2], "upgrade,cpl_number"), ([2], "contact"), ([2], "")]


def test_members_open_nothing(client: Client, reading: Reading, grantee: User) -> None:
    granted = reading(grantee)

    assert client.get(FIRMWARE, {"fields": "cpl_number"}).status_code == 401
    assert granted.get(FIRMWARE, {"fields": "cpl_number"}).status_code == 403
    assert granted.get(f"{ZIGBEE}1/", {"fields": "cpl_number"}).status_code == 404
    shown: Any = granted.get(ZIGBEE, {"fields": "cpl_number"}).json()
    assert shown["results"] == [{"cpl_number": 2}]
    assert DZIR_CANARY not in str(shown)


def test_older_publications_are_narrowed_alike(client: Client) -> None:
    publish_numbers(1, status="REMOVED")

    query = {"fields": "status", "publication": "1", "limit": "1"}
    assert client.get(CPL, query).json()["results"] == [{"status": "CURRENT"}]
