"""Publications: the chain for anyone, changes for whom the register is open, counts for nobody."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from sec_registry.registers.digests import canonical
from sec_registry.registers.models import Change, Disclosure
from tests.api.test_tables import table
from tests.published import (
    DZIR_CANARY,
    FIR_CANARY,
    documents_of,
    publish,
    publish_numbers,
)

LIST = "/api/v1/publications/"
PUBLIC = "public, max-age=0, must-revalidate"

pytestmark = pytest.mark.django_db


@pytest.fixture
def past() -> None:
    """Three publications: 1 and 2 listed; 2 amended; 3 to 5 listed."""
    publish_numbers(1, 2)
    publish_numbers(2, status="REMOVED")
    publish_numbers(3, 4, 5)


@pytest.mark.usefixtures("past")
class TestPublications:
    def test_the_newest_comes_first(self, client: Client) -> None:
        page = client.get(LIST).json()

        assert page["publication"] == 3
        assert page["next"] is None
        assert [each["number"] for each in page["results"]] == [3, 2, 1]
        assert page["results"][0]["published_at"].endswith("Z")

    def test_pages_go_down_to_the_first(self, client: Client) -> None:
        page = client.get(LIST, {"limit": "2", "count": "true"}).json()
        rest = client.get(page["next"]).json()

        assert page["count"] == 3
        assert "before=2" in page["next"]
        assert [each["number"] for each in rest["results"]] == [1]
        assert rest["next"] is None

    def test_each_names_the_digest_before_it(self, client: Client) -> None:
        third, second, first = client.get(LIST).json()["results"]

        assert third["previous"] == second["digest"]
        assert second["previous"] == first["digest"]
        assert first["previous"] is None

    def test_the_digest_is_that_of_the_manifest(self, client: Client) -> None:
        publication = client.get(f"{LIST}2/").json()

        manifest = publication["manifest"]
        text = canonical(manifest).encode()
        assert publication["digest"] == hashlib.sha256(text).hexdigest()
        assert manifest["previous"] == publication["previous"]
        roots = {name: each["root"] for name, each in publication["registers"].items()}
        assert {name: each["root"] for name, each in manifest["registers"].items()} == roots

    def test_restricted_registers_show_their_root_alone(self, client: Client, ssc: Client) -> None:
        for reader in (client, ssc):
            for said in (reader.get(f"{LIST}2/").json(), reader.get(LIST).json()["results"][1]):
                states = said["registers"]
                assert {name: set(each) for name, each in states.items()} == {
                    "cpl": {"root", "records", "changed"},
                    "firmware": {"root"},
                    "zigbee": {"root"},
                }
                assert (states["cpl"]["records"], states["cpl"]["changed"]) == (2, 1)

    def test_nobody_learns_who_accepted(self, client: Client) -> None:
        assert "tests" not in client.get(f"{LIST}1/").content.decode()
        assert "accepted" not in client.get(LIST).content.decode()

    def test_answers_are_kept_until_they_change(self, client: Client) -> None:
        for path in (LIST, f"{LIST}2/", f"{LIST}2/changes/"):
            answer = client.get(path)
            again = client.get(path, headers={"If-None-Match": answer["ETag"]})

            assert answer["Cache-Control"] == PUBLIC
            assert (again.status_code, again.content) == (304, b"")
        tags = [client.get(path)["ETag"] for path in (LIST, f"{LIST}2/")]
        publish_numbers(9)
        assert client.get(LIST)["ETag"] != tags[0]
        assert client.get(f"{LIST}2/")["ETag"] == tags[1]

    def test_the_list_is_a_table_too(self, client: Client) -> None:
        rows = table(client.get(LIST, {"format": "csv"}))

        assert [each["Publication"] for each in rows] == ["3", "2", "1"]
        assert (rows[0]["CPL records"], rows[0]["CPL changed"]) == ("5", "3")
        assert not [name for name in rows[0] if name.startswith(("FIR", "DZIR"))]

    def test_changes_hold_each_record_as_it_became(self, client: Client) -> None:
        page = client.get(f"{LIST}2/changes/").json()

        document = client.get("/api/v1/cpl/device-models/2/").json()
        assert page == {
            "publication": 2,
            "next": None,
            "results": [
                {"register": "cpl", "cpl_number": 2, "change": "amended", "document": document}
            ],
        }

    def test_changes_stay_when_they_are_superseded(self, client: Client) -> None:
        results = client.get(f"{LIST}1/changes/").json()["results"]

        assert [(each["cpl_number"], each["change"]) for each in results] == [
            (1, Change.ADDED),
            (2, Change.ADDED),
        ]
        assert {each["document"]["status"] for each in results} == {"CURRENT"}

    def test_changes_are_read_page_by_page(self, client: Client) -> None:
        page = client.get(f"{LIST}3/changes/?limit=2&count=true").json()
        rest = client.get(page["next"]).json()

        assert page["count"] == rest["count"] == 3
        assert [each["cpl_number"] for each in [*page["results"], *rest["results"]]] == [3, 4, 5]
        assert rest["next"] is None

    def test_changes_are_a_table_too(self, client: Client) -> None:
        response = client.get(f"{LIST}2/changes/?format=csv")

        (row,) = table(response)
        assert (row["Change"], row["CPL number"], row["Status"]) == ("amended", "2", "REMOVED")
        assert "cpl-changes-in-publication-2.csv" in response["Content-Disposition"]

    @pytest.mark.parametrize("number", ["4", "0", "x", "-1", "9" * 30, "%00", "01"])
    def test_a_publication_that_is_not_there(self, client: Client, number: str) -> None:
        assert client.get(f"{LIST}{number}/").status_code == 404
        assert client.get(f"{LIST}{number}/changes/").status_code == 404

    @pytest.mark.parametrize("path", ["", "1/", "1/changes/"])
    @pytest.mark.parametrize("query", ["publication=1", "status=CURRENT", "limit=x", "before=-1"])
    def test_what_is_no_parameter_is_refused(self, client: Client, path: str, query: str) -> None:
        response = client.get(f"{LIST}{path}?{query}")

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"


def test_before_the_first_publication_the_list_is_empty(client: Client) -> None:
    assert client.get(LIST).json() == {"publication": 0, "next": None, "results": []}


def firmware_changes(reader: Client, publication: int, query: str = "") -> Any:
    return reader.get(f"/api/v1/firmware/publications/{publication}/changes/{query}")


def test_firmware_changes_are_for_their_audience_and_recorded(
    party: Client, ssc: Client, client: Client
) -> None:
    publish(documents_of(1), documents_of(2))
    publish_numbers(2, status="REMOVED")

    answer = firmware_changes(party, 2)

    (entry,) = answer.json()["results"]
    assert (entry["register"], entry["cpl_number"], entry["change"]) == ("firmware", 2, "amended")
    assert entry["document"]["device"]["status"] == "REMOVED"
    assert answer.json()["marking"].startswith("SEC Parties only")
    assert answer["Cache-Control"] == "private, no-store"
    assert firmware_changes(ssc, 2).status_code == 403
    assert firmware_changes(client, 2).status_code == 401
    recorded = Disclosure.objects.order_by("pk").values_list("register", "outcome", "numbers")
    assert list(recorded) == [("firmware", "disclosed", [2]), ("firmware", "refused", [])]


def test_readers_of_the_fir_see_how_much_each_publication_changed_there(
    party: Client, ssc: Client, client: Client
) -> None:
    publish(documents_of(1), documents_of(2))
    publish(
        documents_of(3),
        documents_of(1) | {"firmware": documents_of(1, status="REMOVED")["firmware"]},
    )
    inside = "/api/v1/firmware/publications/"

    listed, one = party.get(inside), party.get(f"{inside}1/")
    (newest, _) = table(party.get(inside, {"format": "csv"}))

    counts = [
        (
            each["number"],
            each["registers"]["firmware"]["records"],
            each["registers"]["firmware"]["changed"],
        )
        for each in (*listed.json()["results"], one.json())
    ]
    assert counts == [(2, 3, 2), (1, 2, 2), (1, 2, 2)]
    assert (newest["FIR records"], newest["FIR changed"]) == ("3", "2")
    assert newest["Marking"] == listed.json()["marking"] == one.json()["marking"]
    assert set(one.json()["registers"]["zigbee"]) == {"root"}
    assert one.json()["manifest"] == client.get(f"{LIST}1/").json()["manifest"]
    assert listed["Cache-Control"] == one["Cache-Control"] == "private, no-store"
    assert [reader.get(inside).status_code for reader in (ssc, client)] == [403, 401]
    assert [reader.get(f"{inside}9/").status_code for reader in (party, ssc)] == [404, 403]
    recorded = Disclosure.objects.order_by("pk").values_list("outcome", "subject")
    assert list(recorded) == [
        ("disclosed", "counts of publications 1 to 2"),
        ("disclosed", "counts of publications 1 to 1"),
        ("disclosed", "counts of publications 1 to 2"),
        ("refused", ""),
        ("refused", ""),
    ]


def test_firmware_changes_as_a_table_are_marked_and_recorded(party: Client) -> None:
    publish(documents_of(1))

    (row,) = table(firmware_changes(party, 1, "?format=csv"))

    assert (row["Change"], row["CPL number"]) == ("added", "1")
    assert row["Marking"]
    assert Disclosure.objects.get().numbers == [1]


def test_public_changes_hold_nothing_restricted(party: Client) -> None:
    publish(documents_of(1))

    shown = json.dumps([party.get(f"{LIST}{path}").json() for path in ("", "1/", "1/changes/")])

    assert FIR_CANARY not in shown
    assert DZIR_CANARY not in shown
