"""Inventories that are kept: read in the background, followed, planned from, deleted."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import organisation_cease
from firmware.fleet import background, kept, pieces
from firmware.fleet.background import fleet_inventories_read
from firmware.fleet.pieces import PiecesStream, pieces_write
from firmware.models import FleetInventory, FleetPiece, FleetState
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import BY, make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.firmware.fleet.fleets import API, publish_list
from tests.published import FIR_CANARY

pytestmark = pytest.mark.django_db

FLEET = "CPL number,Device type,Count\n101,,10\n103,,2\n110,CHF,3\n110,GPF,4\n"
PAGE = "/fleet-plan/"


@pytest.fixture
def person() -> User:
    publish_list()
    return make_person(organisation=make_party())


def send(client: Client, text: str = FLEET, query: str = "?background=true") -> Any:
    return client.generic("POST", f"{API}{query}", text, content_type="text/csv")


def read_all() -> int:
    return fleet_inventories_read(timezone.now())


def test_a_large_inventory_is_read_by_the_worker_and_followed(person: User) -> None:
    client = signed_in(person)

    sent = send(client, query="?background=true&to=102")
    assert (sent.status_code, sent.json()["state"]) == (202, "waiting")
    address = sent["Location"]
    plan = f"{address}plan/"
    assert client.get(plan).status_code == 409
    assert read_all() == 1

    told = client.get(address).json()
    assert (told["state"], told["percent"], told["rows"]) == ("ready", 100, 4)
    assert told["goal"] == {"to": [102]}
    assert told["plan"] == plan
    assert not FleetPiece.objects.filter(raw=True).exists()
    assert not Disclosure.objects.exists()
    made = client.get(plan).json()
    assert [(group["cpl_number"], group["count"]) for group in made["groups"]] == [
        (101, 10),
        (103, 2),
        (110, 4),
    ]
    assert Disclosure.objects.get().route == plan.removeprefix("http://testserver")
    assert client.get(f"{plan}?format=csv&table=waves").content.startswith(b"Wave,")
    assert [each["url"] for each in client.get(API).json()["results"]] == [address]
    assert client.delete(address).status_code == 204
    assert not FleetPiece.objects.exists()
    assert client.get(address).status_code == 404


def test_an_inventory_is_its_owners_and_only_while_they_may_read(person: User) -> None:
    address = send(signed_in(person))["Location"]
    read_all()
    key = FleetInventory.objects.get().key

    for other in (make_person(organisation=make_party()), make_person(role=Role.PANEL_REVIEWER)):
        client = signed_in(other)
        assert client.get(API).json()["results"] == []
        for there in (address, f"{address}plan/", f"{API}nothing/", f"{API}%00/"):
            assert client.get(there).status_code == 404
        assert client.delete(address).status_code == 404
        for there in (f"{PAGE}{key}/", f"{PAGE}{key}/plan.json", f"{PAGE}{'x' * 32}/"):
            assert client.get(there).status_code == 404
        assert client.post(f"{PAGE}{key}/delete/").status_code == 404
    assert person.organisation is not None
    organisation_cease(organisation=person.organisation, on=timezone.localdate(), by=BY)
    client = signed_in(person)
    for there in (API, address, f"{address}plan/", PAGE, f"{PAGE}{key}/", f"{PAGE}{key}/plan.json"):
        answer = client.get(there)
        assert answer.status_code == 403
        assert FIR_CANARY not in answer.content.decode()
    assert {each.outcome for each in Disclosure.objects.all()} == {"refused"}


def test_what_cannot_be_read_says_why_and_is_gone(person: User) -> None:
    client = signed_in(person)
    address = send(client, "CPL number,Count\n101,x\n")["Location"]
    read_all()

    told = client.get(address).json()
    assert (told["state"], told["problem_count"]) == ("refused", 1)
    assert told["problems"][0]["pointer"] == "#/rows/2/count"
    assert not FleetPiece.objects.exists()
    page = client.get(f"{PAGE}{FleetInventory.objects.get().key}/").content.decode()
    assert "Row 2, count" in page
    assert send(client, query="?background=true&to=999").status_code == 400
    assert send(client, query="?background=perhaps").status_code == 400


def test_who_dies_while_reading_leaves_it_to_the_next_until_it_is_given_up(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(signed_in(person))["Location"]

    def dies(*args: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(background, "inventory_from_csv", dies)
        now = timezone.now()
        for attempt in range(background.MOST_ATTEMPTS):
            with time_machine.travel(now + (attempt + 1) * 2 * background.LEASE, tick=False):
                with pytest.raises(MemoryError):
                    read_all()
                # Leased: nobody else takes it.
                assert read_all() == 0
    with time_machine.travel(now + 10 * background.LEASE, tick=False):
        read_all()
        assert signed_in(person).get(address).json()["state"] == "failed"
    assert not FleetPiece.objects.exists()


def test_what_its_owner_deletes_meanwhile_is_read_no_further(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "SIZE", 8)
    send(signed_in(person))
    real = PiecesStream._load

    def deleted(self: PiecesStream, position: int) -> None:
        if position == 3:
            FleetInventory.objects.all().delete()
        real(self, position)

    monkeypatch.setattr(PiecesStream, "_load", deleted)

    assert read_all() == 1
    assert not FleetInventory.objects.exists()


def test_inventories_go_after_the_time_of_the_policy(person: User) -> None:
    client = signed_in(person)
    address = send(client)["Location"]
    read_all()

    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        # Their owner sees them no more, whenever the worker comes.
        assert signed_in(person).get(address).status_code == 404
        read_all()
    assert not FleetInventory.objects.exists()
    assert not FleetPiece.objects.exists()


def test_only_so_many_wait(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(person)
    for _ in range(kept.MOST_WAITING):
        assert send(client).status_code == 202
    assert send(client).status_code == 409
    monkeypatch.setattr(kept, "MOST_KEPT", kept.MOST_WAITING)
    read_all()
    assert send(client).status_code == 409


def test_pieces_are_one_stream(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "SIZE", 7)
    now = timezone.now()
    of = FleetInventory.objects.create(
        person=person, goal="newest", state=FleetState.WAITING, created_at=now, expires_at=now
    )
    for length in (0, 6, 7, 8, 30):
        FleetPiece.objects.all().delete()
        text = bytes(range(length))
        assert pieces_write(of, [text[:5], b"", text[5:]], raw=True) == length
        with io.BufferedReader(PiecesStream(of, raw=True), buffer_size=4) as stream:
            assert stream.read() == text
            stream.seek(0)
            assert stream.read() == text


def test_the_page_takes_an_inventory_and_shows_its_plan(person: User) -> None:
    client = signed_in(person)
    assert "Your inventories" in client.get(PAGE).content.decode()
    file = SimpleUploadedFile("fleet.csv", FLEET.encode())

    answer = client.post(PAGE, {"file": file, "goal": "newest", "rows": "CPL number,Count\r\n"})
    page = client.get(answer["Location"])

    text = page.content.decode()
    for said in (
        "Wave 1",
        "CPL 103",
        "is blocked",
        "f@fictional.example",
        "Stay (4)",
        "16 devices",
        '<a href="?outcome=already_newest#groups">Stay</a>: 4 devices',
        "ESME FA0A 0A01 0100 00000067",
    ):
        assert said in text, said
    # What a Manufacturer wrote is text.
    assert "&lt;b&gt;" in text
    assert f"<b>{FIR_CANARY}" not in text
    assert page["Cache-Control"] == "private, no-store"
    assert Disclosure.objects.get().channel == "plan"
    stays = client.get(f"{answer['Location']}?outcome=already_newest&page=7").content.decode()
    assert "already where it is to be" in stays
    odd = client.get(f"{answer['Location']}?outcome=lost")
    assert odd.status_code == 400
    assert "outcome &quot;lost&quot; is not known" in odd.text
    assert "already where it is to be" not in odd.text
    for name, start in (
        ("groups.csv", b"CPL number,"),
        ("waves.csv", b"Wave,"),
        ("plan.json", b"{"),
    ):
        got = client.get(f"{answer['Location']}{name}")
        assert b"".join(got).startswith(start)
        assert got["Content-Disposition"] == f'attachment; filename="fleet-{name}"'
    assert client.get(f"{answer['Location']}other.csv").status_code == 404
    assert client.post(f"{answer['Location']}delete/")["Location"] == PAGE
    assert not FleetInventory.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"rows": ""}, "Choose a file, or type rows."),
        ({"rows": "CPL number,Count\nx,1\n"}, "Row 2, cpl_number"),
        ({"rows": "CPL number\n1\n", "file": "CPL number\n1\n"}, "not both"),
        ({"rows": "CPL number\n101\n", "goal": "to"}, "needs CPL numbers"),
        ({"rows": "CPL number\n101\n", "goal": "to", "numbers": "999"}, "has no CPL 999"),
        ({"rows": "CPL number\n101\n", "goal": "to", "numbers": "x"}, "whole numbers above 0"),
        ({"rows": "CPL number\n101\n", "numbers": "5"}, "The newest needs none"),
        ({"rows": "CPL number\n101\n", "goal": "oldest"}, "Select a valid choice"),
        ({"file": ""}, "The file is empty"),
        ({"file": "{"}, "The body is not JSON"),
        (
            {"file": '{"goal": {"to": [999]}, "devices": [{"cpl_number": 1, "count": 1}]}'},
            "CPL 999",
        ),
        (
            {
                "file": '{"goal": {"to": [101]}, "devices": [{"cpl_number": 1, "count": 1}]}',
                "goal": "out_of",
                "numbers": "101",
            },
            "The file names another goal.",
        ),
    ],
)
def test_a_form_that_makes_no_sense_says_why(person: User, sent: dict[str, Any], said: str) -> None:
    if "file" in sent:
        sent = {**sent, "file": SimpleUploadedFile("fleet.csv", sent["file"].encode())}

    page = signed_in(person).post(PAGE, {"goal": "newest", **sent})

    assert page.status_code == 200
    assert said in page.content.decode()
    assert not FleetInventory.objects.exists()
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("pasted", ["101\t7\r\n102\t9", "Qty\tCPL number\r\n7\t101\r\n9\t102"])
def test_cells_pasted_below_the_headings_are_read(person: User, pasted: str) -> None:
    rows = f"CPL number,Count\r\n{pasted}\r\n"

    sent = signed_in(person).post(PAGE, {"goal": "newest", "rows": rows})

    assert sent.status_code == 302, sent.content.decode()
    (piece,) = FleetInventory.objects.get().pieces.all()
    assert [json.loads(line) for line in bytes(piece.content).splitlines()] == [
        [101, 7],
        [102, 9],
    ]


def test_a_json_file_names_its_goal_and_a_long_plan_says_what_it_leaves_out(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firmware.fleet.pages.views.MEGABYTE", 1)
    for module in ("views", "shown"):
        monkeypatch.setattr(f"firmware.fleet.pages.{module}.MOST_WAVE_ROWS", 0)
    client = signed_in(person)
    body = '\ufeff {"goal": {"to": [102]}, "devices": [{"cpl_number": 101, "count": 1200}]}'
    file = SimpleUploadedFile("fleet.json", body.encode())

    page = client.get(client.post(PAGE, {"file": file, "goal": "newest"})["Location"])

    text = page.content.decode()
    assert "goal: to CPL 102" in text
    assert "1,200 devices" in text
    assert "1 more of the waves' rows is not shown here" in text


def test_a_large_file_waits_on_the_page(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firmware.fleet.pages.views.MEGABYTE", 1)
    client = signed_in(person)
    file = SimpleUploadedFile("fleet.csv", FLEET.encode())

    place = client.post(PAGE, {"file": file, "goal": "newest", "rows": ""})["Location"]

    assert "Waiting to be read" in client.get(place).content.decode()
    read_all()
    assert "Wave 1" in client.get(place).content.decode()
