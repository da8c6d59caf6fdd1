"""Any two publications compared: field by field, in both directions, through the reader's right."""

import json
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from accounts.models import User
from sec_registry.registers.models import Disclosure, PublicationRegister
from tests.api.conftest import Reading
from tests.api.test_tables import table
from tests.publications.world import unguard
from tests.published import FIR_CANARY, documents_of, publish, publish_numbers

CPL = "/api/v1/publications/compare/"
FIRMWARE = "/api/v1/firmware/publications/compare/"
LIST = "/api/v1/cpl/device-models/"
ZIGBEE = "/api/v1/zigbee/publications/compare/"
RENAMED = {"identifier": "0A01", "name": "Imaginary Two"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def past() -> None:
    """Four publications: 1, 2 and 3 listed; 2 removed; 1 renamed and 4 listed; 2 reinstated."""
    publish_numbers(1, 2, 3)
    publish_numbers(2, status="REMOVED")
    publish(documents_of(1, model=RENAMED), documents_of(4, device_type="PPMID"))
    publish_numbers(2)


def said(page: Any) -> list[tuple[int, str]]:
    return [(each["cpl_number"], each["change"]) for each in page["results"]]


def test_a_page_says_each_field_before_and_after(client: Client) -> None:
    assert client.get(CPL, {"from": 1, "to": 3, "limit": 1}).json() == {
        "from": 1,
        "to": 3,
        "next": f"http://testserver{CPL}?from=1&to=3&limit=1&after=1",
        "results": [
            {
                "register": "cpl",
                "cpl_number": 1,
                "change": "amended",
                "fields": [
                    {"path": "/model/name", "before": "Imaginary One", "after": "Imaginary Two"}
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=1&to=2", [(2, "removed")]),
        ("from=2&to=1", [(2, "reinstated")]),
        ("from=2&to=4", [(1, "amended"), (2, "reinstated"), (4, "added")]),
        ("from=4&to=2", [(1, "amended"), (2, "removed"), (4, "absent")]),
        # 2 was removed and reinstated, which comes to nothing.
        ("from=1&to=4", [(1, "amended"), (4, "added")]),
        ("from=4&to=1", [(1, "amended"), (4, "absent")]),
        ("from=0&to=2", [(1, "added"), (2, "added"), (3, "added")]),
        ("from=1&to=4&after=1", [(4, "added")]),
        ("from=1&to=4&after=4", []),
        ("from=1&to=4&after=999999999999999999", []),
        ("from=1&to=4&device_type=PPMID", [(4, "added")]),
        ("from=1&to=4&search=two", [(1, "amended")]),
        ("from=1&to=3&status=REMOVED", [(2, "removed")]),
        # What left what is filtered for is told, looking back too.
        ("from=1&to=3&status=CURRENT", [(1, "amended"), (2, "removed"), (4, "added")]),
        ("from=3&to=1&status=REMOVED", [(2, "reinstated")]),
        ("from=1&to=4&search=one", [(1, "amended"), (4, "added")]),
        ("from=1&to=3&status=REMOVED&device_type=PPMID", []),
        ("from=1&to=4&fields=image,status", [(4, "added")]),
        ("from=1&to=4&fields=model", [(1, "amended"), (4, "added")]),
    ],
)
def test_what_differs_is_what_it_comes_to(
    client: Client, query: str, found: list[tuple[int, str]]
) -> None:
    page = client.get(f"{CPL}?{query}").json()

    assert said(page) == found
    assert page["next"] is None


def test_pages_go_on_over_records_without_those_fields(client: Client) -> None:
    page = client.get(f"{CPL}?from=1&to=4&fields=status&limit=1").json()
    rest = client.get(page["next"]).json()

    assert page["results"] == []
    assert said(rest) == [(4, "added")]
    assert [each["path"] for each in rest["results"][0]["fields"]] == ["/status"]
    assert rest["next"] is None


def test_a_correction_in_between_is_said(client: Client) -> None:
    row = {**documents_of(3)["cpl"], "correction": {"publication": 5, "date": "2026-01-01"}}
    publish({**documents_of(3), "cpl": row}, change="corrected")
    publish_numbers(3, hardware_version="0200")

    for query in ("from=4&to=6", "from=6&to=4", "from=1&to=6"):
        assert (3, "corrected") in said(client.get(f"{CPL}?{query}").json())
    assert said(client.get(f"{CPL}?from=5&to=6").json()) == [(3, "amended")]


def test_looking_back_swaps_the_sides(client: Client) -> None:
    forth = client.get(f"{CPL}?from=2&to=4").json()["results"]
    back = client.get(f"{CPL}?from=4&to=2").json()["results"]

    turned = [
        [(one["path"], one["after"], one["before"]) for one in each["fields"]] for each in back
    ]
    assert [
        [(one["path"], one["before"], one["after"]) for one in each["fields"]] for each in forth
    ] == turned


def test_counts_are_of_all_that_differ(client: Client) -> None:
    assert client.get(f"{CPL}?from=1&to=4&count=true&limit=1").json()["count"] == 2


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", ["from", "to"]),
        ("from=1", ["to"]),
        ("from=&to=2", ["from"]),
        ("from=x&to=-1", ["from", "to"]),
        ("from=1&to=5", ["to"]),
        ("from=1&to=99999999999", ["to"]),
        ("from=1&to=" + "9" * 40, ["to"]),
        ("from=1&to=%C2%B2", ["to"]),
        ("from=2&to=2", ["to"]),
        ("from=1&to=2&to=3", ["to"]),
        ("from=1&to=7&limit=0&after=x&status=GONE&publication=1&at=x", None),
        ("from=1&to=2&fields=salt", ["fields"]),
        ("from=1&to=2&fields=status&count=true", ["count"]),
    ],
)
def test_every_error_is_told_at_once(client: Client, query: str, wrong: list[str] | None) -> None:
    answer = client.get(f"{CPL}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    named = {error["parameter"] for error in answer.json()["errors"]}
    assert named == set(wrong or ("to", "limit", "after", "status", "publication", "at"))


def test_the_public_answer_is_kept_and_known_again(client: Client) -> None:
    address = f"{CPL}?from=1&to=3"
    answer = client.get(address)
    publish_numbers(9)

    again = client.get(address, headers={"If-None-Match": answer["ETag"]})

    assert answer["Cache-Control"] == "public, max-age=86400, immutable"
    assert (again.status_code, again["ETag"]) == (304, answer["ETag"])
    assert client.get(f"{CPL}?from=3&to=1")["ETag"] != answer["ETag"]


def test_a_redaction_on_either_side_makes_another_answer(client: Client) -> None:
    unguard(PublicationRegister)
    addresses = (f"{CPL}?from=1&to=3", f"{CPL}?from=3&to=1")
    for address in (*addresses, "/api/v1/publications/1/changes/", f"{LIST}?publication=1"):
        tag = client.get(address)["ETag"]
        states = PublicationRegister.objects.filter(publication=1, register="cpl")
        states.update(redactions=F("redactions") + 1)

        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
        assert client.get(address)["ETag"] != tag


def test_a_table_has_a_row_for_each_column_that_differs(client: Client) -> None:
    answer = client.get(f"{CPL}?from=1&to=2&format=csv")
    added = table(client.get(f"{CPL}?from=3&to=4&format=csv"))
    new = table(client.get(f"{CPL}?from=2&to=3&after=1&format=csv"))

    assert table(answer) == [
        {
            "CPL number": "2",
            "Change": "removed",
            "Field": "Status",
            "Before": "CURRENT",
            "After": "REMOVED",
        }
    ]
    assert "cpl-1-to-2.csv" in answer["Content-Disposition"]
    assert [row["Change"] for row in added] == ["reinstated"]
    assert {"Device type": "PPMID", "SMETS/CHTS version": "4.2"}.items() <= {
        row["Field"]: row["After"] for row in new
    }.items()
    assert {row["Before"] for row in new} == {""}
    assert all(row["After"] for row in new)


def test_what_no_column_shows_is_told_all_the_same(client: Client) -> None:
    secret = {"publication": 5, "date": "2026-01-01"}
    publish_numbers(3, correction=secret)

    (row,) = table(client.get(f"{CPL}?from=4&to=5&format=csv"))

    assert (row["Field"], row["Before"]) == ("correction", "")
    assert json.loads(row["After"]) == secret


def test_the_firmware_part_is_for_its_audience_and_recorded(
    party: Client, ssc: Client, client: Client
) -> None:
    answer = party.get(f"{FIRMWARE}?from=1&to=3")

    assert said(answer.json()) == [(1, "amended"), (2, "removed"), (4, "added")]
    assert answer.json()["results"][0]["fields"][0]["path"] == "/device/model/name"
    assert answer.json()["marking"] == "SEC Parties only – must not be shared (F2.17B)"
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer
    # Role first, whatever was asked.
    for query in ("?from=1&to=3", "", "?from=1&to=99"):
        assert client.get(f"{FIRMWARE}{query}").status_code == 401
        assert ssc.get(f"{FIRMWARE}{query}").status_code == 403
    recorded = Disclosure.objects.order_by("pk").values_list("outcome", "numbers")
    assert list(recorded) == [("disclosed", [1, 2, 4]), *[("refused", [])] * 3]


def test_the_firmware_table_is_marked_and_recorded(party: Client) -> None:
    rows = table(party.get(f"{FIRMWARE}?from=3&to=0&fields=release_notes&limit=1&format=csv"))

    assert [(row["Change"], row["Field"], row["After"]) for row in rows] == [
        ("absent", "Release notes", "")
    ]
    assert FIR_CANARY in rows[0]["Before"]
    assert rows[0]["Marking"].startswith("SEC Parties only")
    seen = Disclosure.objects.get()
    assert (seen.numbers, seen.fields) == ([1], "release_notes")


def test_zigbee_records_differ_for_whom_they_are_open(
    ssc: Client, client: Client, party: Client, grantee: User, reading: Reading
) -> None:
    address = f"{ZIGBEE}?from=1&to=3"

    assert said(ssc.get(address).json()) == [(1, "amended"), (2, "removed"), (4, "added")]
    assert said(reading(grantee).get(f"{address}&count=true").json()) == [(4, "added")]
    assert client.get(address).status_code == 401
    nothing = party.get(f"{address}&count=true").json()
    assert (nothing["results"], nothing["next"], nothing["count"]) == ([], None, 0)
    assert Disclosure.objects.latest("pk").outcome == "refused"
