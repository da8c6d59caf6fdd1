"""One Device Model's pathways over REST: the whole answer, at any time, and who gets none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from sec_registry.deliveries.results import Result, deliveries_record
from sec_registry.registers import door
from sec_registry.registers.disclosure import NotRecorded
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row

MARKING = "SEC Parties only – must not be shared (F2.17B)"
BLOCKING = {
    "Action": "block baselines",
    "CPL number": "3",
    "Baselines": "2",
    "Reason": "It bricks meters",
}
REMOVAL = {
    "Action": "remove",
    "CPL number": "4",
    "Removal reason": "Withdrawn in a story",
    "Removal authority": "A fictional meeting",
    "Removal date": "2002-03-04",
    "Reason public": "no",
}


@pytest.fixture
def party(db: None) -> User:
    return make_person(organisation=make_party(is_dcc=True))


@pytest.fixture
def panel(db: None) -> Panel:
    """1 → 2 → 3, 1 → 4 → 5; then 2 → 3 is blocked; then 4 is removed. 6 leads to nothing here."""
    panel = make_panel()
    bare = {"Image creator": None, "Image descriptor": None, "Image hash": None}
    accept(
        numbered_row(1),
        numbered_row(2, Upgrade="yes", Baselines="row 1", **bare),
        numbered_row(3, Upgrade="yes", Baselines="row 2"),
        numbered_row(4, Upgrade="yes", Baselines="row 1"),
        numbered_row(5, Upgrade="yes", Baselines="row 4"),
        numbered_row(6, **{"Model identifier": "0A02"}),
        panel=panel,
        at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    accept(BLOCKING, panel=panel, at=datetime(2025, 2, 2, tzinfo=UTC))
    accept(REMOVAL, panel=panel, at=datetime(2025, 3, 3, tzinfo=UTC))
    return panel


def address(number: object) -> str:
    return f"/api/v1/firmware/pathways/{number}/"


def not_loaded(number: int) -> dict[str, Any]:
    detail = f"DCC has not loaded CPL {number} as the list has it."
    return {"cpl_number": number, "kind": "not_loaded", "detail": detail}


@pytest.mark.usefixtures("panel")
def test_the_answer_is_the_contracts_and_recorded_before_it_leaves(party: User) -> None:
    answer = signed_in(party).get(address(1))

    block = "The step from CPL 2 to CPL 3 is blocked since 2025-02-02: It bricks meters."
    removed = "CPL 4 was removed from the list: it is a start, never a step or a goal."
    no_hash = "No Hash of its Manufacturer Image is associated with CPL 2."
    assert answer.json() == {
        "publication": 3,
        "start": 1,
        "newest": [2],
        "target": 2,
        "circles": [],
        "reachable": [
            {
                "cpl_number": 2,
                "steps": [2],
                "alternatives": [],
                "ways": 1,
                "obstacles": [
                    {"cpl_number": 2, "kind": "no_hash", "detail": no_hash},
                    not_loaded(2),
                ],
            }
        ],
        "unreachable": [
            {"cpl_number": 3, "reason": "blocked", "clause": "policy: U1", "detail": block},
            *(
                {
                    "cpl_number": number,
                    "reason": "removed_on_the_way",
                    "clause": "policy: U4",
                    "detail": removed,
                }
                for number in (4, 5)
            ),
        ],
        "marking": MARKING,
    }
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Registry-Marking"] == MARKING.replace("–", "-")
    assert "ETag" not in answer
    shown = Disclosure.objects.get()
    assert (shown.person, shown.numbers, shown.fields) == (party.email, [1, 2, 3, 4, 5], "upgrade")
    assert (shown.channel, shown.right, shown.route) == ("api", "SEC Party", address(1))


@pytest.mark.usefixtures("panel")
def test_a_point_in_time_is_answered_as_it_was_published(party: User) -> None:
    client = signed_in(party)

    def steps(**query: str | int) -> dict[int, list[int]]:
        found = client.get(address(1), query).json()["reachable"]
        return {each["cpl_number"]: each["steps"] for each in found}

    before = {2: [2], 3: [2, 3], 4: [4], 5: [4, 5]}
    assert steps(publication=1) == steps(at="2025-01-15T00:00:00Z") == before
    assert steps(publication=2) == {2: [2], 4: [4], 5: [4, 5]}
    assert client.get(address(1), {"at": "2024-01-01T00:00:00Z"}).status_code == 404
    assert client.get(address(1), {"publication": "4"}).status_code == 400


@pytest.mark.usefixtures("panel")
def test_from_where_one_can_get_here_and_that_a_removed_start_leads_on(party: User) -> None:
    answer = signed_in(party).get(address(5), {"direction": "to"}).json()

    assert set(answer) == {"publication", "goal", "starts", "unreachable", "marking"}
    assert [(each["cpl_number"], each["steps"]) for each in answer["starts"]] == [(4, [5])]
    assert {each["cpl_number"]: each["reason"] for each in answer["unreachable"]} == {
        1: "removed_on_the_way",
        2: "no_pathway",
        3: "no_pathway",
    }


def test_what_dcc_has_loaded_stands_in_nobodys_way(panel: Panel, party: User) -> None:
    client = signed_in(party)

    def obstacles() -> list[str]:
        (way,) = client.get(address(1)).json()["reachable"]
        return [each["kind"] for each in way["obstacles"]]

    # Asked before, so that an answer that was kept would be found out.
    assert obstacles() == obstacles() == ["no_hash", "not_loaded"]
    deliveries_record(results=[Result(1, 2, "loaded", "")], by=party)
    assert obstacles() == obstacles() == ["no_hash"]


@pytest.mark.usefixtures("panel")
def test_few_questions_to_the_database_however_many_ways(
    party: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(party)
    client.get(address(1))
    # Session, account, right, publication, what DCC has loaded; the record in a transaction.
    with django_assert_max_num_queries(9):
        client.get(address(1))


@pytest.mark.usefixtures("panel")
def test_an_answer_that_is_ready_asks_for_the_right_and_is_recorded_each_time(party: User) -> None:
    client = signed_in(party)
    first = client.get(address(1)).content

    assert client.get(address(1)).content == first
    assert list(Disclosure.objects.values_list("numbers", flat=True)) == [[1, 2, 3, 4, 5]] * 2
    User.objects.filter(pk=party.pk).update(organisation=None)
    assert client.get(address(1)).status_code == 403


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize("role", [None, Role.SECURITY_SUB_COMMITTEE, Role.AUDITOR])
def test_others_are_refused_before_the_number_is_looked_at(role: Role | None) -> None:
    client = signed_in(make_person(role))
    for number in (1, 99, "nothing"):
        assert client.get(address(number)).status_code == 403
        assert Client().get(address(number)).status_code == 401
    assert set(Disclosure.objects.values_list("outcome", flat=True)) == {"refused"}


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize(
    "query",
    [
        {"direction": "sideways"},
        {"direction": ""},
        {"publication": "x"},
        {"at": "yesterday"},
        {"publication": "1", "at": "2025-01-15T00:00:00Z"},
        {"upgrade__baselines": "1"},
    ],
)
def test_queries_that_make_no_sense_are_problems(party: User, query: dict[str, str]) -> None:
    answer = signed_in(party).get(address(1), query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert not Disclosure.objects.exists()


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize("number", ["7", "0", "-1", "01", "9" * 30, "nothing"])
def test_numbers_that_are_not_there(party: User, number: str) -> None:
    assert signed_in(party).get(address(number)).status_code == 404
    assert not Disclosure.objects.exists()


@pytest.mark.usefixtures("panel")
def test_nothing_is_shown_when_it_cannot_be_recorded(
    party: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise NotRecorded

    monkeypatch.setattr(door, "disclose", fails)

    answer = signed_in(party).get(address(1))

    assert answer.status_code == 503
    assert b"bricks" not in answer.content
