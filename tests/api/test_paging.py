"""Pages of a list: every record once, from one publication, whatever happens meanwhile."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sec_registry.registers.paging import GREATEST_LIMIT
from tests.published import documents_of, publish, publish_numbers

LIST = "/api/v1/cpl/device-models/"

pytestmark = pytest.mark.django_db


def numbers_on(page: dict[str, Any]) -> list[int]:
    return [document["cpl_number"] for document in page["results"]]


numbers = st.sets(st.integers(min_value=1, max_value=40))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=numbers, later=numbers, limit=st.integers(1, 7), pages_before=st.integers(0, 5))
def test_following_next_gives_every_record_once_whatever_is_published_meanwhile(
    client: Client, first: set[int], later: set[int], limit: int, pages_before: int
) -> None:
    with transaction.atomic():
        publication = publish_numbers(*first)
        pages = [client.get(LIST, {"limit": limit}).json()]
        while pages[-1]["next"]:
            if len(pages) == pages_before:
                publish_numbers(*later, status="REMOVED")
            pages.append(client.get(pages[-1]["next"]).json())
        transaction.set_rollback(True)

    assert [number for page in pages for number in numbers_on(page)] == sorted(first)
    assert {page["publication"] for page in pages} == {publication}
    assert {d["status"] for page in pages for d in page["results"]} <= {"CURRENT"}
    assert all(len(page["results"]) <= limit for page in pages)


def test_a_page_has_a_hundred_records_unless_asked(client: Client) -> None:
    publish_numbers(*range(1, 103))

    page = client.get(LIST).json()

    assert numbers_on(page) == list(range(1, 101))
    assert "publication=1&after=100" in page["next"]


def test_next_is_null_when_the_last_record_fills_the_page(client: Client) -> None:
    publish_numbers(1, 2)

    assert client.get(LIST, {"limit": 2}).json()["next"] is None


def test_next_keeps_the_filters(client: Client) -> None:
    publish_numbers(1, 3, 5, device_type="GSME")
    publish_numbers(2, 4)

    page = client.get(f"{LIST}?limit=1&device_type=GSME").json()
    page = client.get(page["next"]).json()
    page = client.get(page["next"]).json()

    assert numbers_on(page) == [5]
    assert page["next"] is None


@pytest.mark.parametrize("after", ["7", "8", "999999999999999999"])
def test_after_the_end_is_an_empty_page(
    client: Client, after: str, django_assert_num_queries: Any
) -> None:
    publish_numbers(3, 7)

    with django_assert_num_queries(1):
        page = client.get(LIST, {"after": after}).json()

    assert page == {"publication": 1, "next": None, "results": []}


def test_a_page_costs_two_queries(client: Client, django_assert_num_queries: Any) -> None:
    publish_numbers(*range(1, 30))

    with django_assert_num_queries(2):
        client.get(LIST)


def test_one_record_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    publish_numbers(1)

    with django_assert_num_queries(1):
        client.get(f"{LIST}1/")


def test_before_the_first_publication_the_list_is_empty(client: Client) -> None:
    assert client.get(LIST).json() == {"publication": 0, "next": None, "results": []}


def test_count_is_given_when_asked_for(client: Client) -> None:
    publish_numbers(1, 2, 3)
    publish_numbers(4, status="REMOVED")

    assert "count" not in client.get(LIST).json()
    assert client.get(f"{LIST}?count=true&limit=1").json()["count"] == 4
    assert client.get(LIST, {"count": "true", "status": "REMOVED"}).json()["count"] == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", str(GREATEST_LIMIT + 1)),
        ("limit", "many"),
        ("limit", "-1"),
        ("after", "x"),
        ("after", "9" * 19),
        ("after", "٣"),
        ("publication", "2"),
        ("publication", "latest"),
        ("count", "yes"),
        ("limit", ""),
    ],
)
def test_a_page_that_cannot_be_is_refused_by_name(client: Client, name: str, value: str) -> None:
    publish_numbers(1)

    response = client.get(LIST, {name: value})

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [name]


def test_the_greatest_page_is_allowed(client: Client) -> None:
    publish(documents_of(1))

    assert client.get(LIST, {"limit": GREATEST_LIMIT}).status_code == 200
