"""The whole of the FIR is for its audience: recorded before it leaves, marked, kept by nobody."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from sec_registry.registers.disclosure import NotRecorded
from sec_registry.registers.models import Disclosure
from tests.api.conftest import Reading, party, party_person, reading, ssc, ssc_member
from tests.publications.files.whole import JSON, body_of, registry_with_a_past
from tests.published import FIR_CANARY

__all__ = ["Reading", "party", "party_person", "reading", "ssc", "ssc_member"]
pytestmark = pytest.mark.django_db
FIR = "/api/v1/firmware/publications/{}/firmware.{}"
MARKING = "SEC Parties only – must not be shared (F2.17B)"


@pytest.fixture(autouse=True)
def past(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sec_registry.publications.files.editions.BATCH", 2)
    registry_with_a_past()


@pytest.mark.parametrize("publication", [1, 2, 3])
def test_whole_list_is_what_the_pages_give(
    party: Client, party_person: User, publication: int, folder: Path
) -> None:
    answer, table = (party.get(FIR.format(publication, form)) for form in ("json", "csv"))

    page = party.get("/api/v1/firmware/records/", {"publication": publication}).json()
    whole = json.loads(body_of(answer))
    rows = list(csv.DictReader(io.StringIO(body_of(table).decode(), newline="")))
    assert whole["results"] == page["results"]
    assert [int(row["CPL number"]) for row in rows] == [
        each["cpl_number"] for each in page["results"]
    ]
    recipient = f"{party_person.email}, Fictional Supply"
    assert (whole["marking"], whole["recipient"]) == (MARKING, recipient)
    assert {(row["Marking"], row["Recipient"]) for row in rows} == {(MARKING, recipient)}
    assert {"records", "redactions", "count"} & set(whole) == set()
    for each in (answer, table):
        assert each["Cache-Control"] == "private, no-store"
        assert "F2.17B" in each["Registry-Marking"]
        assert not {"ETag", "Accept-Ranges", "Content-Location"} & set(each.headers)
    assert not folder.exists()


def test_disclosure_names_exactly_what_is_sent_before_it_is(
    party: Client, party_person: User
) -> None:
    answer = party.get(FIR.format(1, "json"))

    # Nothing was read of the answer yet.
    recorded = Disclosure.objects.get()
    assert (recorded.numbers, recorded.outcome) == ([3, 5, 7, 9, 101], "disclosed")
    assert (recorded.person, recorded.right) == (party_person.email, "SEC Party")
    assert recorded.route == FIR.format(1, "json")
    sent = json.loads(body_of(answer))["results"]
    assert [each["cpl_number"] for each in sent] == recorded.numbers


def test_nothing_leaves_that_cannot_be_recorded(party: Client, monkeypatch: Any) -> None:
    def fails(**content: Any) -> None:
        raise NotRecorded("disk full")

    monkeypatch.setattr("sec_registry.registers.door.disclose", fails)

    answer = party.get(FIR.format(3, "csv"))

    assert answer.status_code == 503
    assert FIR_CANARY.encode() not in answer.content


def test_head_shows_nothing_and_records_nothing(party: Client) -> None:
    answer = party.head(FIR.format(3, "json"))

    assert (answer.status_code, b"".join(answer)) == (200, b"")
    assert "Content-Length" not in answer
    assert not Disclosure.objects.exists()


def test_role_comes_before_what_is_there(client: Client, party: Client, ssc: Client) -> None:
    there, absent, refused = FIR.format(3, "json"), FIR.format(9, "json"), "?redactions=0"

    assert [client.get(each).status_code for each in (there, absent)] == [401, 401]
    assert [ssc.get(each).status_code for each in (there, absent)] == [403, 403]
    assert [party.get(each).status_code for each in (absent, there + refused)] == [404, 400]
    outcomes = Disclosure.objects.values_list("outcome", "numbers")
    assert {(outcome, len(numbers)) for outcome, numbers in outcomes} == {("refused", 0)}
    assert ssc.get(there).content == ssc.get(absent).content


def test_open_address_never_gives_a_restricted_register(client: Client) -> None:
    for address in ("firmware.json", "zigbee.json", "firmware.csv"):
        answer = client.get(JSON.format(3).replace("cpl.json", address))
        assert answer.status_code == 404
