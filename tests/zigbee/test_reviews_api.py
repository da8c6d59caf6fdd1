"""The committee's reviews over REST: the queue, decisions in bulk, who is kept out, the record."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_person
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant, make_member
from zigbee.models import Review

ROOT = "/api/v1/zigbee/reviews/"
COMMON = {"chipset_vendor": "Imaginary Silicon", "stack_version": "HouseOfCards 1.2.3.4"}


def call(person: User, body: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.post(ROOT, body, content_type="application/json")


def read(person: User, path: str = "", **query: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(f"{ROOT}{path}", query)


def disclosed() -> list[list[int]]:
    found = Disclosure.objects.filter(register="zigbee", outcome="disclosed").order_by("pk")
    return [each.numbers for each in found]


@pytest.fixture
def member(db: None) -> User:
    """CPL 1, 2 and 3; CPL 1 was amended since, to another stack, and so has two reviews."""
    panel = make_panel()
    accept(*[numbered_row(n) for n in (1, 2, 3)], panel=panel)
    row: Cells = {"Action": "amend", "CPL number": 1, "ZigBee stack version": "Tower 2"}
    accept(row, panel=panel)
    return make_member()


def test_queue_is_read_and_settled_by_chipset_and_stack(member: User) -> None:
    stacks = read(member, "stacks/")
    assert [list(each.values()) for each in stacks.json()["results"]] == [
        ["Imaginary Silicon", "HouseOfCards 1.2.3.4", 2],
        ["Imaginary Silicon", "Tower 2", 1],
    ]
    assert stacks["Cache-Control"] == "private, no-store"

    body = {"state": "reviewed", "note": "Compared.", "waiting_with": COMMON}
    assert call(member, body).json() == {"state": "reviewed", "records": [2, 3]}

    concern = call(member, {"state": "concern", "note": "Too old.", "records": [2]})
    assert concern.json()["records"] == [2]
    waiting = read(member, state="unreviewed", count="true").json()
    assert (waiting["count"], [each["cpl_number"] for each in waiting["results"]]) == (2, [1, 1])
    (open_concern,) = read(member, state="concern", **COMMON).json()["results"]
    assert open_concern["radios"] == [COMMON]
    assert (open_concern["note"], open_concern["decided_by"]) == ("Too old.", member.email)
    assert read(member, number="1", stack_version="HouseOfCards 1.2.3.4").json()["results"] == []
    assert disclosed() == [[1, 2, 3], [2, 3], [2], [1], [2]]


def test_what_cannot_be_decided_changes_nothing(member: User) -> None:
    for body, pointer in (
        ({"state": "concern", "records": [1]}, "#/note"),
        ({"state": "done", "records": [1]}, "#/state"),
        ({"state": "reviewed", "records": [1, 77]}, "#/records"),
        ({"state": "reviewed"}, "#/records"),
        ({"state": "reviewed", "records": [1], "waiting_with": COMMON}, "#/records"),
        ({"state": "reviewed", "records": [1], "radios__in": "x"}, "#/radios__in"),
    ):
        answer = call(member, body)
        assert answer.status_code == 400, body
        assert pointer in [each["pointer"] for each in answer.json()["errors"]], body
    assert read(member, state="gone", number="x", record__in="1").status_code == 400
    assert set(Review.objects.values_list("state", flat=True)) == {"unreviewed"}
    assert disclosed() == []


def test_others_neither_read_nor_decide(member: User) -> None:
    grantee = make_person()
    make_grant(member, person=grantee)
    for person in (grantee, make_person(role=Role.PANEL_REVIEWER), make_person()):
        assert read(person).status_code == 403
        assert read(person, "stacks/").status_code == 403
        assert call(person, {"state": "reviewed", "records": [1]}).status_code == 403
    assert Client().get(ROOT).status_code == 401
    assert set(Review.objects.values_list("state", flat=True)) == {"unreviewed"}
    assert Disclosure.objects.filter(outcome="refused", register="zigbee").count() == 9
