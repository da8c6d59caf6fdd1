"""Fleet plans over REST: whole answers, who gets them, what is recorded, what is refused."""

import csv
import io
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from accounts.models import Role, User
from firmware.fleet import bodies
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.firmware.fleet.fleets import API, publish_list
from tests.published import FIR_CANARY

pytestmark = pytest.mark.django_db

CONTACT = {"email": "f@fictional.example", "telephone": "+442079460000", "address": "Erewhon"}
DUIS = {"manufacturer": "FA0A", "duis_model": "0A010100"}
FLEET = [
    {"cpl_number": 101, "count": 10},
    {**DUIS, "firmware_version": "00:00:00.66", "count": 5},
    {"cpl_number": 103, "count": 2},
    {"cpl_number": 106, "count": 3},
    {"device_type": "CHF", "cpl_number": 110, "count": 7},
    {"device_type": "GPF", "cpl_number": 110, "count": 7},
    {**DUIS, "firmware_version": "00000001", "count": 1},
    {**DUIS, "firmware_version": "0000FFFF", "count": 1},
    {"cpl_number": 999, "count": 4},
]


@pytest.fixture
def person() -> User:
    publish_list()
    return make_person(organisation=make_party())


def post(client: Client, body: Any, query: str = "", **headers: str) -> Any:
    return client.post(f"{API}{query}", body, content_type="application/json", headers=headers)


def send_csv(client: Client, text: str | bytes, query: str = "") -> Any:
    return client.generic("POST", f"{API}{query}", text, content_type="text/csv")


def test_a_fleet_has_its_groups_waves_totals_and_words(person: User) -> None:
    answer = post(signed_in(person), {"devices": FLEET})

    told = answer.json()
    groups = {(each["cpl_number"], each["outcome"]): each for each in told["groups"]}
    assert groups.keys() == {
        (101, "upgrade"),
        (102, "upgrade"),
        (103, "no_path"),
        (106, "not_provided"),
        (110, "already_newest"),
        (999, "not_on_list"),
        (None, "not_on_list"),
    }
    first = groups[101, "upgrade"]
    assert first == {
        "cpl_number": 101,
        "count": 10,
        "outcome": "upgrade",
        "target": 103,
        "steps": [103],
        # It gets as far as can be; why no further is told with it.
        "reason": "blocked",
        "clause": "policy: U1",
        "detail": "The step from CPL 103 to CPL 104 is blocked since 2025-01-02: =bricks it.",
        "beyond": 104,
        "contact": CONTACT,
    }
    blocked = groups[103, "no_path"]
    assert (blocked["reason"], blocked["beyond"], blocked["contact"]) == ("blocked", 104, CONTACT)
    assert "=bricks it" in blocked["detail"]
    assert groups[110, "already_newest"]["count"] == 7
    unknown = groups[None, "not_on_list"]
    assert unknown["identity"]["firmware_version"] == "0000FFFF"
    assert {"cpl_number": 101, "status": "CURRENT", "differs": ["firmware_version"]} in unknown[
        "near"
    ]
    assert told["waves"] == [
        {"wave": 1, "cpl_number": 103, "from": {"101": 10, "102": 5}, "devices": 15}
    ]
    assert told["totals"] == {
        "upgrade": 15,
        "already_newest": 7,
        "no_path": 2,
        "not_provided": 4,
        "not_on_list": 5,
        "ambiguous": 0,
    }
    assert (told["devices"], told["rows"], told["goal"]) == (33, 9, "newest")
    assert told["release_notes"] == {"103": f"<b>{FIR_CANARY}</b> 103"}
    assert told["obstacles"]["103"][0]["kind"] == "not_loaded"
    assert "F2.17B" in told["marking"]
    assert told["recipient"].startswith(person.email)
    assert answer["Cache-Control"] == "private, no-store"
    shown = Disclosure.objects.get()
    assert (shown.person, shown.channel, shown.route) == (person.email, "plan", API)
    assert shown.numbers == [101, 102, 103, 104, 105, 106, 110, 111]
    assert shown.fields == "upgrade,contact,release_notes"


