"""What caches may keep: the public list and its records, and never a restricted answer."""

from typing import Any

import pytest
from django.test import Client

from tests.published import documents_of, publish, publish_numbers

LIST = "/api/v1/cpl/device-models/"
PUBLIC = "public, max-age=0, must-revalidate"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/", f"{LIST}?limit=1", f"{LIST}?publication=1"])
def test_an_unchanged_public_answer_is_not_sent_again(client: Client, path: str) -> None:
    publish_numbers(1, 2)
    tag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": f'"else", {tag}'})

    assert not tag.startswith("W/")
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (tag, PUBLIC)


def test_an_unchanged_list_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    publish_numbers(1)
    tag = client.get(LIST)["ETag"]

    with django_assert_num_queries(1):
        client.get(LIST, headers={"If-None-Match": tag})


def test_a_new_publication_changes_the_lists_tag(client: Client) -> None:
    publish_numbers(1)
    before = client.get(LIST)["ETag"]
    publish_numbers(2)

    response = client.get(LIST, headers={"If-None-Match": before})

    assert response.status_code == 200
    assert response["ETag"] != before


def test_a_record_keeps_its_tag_until_it_changes(client: Client) -> None:
    publish_numbers(1)
    before = client.get(f"{LIST}1/")["ETag"]

    publish_numbers(2)
    assert client.get(f"{LIST}1/", headers={"If-None-Match": before}).status_code == 304

    publish(documents_of(1, status="REMOVED"))
    assert client.get(f"{LIST}1/", headers={"If-None-Match": before}).status_code == 200


def test_pages_and_filters_have_tags_of_their_own(client: Client) -> None:
    publish_numbers(1, 2)
    queries = ("", "?limit=1", "?limit=1&after=1", "?status=CURRENT", "?publication=1")

    tags = {client.get(f"{LIST}{query}")["ETag"] for query in queries}

    assert len(tags) == len(queries)


def test_what_is_not_there_is_never_unchanged(client: Client) -> None:
    publish_numbers(1)

    assert client.get(f"{LIST}9/", headers={"If-None-Match": "*"}).status_code == 404


def test_a_browsable_page_is_not_kept(client: Client) -> None:
    publish_numbers(1)

    page = client.get(LIST, headers={"Accept": "text/html"})

    assert page["Cache-Control"] == "private, no-store"
    assert "ETag" not in page
    assert "Accept" in page["Vary"]


@pytest.mark.parametrize("path", ["", "1/"])
def test_restricted_answers_are_kept_by_nobody(party: Client, ssc: Client, path: str) -> None:
    publish_numbers(1)

    answers = [party.get(f"/api/v1/firmware/records/{path}")]
    answers.append(ssc.get(f"/api/v1/zigbee/records/{path}", headers={"If-None-Match": "*"}))

    assert [each.status_code for each in answers] == [200, 200]
    assert {each["Cache-Control"] for each in answers} == {"private, no-store"}
    assert not any("ETag" in each for each in answers)


def test_restricted_answers_say_who_may_see_them(party: Client, ssc: Client) -> None:
    publish_numbers(1)

    firmware = party.get("/api/v1/firmware/records/")
    zigbee = ssc.get("/api/v1/zigbee/records/1/")

    assert firmware["Registry-Marking"] == "SEC Parties only - must not be shared (F2.17B)"
    assert firmware.json()["marking"] == "SEC Parties only – must not be shared (F2.17B)"
    assert zigbee["Registry-Marking"] == "Access is managed by the Security Sub Committee (F2.38)"
