"""Deliveries over REST: DCC's systems read, enter what became of records, and fetch extracts."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import token_issue
from sec_registry.registers.models import DeliveryStep
from tests.deliveries.world import enter, make_dcc_person, make_panel_person, states
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/deliveries/"


@pytest.fixture
def dcc() -> User:
    return make_dcc_person()


@pytest.fixture
def client(dcc: User) -> Client:
    return _client(dcc)


def _client(person: User, **more: Any) -> Client:
    _, clear = token_issue(user=person, by=person, name="system", **more)
    return Client(headers={"Authorization": f"Bearer {clear}"})


def post(client: Client, number: int, *results: dict[str, Any]) -> Any:
    body = {"results": list(results)}
    return client.post(f"{ROOT}{number}/", body, content_type="application/json")


def test_list_says_where_each_publication_stands(client: Client, dcc: User) -> None:
    publish_numbers(101, 102)
    publish_numbers(103)
    enter(1, (101, "loaded"), by=dcc)

    answer = client.get(f"{ROOT}?count=true")

    assert answer["Cache-Control"] == "private, no-store"
    found = answer.json()
    assert (found["count"], found["next"]) == (2, None)
    newest, first = found["results"]
    assert (newest["publication"], newest["states"]["prepared"], newest["clock"]) == (2, 1, "due")
    assert first["states"] == {
        "prepared": 1,
        "sent": 0,
        "acknowledged": 0,
        "loaded": 1,
        "failed": 0,
    }
    assert (first["records"], first["overtaken"], first["overdue"]) == (2, 0, 0)
    assert set(first["due"]) == {"given", "loaded"}
    assert client.get(f"{ROOT}?clock=overdue").json()["results"] == []
    assert len(client.get(f"{ROOT}?clock=due&limit=1").json()["results"]) == 1


def test_records_are_paged_filtered_and_written_as_a_table(client: Client, dcc: User) -> None:
    publish_numbers(101, 102, 103)
    enter(1, (102, "failed"), by=dcc, reason="=not known")

    first = client.get(f"{ROOT}1/?limit=2").json()
    failed = client.get(f"{ROOT}1/?state=failed").json()["results"]
    table = client.get(f"{ROOT}1/?format=csv").content.decode()

    assert [each["cpl_number"] for each in first["results"]] == [101, 102]
    assert [each["cpl_number"] for each in client.get(first["next"]).json()["results"]] == [103]
    assert [(each["cpl_number"], each["reason"]) for each in failed] == [(102, "=not known")]
    assert "recorded_by" not in failed[0]
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [(row["CPL number"], row["Reason"]) for row in rows][1] == ("102", "'=not known")


def test_results_are_entered_and_the_same_call_again_changes_nothing(client: Client) -> None:
    publish_numbers(101, 102)
    results = (
        {"cpl_number": 101, "state": "loaded"},
        {"cpl_number": 102, "state": "failed", "reason": "GBCS version is not known there"},
    )

    first, again = post(client, 1, *results), post(client, 1, *results)

    assert first.json() == {"publication": 1, "changed": 2, "unchanged": 0}
    assert again.json() == {"publication": 1, "changed": 0, "unchanged": 2}
    assert states(1) == {101: "loaded", 102: "failed"}
    assert DeliveryStep.objects.count() == 2


def test_refusal_names_every_problem_by_pointer(client: Client) -> None:
    publish_numbers(101, 102)

    answer = post(
        client,
        1,
        {"cpl_number": 101, "state": "loaded"},
        {"cpl_number": 102, "state": "sent"},
        {"cpl_number": 999, "state": "failed"},
    )

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [each["pointer"] for each in answer.json()["errors"]] == [
        "#/results/1/state",
        "#/results/2/cpl_number",
    ]
    assert states(1) == {101: "prepared", 102: "prepared"}


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/results"]),
        ({"results": []}, ["#/results"]),
        ({"results": {}}, ["#/results"]),
        ([], ["#"]),
        ({"results": [{"cpl_number": 10**20, "state": 5}, 7]}, None),
        ({"results": [{"cpl_number": 101, "state": "loaded", "by": "me"}]}, ["#/results/0/by"]),
        ({"results": [{"cpl_number": 101, "state": "failed", "reason": "a\0b"}]}, None),
    ],
)
def test_bodies_that_are_no_results(client: Client, body: Any, pointers: Any) -> None:
    publish_numbers(101)

    answer = client.post(f"{ROOT}1/", body, content_type="application/json")

    assert answer.status_code == 400
    if pointers is not None:
        assert [each["pointer"] for each in answer.json()["errors"]] == pointers
    assert states(1) == {101: "prepared"}


def test_what_is_wrong_with_the_form_does_not_hide_what_else_is_wrong(client: Client) -> None:
    publish_numbers(101, 102)

    answer = post(
        client,
        1,
        {"cpl_number": 101, "state": "failed"},
        {"cpl_number": 101, "state": 5, "by": "me"},
        {"cpl_number": 999, "state": "loaded"},
        {"cpl_number": 102, "state": "loaded"},
    )

    assert answer.status_code == 400
    assert sorted(each["pointer"] for each in answer.json()["errors"]) == [
        "#/results/0/reason",
        "#/results/1/by",
        "#/results/1/state",
        "#/results/2/cpl_number",
    ]
    assert states(1) == {101: "prepared", 102: "prepared"}


def test_extract_is_a_file_with_the_panels_fields(client: Client) -> None:
    publish_numbers(101)
    publish_numbers(102)

    changed = client.get(f"{ROOT}2/extract/")
    whole = client.get(f"{ROOT}2/extract/?whole=true&format=csv")
    wrong = client.get(f"{ROOT}2/extract/?whole=perhaps&page=2")

    assert b'"cpl_number": 102' in b"".join(changed)
    assert changed["Content-Disposition"].endswith('changes-in-publication-2.json"')
    assert b"".join(whole).count(b"\r\n") == 3
    assert {each["parameter"] for each in wrong.json()["errors"]} == {"whole", "page"}
    assert client.get(f"{ROOT}9/extract/").status_code == 404


def test_token_with_another_scope_enters_nothing(dcc: User) -> None:
    publish_numbers(101)
    reads, delivers = _client(dcc, scopes=["read"]), _client(dcc, scopes=["deliver"])
    loaded = {"cpl_number": 101, "state": "loaded"}

    assert reads.get(f"{ROOT}1/").status_code == 200
    assert post(reads, 1, loaded).status_code == 403
    assert post(delivers, 1, loaded).json()["changed"] == 1
    assert delivers.get("/api/v1/firmware/records/").status_code == 403


def test_panel_enters_what_was_sent() -> None:
    publish_numbers(101)

    assert post(_client(make_panel_person()), 1, {"cpl_number": 101, "state": "sent"}).json() == {
        "publication": 1,
        "changed": 1,
        "unchanged": 0,
    }


def test_anyone_reads_whether_a_record_is_loaded_and_caches_ask_again(dcc: User) -> None:
    publish_numbers(101, 102)
    anyone, address = Client(), "/api/v1/cpl/loading/"
    document = "/api/v1/cpl/device-models/101/"
    before, tag = anyone.get(f"{address}101/"), anyone.get(document)["ETag"]

    enter(1, (101, "loaded"), by=dcc)
    enter(1, (102, "failed"), by=dcc, reason="secret of DCC")

    after = anyone.get(f"{address}101/", headers={"If-None-Match": before["ETag"]})
    assert before.json() == {
        "cpl_number": 101,
        "loaded": False,
        "changed_in": 1,
        "loaded_in": None,
    }
    assert after.status_code == 200
    assert after.json()["loaded_in"] == 1
    again = anyone.get(f"{address}101/", headers={"If-None-Match": after["ETag"]})
    assert (again.status_code, after["Cache-Control"]) == (
        304,
        "public, max-age=0, must-revalidate",
    )
    # The document itself is as published.
    assert anyone.get(document, headers={"If-None-Match": tag}).status_code == 304
    waiting = anyone.get(f"{address}?loaded=false")
    assert [each["cpl_number"] for each in waiting.json()["results"]] == [102]
    table = anyone.get(f"{address}?format=csv")
    assert table.content.decode().splitlines()[1:] == ["101,yes,1,1", "102,no,1,"]
    assert (
        anyone.get(f"{address}?format=csv", headers={"If-None-Match": table["ETag"]}).status_code
        == 304
    )
    assert b"secret" not in waiting.content
    assert b"failed" not in waiting.content
    assert len(anyone.get(f"{address}?loaded=true&limit=1").json()["results"]) == 1
    assert anyone.get(f"{address}?loaded=yes").status_code == 400


def test_what_is_not_loaded_is_one_list_and_a_record_has_its_history(
    client: Client, dcc: User
) -> None:
    publish_numbers(101, 102, 103)
    publish_numbers(101, 102, hardware_version="0200")
    enter(1, (101, "failed"), by=make_panel_person(), reason="=not known")
    enter(2, (101, "loaded"), by=dcc)
    enter(1, (103, "acknowledged"), by=dcc)

    first = client.get(f"{ROOT}not-loaded/?limit=2&count=true").json()
    rest = client.get(first["next"]).json()

    # Of 101 a later change is loaded.
    assert first["count"] == 3
    told = [(e["publication"], e["cpl_number"], e["state"]) for e in first["results"]]
    told += [(e["publication"], e["cpl_number"], e["state"]) for e in rest["results"]]
    assert told == [(1, 102, "prepared"), (1, 103, "acknowledged"), (2, 102, "prepared")]
    assert rest["next"] is None
    assert client.get(f"{ROOT}not-loaded/?state=failed").json()["results"] == []
    assert client.get(f"{ROOT}not-loaded/?state=lost&page=2").status_code == 400
    table = list(csv.reader(io.StringIO(client.get(f"{ROOT}not-loaded/?format=csv").text)))
    assert (table[0][:2], len(table)) == (["Publication", "CPL number"], 4)

    history = client.get(f"{ROOT}records/101/").json()

    newest, before = history["results"]
    assert (newest["publication"], newest["state"], newest["clock"]) == (2, "loaded", "stopped")
    assert [(e["after"], e["organisation"]) for e in newest["steps"]] == [
        ("loaded", "Fictional DCC")
    ]
    assert [(e["before"], e["after"], e["reason"]) for e in before["steps"]] == [
        ("prepared", "failed", "=not known")
    ]
    assert dcc.email not in str(history)
    for number in ("999", "x", "0", "9" * 30):
        assert client.get(f"{ROOT}records/{number}/").status_code == 404
