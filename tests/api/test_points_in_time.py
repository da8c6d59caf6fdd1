"""Reading at an older publication: the record as it was then, under today's rights."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import organisation_cease
from tests.published import publish_numbers

LIST = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def past() -> None:
    """Three publications: 1 and 2 listed; 2 removed; 3 added."""
    publish_numbers(1, 2)
    publish_numbers(2, status="REMOVED")
    publish_numbers(3)


@pytest.mark.parametrize(
    ("publication", "listed"),
    [
        (1, [(1, "CURRENT"), (2, "CURRENT")]),
        (2, [(1, "CURRENT"), (2, "REMOVED")]),
        (3, [(1, "CURRENT"), (2, "REMOVED"), (3, "CURRENT")]),
    ],
)
def test_a_list_reads_as_it_was_published(
    client: Client, publication: int, listed: list[tuple[int, str]]
) -> None:
    page = client.get(LIST, {"publication": publication}).json()

    assert page["publication"] == publication
    assert [(each["cpl_number"], each["status"]) for each in page["results"]] == listed


def test_one_record_reads_as_it_was_published(client: Client) -> None:
    assert client.get(f"{LIST}2/").json()["status"] == "REMOVED"
    assert client.get(f"{LIST}2/", {"publication": 1}).json()["status"] == "CURRENT"


def test_a_record_is_not_there_before_it_was_added(client: Client) -> None:
    assert client.get(f"{LIST}3/").status_code == 200
    assert client.get(f"{LIST}3/", {"publication": 2}).status_code == 404


def test_a_publication_that_is_not_yet_is_refused(client: Client) -> None:
    response = client.get(f"{LIST}1/", {"publication": 4})

    assert response.status_code == 400
    assert response.json()["errors"][0]["detail"] == "There is no publication 4 yet."


def test_todays_right_decides_over_the_past(party: Client, party_person: User) -> None:
    assert party.get(FIRMWARE, {"publication": 1}).status_code == 200
    assert party_person.organisation is not None
    organisation_cease(organisation=party_person.organisation, on=localdate(), by="tests")

    assert party.get(FIRMWARE, {"publication": 1}).status_code == 403
    assert party.get(f"{FIRMWARE}1/", {"publication": 1}).status_code == 403
