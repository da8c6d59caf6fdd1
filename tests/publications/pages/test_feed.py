"""The feed of publications: Atom as RFC 4287 has it, archives as RFC 5005 has them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import Role
from sec_registry.publications.pages import feed
from sec_registry.registers.models import Disclosure, Publication
from tests.accounts.factories import make_person
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish, publish_numbers

FEED = "/publications/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"

pytestmark = pytest.mark.django_db


def read(client: Client, address: str = FEED) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314  # our own


def text_of(element: ET.Element, name: str) -> str:
    """What stands in the one member of that name."""
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


def links_of(element: ET.Element) -> dict[str, str]:
    links = element.findall(f"{ATOM}link")
    named = {each.attrib["rel"]: each.attrib["href"] for each in links}
    assert len(named) == len(links)
    return named


def titles(root: ET.Element) -> list[str]:
    return [text_of(each, "title") for each in root.findall(f"{ATOM}entry")]


@pytest.fixture
def past() -> None:
    """Four publications; the third leaves the public list alone."""
    publish_numbers(1, 2)
    publish(documents_of(1), {**documents_of(2, status="REMOVED")}, change="removed")
    publish({**documents_of(1), "firmware": {**documents_of(1)["firmware"], "state": "provided "}})
    publish_numbers(3)


def test_before_the_first_publication_the_feed_is_empty_and_stays_the_same(client: Client) -> None:
    root = read(client)

    assert titles(root) == []
    assert text_of(root, "updated") == "1970-01-01T00:00:00+00:00"
    assert client.get(FEED).content == client.get(FEED).content


@pytest.mark.usefixtures("past")
class TestWithAPast:
    def test_it_tells_each_publication_in_words(self, client: Client) -> None:
        root = read(client)

        assert titles(root) == [
            "Publication 4: 1 added",
            "Publication 3: no change",
            "Publication 2: 1 removed",
            "Publication 1: 2 added",
        ]

    def test_it_has_what_atom_asks_for(self, client: Client) -> None:
        root = read(client)

        newest = Publication.objects.get(number=4)
        assert root.tag == f"{ATOM}feed"
        assert text_of(root, "title")
        assert datetime.fromisoformat(text_of(root, "updated")) == newest.published_at
        (author,) = root.findall(f"{ATOM}author")
        assert text_of(author, "name") == "SEC Panel"
        assert links_of(root) == {
            "alternate": "http://testserver/publications/",
            "self": "http://testserver/publications/feed.atom",
        }
        entries = root.findall(f"{ATOM}entry")
        for entry, number in zip(entries, (4, 3, 2, 1), strict=True):
            made = Publication.objects.get(number=number).published_at
            assert datetime.fromisoformat(text_of(entry, "updated")) == made
            assert datetime.fromisoformat(text_of(entry, "published")) == made
            assert text_of(entry, "summary").startswith("Central Products List: ")
            links = links_of(entry)
            assert links == {
                "alternate": f"http://testserver/publications/{number}/",
                "related": f"http://testserver/api/v1/publications/{number}/changes/",
            }
            assert {client.get(each).status_code for each in links.values()} == {200}
        ids = [text_of(root, "id"), *(text_of(entry, "id") for entry in entries)]
        assert len(set(ids)) == 5
        assert all(each.startswith("urn:uuid:") for each in ids)

    def test_identifiers_stay_wherever_the_registry_is_reached(
        self, client: Client, settings: Any
    ) -> None:
        settings.ALLOWED_HOSTS = ["*"]
        here = read(client)
        answer = client.get(FEED, headers={"Host": "registry.example"})
        there = ET.fromstring(answer.content)  # noqa: S314  # our own

        assert links_of(here) != links_of(there)
        for root in (here, there):
            assert text_of(root, "id") == text_of(here, "id")
            assert [text_of(each, "id") for each in root.findall(f"{ATOM}entry")] == [
                text_of(each, "id") for each in here.findall(f"{ATOM}entry")
            ]

    def test_it_is_kept_until_something_is_published(self, client: Client) -> None:
        answer = client.get(FEED)
        again = client.get(FEED, headers={"If-None-Match": answer["ETag"]})
        publish_numbers(9)
        after = client.get(FEED, headers={"If-None-Match": answer["ETag"]})

        assert answer["ETag"].startswith('"4-')
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Cache-Control"]) == (answer["ETag"], answer["Cache-Control"])
        assert after.status_code == 200
        assert titles(read(client))[0] == "Publication 5: 1 added"

    def test_it_is_the_same_for_everybody_and_holds_nothing_restricted(
        self, client: Client
    ) -> None:
        plain = client.get(FEED).content
        client.force_login(make_person(Role.SECURITY_SUB_COMMITTEE))

        assert client.get(FEED).content == plain
        for word in (FIR_CANARY, DZIR_CANARY, "irmware", "igbee"):
            assert word not in plain.decode()
        assert not Disclosure.objects.exists()

    def test_it_is_only_read(self, client: Client) -> None:
        assert client.post(FEED).status_code == 405
        assert client.head(FEED)["ETag"] == client.get(FEED)["ETag"]

    def test_whoever_reads_back_through_the_archives_misses_none(self, client: Client) -> None:
        publish_numbers(5)
        with patch.object(feed, "ENTRIES", 2):
            documents = list(back_from(client, FEED))
            first_archive = client.get("/publications/feed-1.atom")

        assert [titles(root) for root in documents] == [
            ["Publication 5: 1 added", "Publication 4: 1 added"],
            ["Publication 4: 1 added", "Publication 3: no change"],
            ["Publication 2: 1 removed", "Publication 1: 2 added"],
        ]
        assert [root.find(ARCHIVE) is not None for root in documents] == [False, True, True]
        assert len({text_of(root, "id") for root in documents}) == 1
        assert links_of(documents[1])["current"] == f"http://testserver{FEED}"
        assert links_of(documents[1])["self"] == "http://testserver/publications/feed-2.atom"
        assert first_archive["Cache-Control"] == "public, max-age=86400, immutable"

    @pytest.mark.parametrize("archive", ["0", "3", "9" * 30, "9" * 5000, "x"])
    def test_an_archive_that_is_not_full_is_not_there(self, client: Client, archive: str) -> None:
        with patch.object(feed, "ENTRIES", 2):
            answer = client.get(f"/publications/feed-{archive}.atom", follow=True)

        assert answer.status_code == 404


def back_from(client: Client, address: str) -> Iterator[ET.Element]:
    """The feed and its archives, the newest first."""
    while address:
        root = read(client, address)
        yield root
        address = links_of(root).get("prev-archive", "")
