"""Every look at restricted content is recorded first, exactly; so is every refusal (Z3)."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from accounts.models import ApiToken, User
from sec_registry.registers import disclosure
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_person
from tests.api.conftest import Reading
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish, publish_numbers

FIRMWARE = "/api/v1/firmware/records/"
ZIGBEE = "/api/v1/zigbee/records/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def records() -> None:
    """Numbers 1 to 4, of which 2 is a PPMID."""
    publish_numbers(1, 3, 4)
    publish(documents_of(2, device_type="PPMID"))


def recorded() -> list[tuple[str, str, str, list[int]]]:
    """What was recorded, oldest first: register, outcome, right and numbers."""
    rows = Disclosure.objects.order_by("pk")
    return list(rows.values_list("register", "outcome", "right", "numbers"))


def test_a_page_is_recorded_with_the_numbers_on_it(party: Client) -> None:
    party.get(f"{FIRMWARE}?limit=2&after=1")

    assert recorded() == [("firmware", "disclosed", "SEC Party", [2, 3])]


def test_one_record_is_recorded(ssc: Client) -> None:
    ssc.get(f"{ZIGBEE}3/")

    assert recorded() == [("zigbee", "disclosed", "Security Sub Committee", [3])]


def test_a_record_of_the_past_is_recorded(party: Client) -> None:
    party.get(f"{FIRMWARE}3/?publication=1")

    assert recorded() == [("firmware", "disclosed", "SEC Party", [3])]


def test_head_is_recorded_as_it_tells_the_length(party: Client) -> None:
    party.head(f"{FIRMWARE}1/")

    assert recorded() == [("firmware", "disclosed", "SEC Party", [1])]


def test_a_browsable_page_is_recorded_once(party: Client) -> None:
    party.get(FIRMWARE, headers={"Accept": "text/html"})

    assert recorded() == [("firmware", "disclosed", "SEC Party", [1, 2, 3, 4])]


def test_an_empty_page_discloses_nothing(party: Client) -> None:
    party.get(f"{FIRMWARE}?after=4")

    assert recorded() == []


def test_the_public_list_is_not_recorded(party: Client) -> None:
    party.get("/api/v1/cpl/device-models/")

    assert recorded() == []


def test_the_record_says_who_how_and_with_what(party: Client, party_person: User) -> None:
    party.get(f"{FIRMWARE}1/?publication=2")

    row = Disclosure.objects.get()
    assert (row.person, row.organisation) == (party_person.email, "Fictional Supply")
    assert (row.channel, row.route) == ("api", f"{FIRMWARE}1/")
    assert row.token_key == ApiToken.objects.get(user=party_person).token_key
    assert str(UUID(row.request_id)) == row.request_id


def test_a_session_has_no_token_key(party_person: User) -> None:
    client = Client()
    client.force_login(party_person)

    client.get(FIRMWARE)

    assert Disclosure.objects.get().token_key == ""


def test_a_refused_role_is_recorded(reading: Reading) -> None:
    stranger = reading(make_person())

    stranger.get(FIRMWARE)
    stranger.get(f"{FIRMWARE}3/")

    assert recorded() == [("firmware", "refused", "", []), ("firmware", "refused", "", [3])]


def test_looking_where_no_grant_reaches_is_recorded(reading: Reading, grantee: User) -> None:
    client = reading(grantee)

    client.get(ZIGBEE)
    client.get(f"{ZIGBEE}1/")
    client.get(f"{ZIGBEE}99/")

    right = Disclosure.objects.earliest("pk").right
    assert right.startswith("grant ")
    assert recorded() == [
        ("zigbee", "disclosed", right, [2]),
        ("zigbee", "refused", "", [1]),
        ("zigbee", "refused", "", [99]),
    ]


def test_a_list_without_any_grant_is_recorded_as_refused(party: Client) -> None:
    party.get(ZIGBEE)

    assert recorded() == [("zigbee", "refused", "", [])]


def test_anonymous_people_leave_no_record(client: Client) -> None:
    client.get(FIRMWARE)
    client.get(f"{ZIGBEE}1/")

    assert recorded() == []


def test_what_is_not_there_for_those_who_see_all_is_no_refusal(ssc: Client) -> None:
    assert ssc.get(f"{ZIGBEE}99/").status_code == 404
    assert recorded() == []


@pytest.mark.parametrize("number", ["%00", "%FF", "x" * 300, "0", "-1", "99999999999", "1.5"])
def test_an_odd_number_is_refused_and_recorded(party: Client, number: str) -> None:
    assert party.get(f"{ZIGBEE}{number}/").status_code == 404
    assert recorded() == [("zigbee", "refused", "", [])]


@pytest.mark.parametrize("error", [OperationalError("database is locked"), IntegrityError()])
@pytest.mark.parametrize("path", ["", "1/", "?limit=1", "?format=api"])
def test_nothing_is_shown_when_it_cannot_be_recorded(
    party: Client, ssc: Client, monkeypatch: pytest.MonkeyPatch, path: str, error: Exception
) -> None:
    def fail(**_: Any) -> None:
        raise error

    monkeypatch.setattr(disclosure, "row_write", fail)
    answers = [party.get(f"{FIRMWARE}{path}"), ssc.get(f"{ZIGBEE}{path}")]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert {answer["Retry-After"] for answer in answers} == {"5"}
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
    shown = b"".join(answer.content for answer in answers).decode()
    assert FIR_CANARY not in shown
    assert DZIR_CANARY not in shown


def test_a_refusal_that_cannot_be_recorded_shows_nothing_either(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = reading(make_person())

    def fail(**_: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(disclosure, "row_write", fail)

    assert client.get(FIRMWARE).status_code == 503
    assert client.get(f"{ZIGBEE}1/").status_code == 503
