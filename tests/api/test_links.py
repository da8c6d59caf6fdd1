"""From each register to the other two by CPL number, for those allowed there alone (L18)."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_person, make_superuser
from tests.api.conftest import Reading
from tests.published import documents_of, publish, publish_numbers

CPL = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"
ZIGBEE = "/api/v1/zigbee/records/"
#: The grantee's device type is PPMID.
ESME, PPMID = 1, 2

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def records() -> None:
    publish(documents_of(ESME), documents_of(PPMID, device_type="PPMID"))


def links(response: Any) -> dict[str, str]:
    assert response.status_code in (200, 304)
    found = re.findall(r'<http://testserver([^>]+)>; rel="([^"]+)"', response.get("Link", ""))
    return {relation: address for address, relation in found}


def test_a_party_is_led_between_the_lists_it_may_read(party: Client) -> None:
    assert links(party.get(f"{CPL}1/")) == {"firmware-record": f"{FIRMWARE}1/"}
    assert links(party.get(f"{FIRMWARE}1/")) == {"device-model": f"{CPL}1/"}


def test_the_committee_is_led_to_the_zigbee_record(ssc: Client) -> None:
    assert links(ssc.get(f"{CPL}1/")) == {"zigbee-record": f"{ZIGBEE}1/"}
    assert links(ssc.get(f"{ZIGBEE}1/")) == {"device-model": f"{CPL}1/"}


def test_a_grant_leads_where_it_reaches(reading: Reading, grantee: User) -> None:
    client = reading(grantee)

    assert links(client.get(f"{CPL}{PPMID}/")) == {"zigbee-record": f"{ZIGBEE}{PPMID}/"}
    assert links(client.get(f"{CPL}{ESME}/")) == {}


@pytest.mark.parametrize("role", [Role.AUDITOR, None])
def test_others_are_led_nowhere(reading: Reading, role: Role | None) -> None:
    reader = reading(make_person(role) if role else make_superuser())

    response = reader.get(f"{CPL}1/")

    assert "Link" not in response
    assert response["Cache-Control"].startswith("public")


def test_every_link_opens(party: Client, ssc: Client) -> None:
    for reader, path in ((party, CPL), (party, FIRMWARE), (ssc, CPL), (ssc, ZIGBEE)):
        for address in links(reader.get(f"{path}1/")).values():
            assert reader.get(address).json()["cpl_number"] == 1


def test_a_link_stays_in_the_publication(reading: Reading, grantee: User) -> None:
    client = reading(grantee)
    publish_numbers(PPMID, status="REMOVED", device_type="PPMID")

    old = links(client.get(f"{CPL}{PPMID}/?publication=1"))

    assert old == {"zigbee-record": f"{ZIGBEE}{PPMID}/?publication=1"}
    assert client.get(old["zigbee-record"]).json()["device"]["status"] == "CURRENT"


def test_answers_with_links_are_the_readers_own(party: Client, client: Client) -> None:
    public, own = client.get(f"{CPL}1/"), party.get(f"{CPL}1/")

    assert own["ETag"] == public["ETag"]
    assert public["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert own["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert {"Authorization", "Cookie"} <= set(own["Vary"].split(", "))
    again = party.get(f"{CPL}1/", headers={"If-None-Match": own["ETag"]})
    assert (again.status_code, links(again)) == (304, links(own))


def test_a_link_is_no_look(party: Client, ssc: Client) -> None:
    party.get(f"{CPL}1/")
    ssc.get(f"{CPL}1/")

    assert not Disclosure.objects.exists()
    assert "Link" not in party.get(CPL)


def test_a_record_that_is_not_there_has_no_links(party: Client) -> None:
    assert "Link" not in party.get(f"{CPL}9/")
