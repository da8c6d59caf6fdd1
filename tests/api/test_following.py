"""A client that follows ends with exactly the whole list, whatever is published meanwhile."""

from typing import Any

import pytest
from django.test import Client

from tests.published import documents_of, publish, publish_numbers

CPL = "/api/v1/cpl/device-models/"
FIRMWARE = "/api/v1/firmware/records/"

pytestmark = pytest.mark.django_db

Documents = dict[int, Any]


def pages(reader: Client, address: str) -> list[Any]:
    """Everything on the pages from that address on."""
    found: list[Any] = []
    following: str | None = f"{address}{'&' if '?' in address else '?'}limit=2"
    while following:
        page = reader.get(following).json()
        found += page["results"]
        following = page["next"]
    return found


def whole(reader: Client, address: str, publication: int) -> Documents:
    listed = pages(reader, f"{address}?publication={publication}")
    return {each["cpl_number"]: each for each in listed}


def history() -> None:
    """Six publications: additions, a removal, an amendment taken back, a reinstatement."""
    publish_numbers(1, 2, 3, 4, 5)
    publish(documents_of(2, status="REMOVED"), change="removed")
    publish_numbers(3, 4, hardware_version="0200")
    publish_numbers(6, 7)
    publish_numbers(3)
    publish(documents_of(2), documents_of(8), change="reinstated")


@pytest.mark.parametrize(
    ("changes", "records"),
    [
        ("/api/v1/publications/", CPL),
        ("/api/v1/firmware/publications/", FIRMWARE),
    ],
)
def test_changes_from_the_first_publication_on_give_the_list_of_each(
    party: Client, changes: str, records: str
) -> None:
    history()
    held: Documents = {}

    for number in range(1, 7):
        for each in pages(party, f"{changes}{number}/changes/"):
            held[each["cpl_number"]] = each["document"]

        assert held == whole(party, records, number)
    assert len(held) == 8


@pytest.mark.parametrize("records", [CPL, FIRMWARE])
def test_changed_since_asked_now_and_then_gives_the_list(party: Client, records: str) -> None:
    held: Documents = {}
    since = 0

    for publishing in (history, lambda: publish_numbers(9, 3, esme_variant="B"), lambda: None):
        publishing()
        reached = party.get(f"{records}?changed_since={since}&limit=2").json()["publication"]
        following: str | None = f"{records}?changed_since={since}&limit=2&publication={reached}"
        while following:
            page = party.get(following).json()
            # Meanwhile something is published, which belongs to the next time.
            publish_numbers(10 + since, hardware_version="0300")
            held |= {each["cpl_number"]: each for each in page["results"]}
            following = page["next"]

        assert held == whole(party, records, reached)
        since = reached
    assert since > 6


def test_the_comparison_names_what_two_lists_do_not_share(client: Client) -> None:
    history()
    lists = [whole(client, CPL, number) for number in range(7)]

    for start, end in ((0, 6), (6, 0), (2, 5), (5, 2), (1, 6)):
        differing = pages(client, f"/api/v1/publications/compare/?from={start}&to={end}")
        named = {each["cpl_number"] for each in differing}
        before, after = lists[start], lists[end]
        assert named == {n for n in before | after if before.get(n) != after.get(n)}
