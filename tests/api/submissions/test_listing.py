"""The list of submissions: one's own, for the Panel all; narrowed, paged, counted."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from tests.accounts.factories import make_person
from tests.api.conftest import Reading
from tests.api.submissions.calls import created, look, refused, send
from tests.api.test_tables import table
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


def numbers(client: Client, **query: str) -> list[int]:
    return [each["id"] for each in look(client, **query).json()["results"]]


def test_one_sees_ones_own_and_the_panel_sees_all(
    maker: Client, stranger: Client, reviewer: Client, administrator: Client
) -> None:
    mine, theirs = created(maker)["id"], created(stranger)["id"]

    assert numbers(maker) == [mine]
    assert numbers(stranger) == [theirs]
    assert numbers(reviewer) == numbers(administrator) == [theirs, mine]
    assert look(maker, count="true").json()["count"] == 1


def test_the_list_is_a_table_too(maker: Client, stranger: Client, reviewer: Client) -> None:
    mine = created(maker, numbered_row(1, **{"Image hash": "12"}), title="=1+1")
    created(stranger)

    (row,) = table(look(maker, format="csv"))
    first = look(reviewer, format="csv", limit="1")

    assert (row["Id"], row["Title"], row["State"]) == (str(mine["id"]), "'=1+1", "draft")
    assert int(row["Findings: problem"]) == mine["findings"]["problem"] > 0
    assert 'rel="next"' in first["Link"]
    # What is sent is answered in JSON, whatever the list is there as.
    refused(maker.post("/api/v1/submissions/?format=csv"), 400)


def test_who_sends_nothing_in_has_an_empty_list(maker: Client, reading: Reading) -> None:
    created(maker)

    for role in (Role.AUDITOR, Role.SECURITY_SUB_COMMITTEE, None):
        answer = look(reading(make_person(role=role)), count="true").json()
        assert (answer["results"], answer["count"]) == ([], 0)


def test_pages_go_from_the_newest_to_the_oldest(maker: Client) -> None:
    made = [created(maker, numbered_row(n))["id"] for n in range(1, 6)]
    seen, address = [], "/api/v1/submissions/?limit=2"
    while address:
        page = maker.get(address).json()
        seen += [each["id"] for each in page["results"]]
        address = page["next"]

    assert seen == made[::-1]


def test_filters_narrow_the_list(maker: Client, reviewer: Client, administrator: Client) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        old = created(maker, title="Winter meters")["id"]
    new = created(maker, numbered_row(2), title="Spring meters")["id"]
    panels = created(administrator, numbered_row(3), title="Summer hubs")["id"]
    send(maker, f"{new}/submit/")

    assert numbers(reviewer, state="submitted") == [new]
    assert numbers(reviewer, search="METERS") == [new, old]
    assert numbers(reviewer, older_than="5") == [old]
    assert numbers(administrator, own="true") == [panels]
    assert numbers(administrator, own="false") == [new, old]
    assert numbers(maker, search="hubs") == []


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"own": "yes"},
        {"older_than": "-1"},
        {"older_than": "99999999999"},
        {"search": "a\0b"},
        {"search": "x" * 201},
        {"limit": "1001"},
        {"before": "last"},
        {"findings__found__contains": "x"},
        {"ordering": "-created_by__password"},
    ],
)
def test_odd_queries_are_refused(query: dict[str, str], maker: Client) -> None:
    refused(look(maker, **query), 400)


@pytest.mark.parametrize("number", ["0", "-1", "1e3", "9" * 30, "%00", "last", "%F0%9F%98%80"])
def test_odd_numbers_are_not_there(number: str, maker: Client) -> None:
    for page in ("", "items/", "findings/", "receipt/"):
        refused(look(maker, f"{number}/{page}"), 404)


def test_the_browsable_pages_open(maker: Client) -> None:
    number = created(maker)["id"]

    pages = ("", f"{number}/", f"{number}/items/", f"{number}/findings/", f"{number}/submit/")
    answers = [
        maker.get(f"/api/v1/submissions/{p}", headers={"Accept": "text/html"}) for p in pages
    ]

    assert [each.status_code for each in answers] == [200, 200, 200, 200, 405]
    assert "/api/v1/submissions/" in maker.get("/api/v1/").content.decode()
