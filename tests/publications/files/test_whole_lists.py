"""The whole list is what the pages give, proved by the manifest, and cached for good."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sec_registry.publications.files.ahead import whole_lists_write
from sec_registry.publications.files.bundles import bundle_mark
from sec_registry.publications.files.editions import edition_of
from sec_registry.publications.files.kept import name_of
from sec_registry.publications.offline_verifier import open_root
from sec_registry.registers.catalogue import register
from sec_registry.registers.models import PublicationRegister
from tests.api.conftest import Reading, reading
from tests.publications.files.whole import JSON, body_of, pages_of, registry_with_a_past
from tests.publications.world import unguard

__all__ = ["Reading", "reading"]
pytestmark = pytest.mark.django_db
CSV = "/api/v1/publications/{}/cpl.csv"
FOR_GOOD = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def past(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents come two at a time, as the thousands do."""
    monkeypatch.setattr("sec_registry.publications.files.editions.BATCH", 2)
    registry_with_a_past()


@pytest.mark.parametrize("publication", [1, 2, 3])
def test_whole_list_is_what_the_pages_give(client: Client, publication: int) -> None:
    answer = client.get(JSON.format(publication))
    table = client.get(CSV.format(publication))

    listed, rows = pages_of(client, publication)
    whole = json.loads(body_of(answer))
    assert whole["results"] == listed
    assert whole["records"] == len(listed)
    assert body_of(table) == rows
    assert (answer["Content-Type"], table["Content-Type"]) == (
        "application/json",
        "text/csv; charset=utf-8",
    )
    assert table["Content-Disposition"] == (
        f'attachment; filename="cpl-publication-{publication}.csv"'
    )


@pytest.mark.parametrize("publication", [1, 2, 3])
def test_lines_of_the_whole_list_give_the_root_that_was_signed(
    client: Client, publication: int
) -> None:
    signed = client.get(f"/api/v1/publications/{publication}/manifest/").json()
    text = body_of(client.get(JSON.format(publication)))

    whole = json.loads(text)
    lines = [line.rstrip(b",") for line in text.splitlines()[1:-1]]
    root = json.loads(signed["manifest"])["registers"]["cpl"]["root"]
    salted = [salt.encode() + line for salt, line in zip(whole["salts"], lines, strict=True)]
    assert [hashlib.sha256(each).hexdigest() for each in salted] == whole["digests"]
    assert open_root(whole["digests"]) == root
    assert (whole["root"], whole["digest"]) == (root, signed["digest"])
    assert whole["digest"] == hashlib.sha256(signed["manifest"].encode()).hexdigest()


def test_encodings_are_kept_apart(client: Client) -> None:
    plain = client.get(JSON.format(3))
    packed = client.get(JSON.format(3), headers={"Accept-Encoding": "br, gzip;q=0.5"})
    refused = client.get(JSON.format(3), headers={"Accept-Encoding": "gzip;q=0, *"})

    text = body_of(plain)
    assert (packed["Content-Encoding"], plain.get("Content-Encoding")) == ("gzip", None)
    assert gzip.decompress(body_of(packed)) == text == body_of(refused)
    assert plain["ETag"] == refused["ETag"] != packed["ETag"]
    assert (plain["Vary"], packed["Vary"]) == ("Accept-Encoding", "Accept-Encoding")


def test_address_with_redactions_is_kept_for_good(client: Client) -> None:
    plain = client.get(JSON.format(3))
    for_good = client.get(plain["Content-Location"])

    assert plain["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert for_good["Cache-Control"] == FOR_GOOD
    assert body_of(for_good) == body_of(plain)
    assert client.get(f"{JSON.format(3)}?redactions=1").status_code == 404


def test_redaction_makes_another_edition(client: Client, folder: Path) -> None:
    before = client.get(JSON.format(3))
    body_of(before)
    unguard(PublicationRegister)
    PublicationRegister.objects.filter(publication=3, register="cpl").update(redactions=1)

    after = client.get(JSON.format(3))

    text = body_of(after)
    assert json.loads(text)["redactions"] == 1
    assert after["ETag"] != before["ETag"]
    assert client.get(before["Content-Location"]).status_code == 404
    for_good = client.get(after["Content-Location"])
    assert (for_good["Cache-Control"], body_of(for_good)) == (FOR_GOOD, text)


def test_unchanged_list_is_not_sent_again(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in (JSON, CSV):
        for encoding in ("identity", "gzip"):
            first = client.get(address.format(3), headers={"Accept-Encoding": encoding})
            body_of(first)
            held = {"Accept-Encoding": encoding, "If-None-Match": f'"x", W/{first["ETag"]}'}

            with django_assert_num_queries(1):
                again = client.get(address.format(3), headers=held)

            assert (again.status_code, again.content) == (304, b"")
            assert (again["ETag"], again["Vary"]) == (first["ETag"], "Accept-Encoding")


def test_nobodys_cookie_or_token_is_looked_at(client: Client, reading: Reading) -> None:
    answers = [
        client.get(JSON.format(3)),
        Client(headers={"Authorization": "Bearer nonsense"}).get(JSON.format(3)),
        client.get(JSON.format(3), headers={"Accept": "text/html"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {body_of(answer) for answer in answers} == {body_of(client.get(JSON.format(3)))}
    assert {answer["Vary"] for answer in answers} == {"Accept-Encoding"}


@pytest.mark.parametrize("number", ["0", "4", "9" * 30, "x", "01", "-1", "%00"])
def test_publication_that_is_not_there(client: Client, folder: Path, number: str) -> None:
    answer = client.get(JSON.format(number))

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert not folder.exists()


def test_query_that_makes_no_sense_is_refused(client: Client) -> None:
    for query in ("format=csv", "publication=1", "fields=cpl_number"):
        assert client.get(f"{JSON.format(3)}?{query}").status_code == 400


def test_worker_writes_the_newest_once(client: Client, folder: Path, now: Any) -> None:
    cpl = register("cpl")
    edition = edition_of(cpl, 3)
    assert edition is not None

    assert [whole_lists_write(now), whole_lists_write(now)] == [3, 0]

    assert sorted(each.name for each in folder.iterdir()) == [
        f"{bundle_mark().name}.tar",
        "bundle.lock",
        *sorted(f"{name_of(edition)}.{each}" for each in ("csv", "csv.gz", "json", "json.gz")),
        "lock",
    ]


def test_publication_whose_totals_are_lost_has_no_list_to_write(now: Any, folder: Path) -> None:
    unguard(PublicationRegister)
    PublicationRegister.objects.all().delete()

    assert whole_lists_write(now) == 1
    assert [each.suffix for each in folder.glob("*-*.*")] == [".tar"]
