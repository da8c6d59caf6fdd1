"""Reading at an older publication: the record as it was then, under today's rights."""

from datetime import timedelta, timezone

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import organisation_cease
from sec_registry.registers.models import Publication
from tests.published import FIR_CANARY, publish_numbers

LIST = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"
ZIGBEE = "/api/v1/zigbee/records/"

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


def test_todays_right_decides_over_the_pages_of_the_past(
    client: Client, party_person: User
) -> None:
    pages = ("/publications/1/", "/publications/compare/?from=0&to=2")
    client.force_login(party_person)
    assert all(FIR_CANARY in client.get(page).content.decode() for page in pages)
    assert party_person.organisation is not None
    organisation_cease(organisation=party_person.organisation, on=localdate(), by="tests")

    for page in pages:
        assert FIR_CANARY not in client.get(page).content.decode()
        assert (
            client.get(f"{page}{'&' if '?' in page else '?'}register=firmware").status_code == 404
        )


def moment(publication: int) -> str:
    return Publication.objects.get(number=publication).published_at.isoformat()


def test_a_list_reads_as_it_was_at_a_time(client: Client) -> None:
    page = client.get(LIST, {"at": moment(2), "limit": "1"}).json()

    assert page["publication"] == 2
    assert "publication=2" in page["next"]
    assert "at=" not in page["next"]
    assert client.get(f"{LIST}2/", {"at": moment(1)}).json()["status"] == "CURRENT"
    assert client.get(f"{LIST}?at={moment(3)}").json()["publication"] == 3


@pytest.mark.parametrize(
    ("shift", "publication"),
    [
        (timedelta(0), 2),
        (timedelta(microseconds=-1), 1),
        (timedelta(microseconds=1), 2),
    ],
)
@pytest.mark.parametrize("hours", [0, 5.5, -12, 14])
def test_a_time_reads_the_same_in_every_zone(
    client: Client, party: Client, ssc: Client, shift: timedelta, publication: int, hours: float
) -> None:
    zone = timezone(timedelta(hours=hours))
    at = (Publication.objects.get(number=2).published_at + shift).astimezone(zone).isoformat()
    status = {1: "CURRENT", 2: "REMOVED"}[publication]

    assert client.get(LIST, {"at": at}).json()["publication"] == publication
    # The plus sign of a zone, unescaped, arrives as a blank.
    assert client.get(f"{LIST}?at={at}").json()["publication"] == publication
    assert client.get(f"{LIST}2/", {"at": at}).json()["status"] == status
    for reader, address in ((party, FIRMWARE), (ssc, ZIGBEE)):
        assert reader.get(f"{address}2/", {"at": at}).json()["device"]["status"] == status
        assert reader.get(address, {"at": at}).json()["publication"] == publication
        assert reader.get(f"{address}2/proof/", {"at": at}).json()["publication"] == publication


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59Z", "2999-01-01T00:00:00+14:00"])
def test_a_time_to_come_reads_what_is_published_now(client: Client, time: str) -> None:
    assert client.get(LIST, {"at": time}).json()["publication"] == 3
    assert client.get(f"{LIST}2/", {"at": time}).json()["status"] == "REMOVED"


@pytest.mark.parametrize("reader", ["party", "ssc"])
def test_before_the_first_publication_a_restricted_register_is_empty(
    request: pytest.FixtureRequest, reader: str
) -> None:
    before, address = {"at": "0001-01-01T00:00:00Z"}, {"party": FIRMWARE, "ssc": ZIGBEE}[reader]
    client: Client = request.getfixturevalue(reader)

    assert client.get(address, before).json()["results"] == []
    assert client.get(f"{address}1/", before).status_code == 404
    assert client.get(f"{address}1/proof/", before).status_code == 404


def test_before_the_first_publication_nothing_is_there(client: Client) -> None:
    before = {"at": "2000-01-01T00:00:00Z"}

    assert client.get(LIST, before).json() == {"publication": 0, "next": None, "results": []}
    assert client.get(f"{LIST}1/", before).status_code == 404


@pytest.mark.parametrize(
    "time",
    [
        "2027-01-31",
        "2027-01-31T12:00:00",
        "yesterday",
        "2027-02-30T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2027-01-31 12:00:00Z",
        "T",
        "2027-01-31T12:00:00+25:00",
        "2027-01-31T12:00:60Z",
        "٢٠٢٧-01-31T12:00:00Z",
        "2027-01-31T12:00:00Z\0",
        "T" * 5000,
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_time_without_a_zone_or_sense_is_refused(client: Client, time: str) -> None:
    response = client.get(LIST, {"at": time})

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["at"]


def test_a_time_and_a_publication_are_not_both_given(client: Client) -> None:
    query = {"at": "2027-01-31T12:00:00Z", "publication": "1"}

    assert client.get(LIST, query).json()["errors"][0]["parameter"] == "at"


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("changed_since=0", [1, 2, 3]),
        ("changed_since=1", [2, 3]),
        ("changed_since=2", [3]),
        ("changed_since=3", []),
        ("changed_since=3&publication=2", []),
        ("changed_since=1&publication=2", [2]),
        ("changed_since=1&status=REMOVED", [2]),
        ("changed_since=1&after=2", [3]),
    ],
)
def test_what_changed_since_a_publication(client: Client, query: str, listed: list[int]) -> None:
    page = client.get(f"{LIST}?{query}&count=true").json()

    assert [each["cpl_number"] for each in page["results"]] == listed
    assert page["count"] == len(listed) + ("after" in query)


def test_who_follows_a_publication_that_is_not_there_is_told(client: Client) -> None:
    """They saw it before the registry was set back; an empty answer would leave them behind."""
    answer = client.get(LIST, {"changed_since": 4})

    assert answer.status_code == 400
    assert [(each["parameter"], each["detail"]) for each in answer.json()["errors"]] == [
        ("changed_since", "There is no publication 4 yet.")
    ]


def test_following_changes_keeps_where_they_began(client: Client) -> None:
    page = client.get(LIST, {"changed_since": 1, "limit": 1}).json()

    assert "changed_since=1" in page["next"]
    assert [each["cpl_number"] for each in client.get(page["next"]).json()["results"]] == [3]
