"""CPA dates for everybody, and the pathways that hang on them for the FIR's audience alone."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Role
from firmware.cpa_forecast import PathwaysAffected, pathways_affected
from firmware.graph import Block, Family, Graph, Node, graph_of
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.published import documents_of, publish

TODAY = date(2026, 11, 26)
API, PAGE = "/api/v1/cpl/cpa-forecast/", "/cpa-forecast/"
FAMILY = Family("ESME", "FA0A", "0A01", "0100")


def graph(*edges: tuple[int, int], blocked: tuple[tuple[int, int], ...] = ()) -> Graph:
    numbers = {number for edge in (*edges, *blocked) for number in edge}
    nodes = {number: Node(FAMILY, f"{number:08X}") for number in numbers}
    states = [(edge, None) for edge in edges]
    return graph_of(nodes, [*states, *((edge, Block("why", "2026-01-01")) for edge in blocked)])


def test_steps_to_what_leaves_end_and_who_has_no_other_way_is_stranded() -> None:
    ways = graph((1, 2), (2, 3), (1, 4), blocked=((4, 3),))

    assert pathways_affected([3], ways) == PathwaysAffected(((2, 3),), (2, 3))
    assert pathways_affected([2], ways) == PathwaysAffected(((1, 2),), ())
    assert pathways_affected([2, 4], ways) == PathwaysAffected(((1, 2), (1, 4)), (1, 4))
    assert pathways_affected([9], ways) == PathwaysAffected((), ())


@pytest.fixture
def dated(db: None) -> None:
    """101 leads to 102, whose certificate is past in a week."""
    day = (TODAY + timedelta(days=7)).isoformat()
    cpa = {"date": day, "date_kind": "RENEWAL", "security_characteristics_version": "1"}
    listed = {"scheme": "CPA", "number": "=CPA-7", "standard_version": "CPA 1.3", **cpa}
    goal = documents_of(102, cpa=cpa, certificates=[listed])
    goal["firmware"]["upgrade"] = {"state": "listed", "baselines": [101], "blocked": []}
    publish(documents_of(101), goal)


@pytest.mark.usefixtures("dated")
@time_machine.travel(TODAY, tick=False)
def test_public_answer_is_one_for_everybody_and_is_kept_by_caches_for_a_day() -> None:
    anyone, party = Client(), signed_in(make_person(organisation=make_party()))
    answer = anyone.get(API, {"days": "30"})

    (certificate,) = answer.json()["results"]
    assert (certificate["certificate"], certificate["days_left"]) == ("=CPA-7", 7)
    assert [each["cpl_number"] for each in certificate["device_models"]] == [102]
    assert "pathways" not in certificate
    assert party.get(API, {"days": "30"}).content == answer.content
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    held = {"If-None-Match": answer["ETag"]}
    assert anyone.get(API, {"days": "30"}, headers=held).status_code == 304
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):
        assert anyone.get(API, {"days": "30"}, headers=held).json()["results"][0]["days_left"] == 6
    assert anyone.get(API, {"days": "6"}).json()["results"] == []
    assert not Disclosure.objects.exists()


@pytest.mark.usefixtures("dated")
@time_machine.travel(TODAY, tick=False)
def test_pathways_are_for_the_audience_recorded_and_never_kept() -> None:
    person = make_person(organisation=make_party())
    answer = signed_in(person).get(API, {"pathways": "true"})
    table = signed_in(person).get(API, {"pathways": "true", "format": "csv"})

    (certificate,) = answer.json()["results"]
    assert certificate["pathways"] == {"steps": [{"from": 101, "to": 102}], "stranded": [101, 102]}
    assert answer["Cache-Control"] == "private, no-store"
    assert "F2.17B" in answer.json()["marking"]
    assert "ETag" not in answer
    shown = Disclosure.objects.first()
    assert shown is not None
    assert (shown.person, shown.numbers, shown.fields) == (person.email, [101, 102], "upgrade")
    (row,) = csv.DictReader(io.StringIO(table.getvalue().decode(), newline=""))
    assert (row["CPA certificate"], row["Upgraded to from"]) == ("'=CPA-7", "101")
    assert row["Recipient"].startswith(person.email)


@pytest.mark.usefixtures("dated")
@time_machine.travel(TODAY, tick=False)
def test_others_get_no_pathways() -> None:
    anyone, auditor = Client(), signed_in(make_person(role=Role.AUDITOR))

    assert anyone.get(API, {"pathways": "true"}).status_code == 401
    assert auditor.get(API, {"pathways": "true"}).status_code == 403
    assert Disclosure.objects.get().outcome == Disclosure.Outcome.REFUSED
    for client in (anyone, auditor):
        page = client.get(PAGE).content.decode()
        assert "=CPA-7" in page
        assert "101" not in page


@pytest.mark.usefixtures("dated")
@time_machine.travel(TODAY, tick=False)
def test_page_shows_pathways_to_the_audience_and_records_it() -> None:
    answer = signed_in(make_person(organisation=make_party())).get(PAGE, {"days": "31"})

    assert "101 → 102" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Disclosure.objects.get().channel == "page"


@pytest.mark.django_db
@time_machine.travel(TODAY, tick=False)
def test_pages_go_on_by_certificate_and_stay_with_their_publication(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def covered(number: int, days: int, certificate: str) -> dict[str, Any]:
        day = (TODAY + timedelta(days=days)).isoformat()
        cpa = {"date": day, "date_kind": "EXPIRY", "security_characteristics_version": "1"}
        listed = {"scheme": "CPA", "number": certificate, "standard_version": "CPA 1.3", **cpa}
        return documents_of(number, cpa=cpa, certificates=[listed])

    publish(
        covered(1, -3, "past"),
        covered(2, 5, "b"),
        covered(3, 5, "a/ü+"),
        covered(4, 5, "b"),
        covered(5, 5, "c"),
        covered(6, 9, "d"),
    )
    client, told = signed_in(make_person(organisation=make_party())), []
    answer: Any = client.get(API, {"limit": "2", "pathways": "true"}).json()
    publish(covered(7, 5, "bb"))
    while True:
        every = [*answer["overdue"], *answer["results"]]
        told.append([(e["certificate"], len(e["device_models"])) for e in every])
        if answer["next"] is None:
            break
        assert answer["publication"] == 1
        answer = client.get(answer["next"]).json()

    assert told == [[("past", 1), ("a/ü+", 1)], [("b", 2), ("c", 1)], [("d", 1)]]
    numbers = [each.numbers for each in Disclosure.objects.order_by("pk")]
    assert numbers == [[1, 3], [2, 4, 5], [6]]
    table = Client().get(API, {"format": "csv", "publication": "1"})
    assert table.streaming
    body = table.getvalue()
    found = [row["CPL number"] for row in csv.DictReader(io.StringIO(body.decode(), newline=""))]
    assert found == ["1", "3", "2", "4", "5", "6"]
    monkeypatch.setattr("firmware.cpa_forecast_page.A_PAGE", 2)
    first = Client().get(PAGE, {"days": "31"}).text
    assert ("a/ü+" in first, ">c<" in first) == (True, False)
    onward = first.split('">Next page')[0].rpartition('href="')[2].replace("&amp;", "&")
    assert ">bb<" in Client().get(PAGE + onward).text
    odd = ({"after": "x"}, {"days": "x"}, {"days": "0"}, {"days": "99999"})
    assert {Client().get(PAGE, each).status_code for each in odd} == {404}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"after": "x"},
        {"after": "W10"},
        {"after": "W1siMSJdXQ"},
        {"after": "é" * 9},
        {"after": "A" * 9999},
        {"publication": "9"},
        {"publication": "9" * 30},
        {"format": "csv", "limit": "3"},
        {"days": "0"},
        {"days": "99999"},
        {"days": "x"},
        {"pathways": "1"},
        {"window": "3"},
    ],
)
def test_queries_that_make_no_sense(query: dict[str, Any]) -> None:
    assert Client().get(API, query).status_code == 400