def test_csv_in_and_tables_out_with_other_goals(person: User) -> None:
    client = signed_in(person)
    fleet = "CPL number,Count\n101,10\n103,2\n106,1\n"

    def rows(query: str) -> list[dict[str, str]]:
        answer = send_csv(client, fleet, f"?format=csv&{query}")
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))

    to = {row["CPL number"]: row for row in rows("to=102")}
    assert (to["101"]["Outcome"], to["101"]["Steps"]) == ("upgrade", "102")
    assert (to["103"]["Outcome"], to["103"]["Reason"]) == ("no_path", "no_pathway")
    assert (to["106"]["Outcome"], to["106"]["Reason"]) == ("no_path", "no_goal")
    assert to["101"]["Contact telephone"] == "'+442079460000"
    assert to["101"]["Recipient"].startswith(person.email)
    out = {row["CPL number"]: row for row in rows("out_of=101,102")}
    assert (out["101"]["Target"], out["103"]["Reason"]) == ("103", "not_among")
    (wave,) = rows("out_of=101&table=waves")
    assert (wave["Wave"], wave["CPL number"], wave["From"], wave["Devices"]) == (
        "1",
        "103",
        "101: 10",
        "10",
    )
    assert (wave["Firmware version"], out["101"]["Target firmware version"]) == ("00000067",) * 2
    assert wave["Obstacles"].startswith("DCC has not loaded")


def test_others_get_nothing_and_what_they_sent_is_not_read(person: User) -> None:
    for other in (
        make_person(role=Role.SECURITY_SUB_COMMITTEE),
        make_person(role=Role.AUDITOR),
        make_person(),
    ):
        for body in ({"devices": FLEET}, "no inventory"):
            assert post(signed_in(other), body).status_code == 403
    assert post(Client(), {"devices": FLEET}).status_code == 401

    refused = Disclosure.objects.all()
    assert {(each.outcome, each.channel) for each in refused} == {("refused", "plan")}
    assert len(refused) == 6


def test_every_problem_is_told_with_pointer_row_found_and_expected(person: User) -> None:
    client = signed_in(person)
    body = {
        "goal": {"to": [0]},
        "devices": [{"cpl_number": 101}, {"firmware_version": 7, "count": 1}],
    }

    told = post(client, body)
    assert (told.status_code, told["Content-Type"]) == (400, "application/problem+json")
    assert [each["pointer"] for each in told.json()["errors"]] == [
        "#/goal/to/0",
        "#/devices/0/count",
        "#/devices/1/firmware_version",
    ]
    table = send_csv(client, "CPL number,Count\n101,1\nx,2\n")
    assert table.json()["errors"] == [
        {
            "pointer": "#/rows/3/cpl_number",
            "detail": "A CPL number is a whole number above 0.",
            "row": 3,
            "found": "x",
            "expected": "digits alone",
        }
    ]
    for query in ("?to=1&out_of=2", "?goal=oldest", "?table=x", "?nothing=1", "?to=999", "?to=111"):
        assert send_csv(client, "CPL number,Count\n101,1\n", query).status_code == 400, query
    for goal in ({"to": [111]}, {"to": [101, 102]}, {"out_of": [999]}):
        answer = post(client, {"goal": goal, "devices": FLEET})
        assert answer.json()["errors"][0]["pointer"] == "#/goal"
    assert post(client, {"devices": FLEET}, "?to=103").status_code == 400
    for raw in ("", "[]", "{}", '{"devices": []}', '{"devices": {}}', '{"devices": [1, 1]', "\0"):
        assert post(client, raw).status_code == 400, raw
    assert client.post(API, {"devices": "x"}).status_code == 415
    (nothing,) = client.generic("POST", API, CONTENT_TYPE="text/csv").json()["errors"]
    assert nothing == {"pointer": "#/file", "detail": "The file is empty."}
    assert not Disclosure.objects.exists()


def test_what_is_too_long_is_refused_by_its_length(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LONGEST_JSON", 10)
    monkeypatch.setattr(bodies, "LONGEST_CSV", 10)

    assert post(signed_in(person), {"devices": FLEET}).status_code == 413
    assert send_csv(signed_in(person), "CPL number,Count\n").status_code == 413


def test_what_cannot_be_recorded_is_not_shown(person: User) -> None:
    with patch("sec_registry.registers.disclosure._write", side_effect=OperationalError):
        answer = post(signed_in(person), {"devices": FLEET})

    assert answer.status_code == 503
    assert FIR_CANARY not in answer.content.decode()
