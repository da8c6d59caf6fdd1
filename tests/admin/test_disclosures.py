"""Each look at a restricted register at the desk is recorded by number; so are refusals."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.db import OperationalError

from accounts.services import organisation_change
from firmware.models import FirmwareRecord
from sec_registry.registers import disclosure
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.models import Disclosure
from tests.admin.desk import SHARED, Cast, disclosures_during, page, text
from zigbee.admin.radio_filters import OFFERED
from zigbee.models import ZigbeeRecord


def told(rows: list[Disclosure]) -> list[tuple[Any, ...]]:
    return [(row.register, row.outcome, row.person, row.right, row.numbers) for row in rows]


def looked(cast: Cast, who: str, *pages: tuple[str, tuple[Any, ...]]) -> list[Disclosure]:
    client = cast.client(who)
    return disclosures_during(lambda: [client.get(page(name, *keys)) for name, keys in pages])


def version(model: Any, number: int) -> int:
    return int(model.history.get(device_model_id=number).history_id)


def test_firmware_pages_are_recorded_one_by_one(cast: Cast) -> None:
    one, two = cast.numbers
    email = cast.people["party"].email

    rows = looked(
        cast,
        "party",
        ("firmware_firmwarerecord_changelist", ()),
        ("firmware_firmwarerecord_change", (two,)),
        ("firmware_firmwarerecord_history", (one,)),
        ("firmware_firmwarerecord_simple_history", (one, version(FirmwareRecord, one))),
    )

    assert told(rows) == [
        ("firmware", "disclosed", email, "SEC Party", [one, two]),
        ("firmware", "disclosed", email, "SEC Party", [two]),
        ("firmware", "disclosed", email, "SEC Party", [one]),
        ("firmware", "disclosed", email, "SEC Party", [one]),
    ]
    assert {row.channel for row in rows} == {"admin"}
    assert rows[1].route == page("firmware_firmwarerecord_change", two)
    assert all(row.request_id for row in rows)


def test_a_grantees_looks_name_the_grant(cast: Cast) -> None:
    one, _ = cast.numbers
    right = f"grant {cast.grant.pk}"

    rows = looked(
        cast,
        "grantee",
        ("zigbee_zigbeerecord_changelist", ()),
        ("zigbee_zigbeerecord_change", (one,)),
        ("zigbee_zigbeerecord_simple_history", (one, version(ZigbeeRecord, one))),
    )

    email = cast.people["grantee"].email
    assert told(rows) == [("zigbee", "disclosed", email, right, [one])] * 3


def test_only_the_rows_on_the_page_are_recorded(cast: Cast) -> None:
    client = cast.client("ssc")
    address = page("zigbee_zigbeerecord_changelist")

    rows = disclosures_during(lambda: client.get(f"{address}?q={cast.numbers[1]}"))
    none = disclosures_during(lambda: client.get(f"{address}?q=nothing-of-the-kind"))

    assert [row.numbers for row in rows] == [[cast.numbers[1]]]
    # Of an empty list only what its filters offer is shown.
    assert [(row.numbers, row.subject) for row in none] == [([], OFFERED)]


@pytest.mark.parametrize("who", ["superuser", "auditor", "expired grantee", "administrator"])
def test_refusals_at_the_zigbee_section_are_recorded(cast: Cast, who: str) -> None:
    one = cast.numbers[0]

    rows = looked(
        cast,
        who,
        ("zigbee_zigbeerecord_changelist", ()),
        ("zigbee_zigbeerecord_change", (one,)),
        ("zigbee_zigbeerecord_history", (987654,)),
    )

    email = cast.people[who].email
    assert told(rows) == [
        ("zigbee", "refused", email, "", []),
        ("zigbee", "refused", email, "", [one]),
        ("zigbee", "refused", email, "", [987654]),
    ]


def test_a_grantees_wish_for_another_record_is_a_refusal(cast: Cast) -> None:
    rows = looked(cast, "grantee", ("zigbee_zigbeerecord_change", (cast.numbers[1],)))

    assert [(row.outcome, row.numbers) for row in rows] == [("refused", [cast.numbers[1]])]


def test_refusals_at_the_firmware_records_are_recorded(cast: Cast) -> None:
    rows = looked(
        cast,
        "ceased",
        ("firmware_firmwarerecord_changelist", ()),
        ("firmware_firmwarerecord_change", (cast.numbers[0],)),
    )

    assert [(row.outcome, row.numbers) for row in rows] == [
        ("refused", []),
        ("refused", [cast.numbers[0]]),
    ]


def test_a_record_that_is_not_there_discloses_nothing(cast: Cast) -> None:
    assert looked(cast, "party", ("firmware_firmwarerecord_change", (987654,))) == []


def test_the_public_list_is_not_recorded(cast: Cast) -> None:
    rows = looked(
        cast,
        "auditor",
        ("cpl_devicemodel_changelist", ()),
        ("cpl_devicemodel_change", (cast.numbers[0],)),
        ("cpl_devicemodel_history", (cast.numbers[0],)),
    )

    assert rows == []


def test_a_post_discloses_nothing(cast: Cast) -> None:
    client, address = (
        cast.client("party"),
        page("firmware_firmwarerecord_change", cast.numbers[0]),
    )

    assert disclosures_during(lambda: client.post(address)) == []


def test_every_page_of_a_restricted_register_is_marked(cast: Cast) -> None:
    one = cast.numbers[0]
    pages = [
        page("firmware_firmwarerecord_changelist"),
        page("firmware_firmwarerecord_change", one),
        page("firmware_firmwarerecord_history", one),
        page("firmware_firmwarerecord_simple_history", one, version(FirmwareRecord, one)),
    ]

    assert all(SHARED in text(cast.client("party").get(each)) for each in pages)


def test_nothing_is_shown_when_the_record_cannot_be_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(disclosure, "row_write", locked)

    answer = cast.client("party").get(page("firmware_firmwarerecord_changelist"))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "CanaryNotes" not in text(answer)
    assert "canary@" not in text(answer)


@pytest.mark.parametrize(
    ("who", "registers"),
    [
        ("reviewer", {"firmware"}),
        ("administrator", {"firmware"}),
        ("ssc", {"zigbee"}),
        ("auditor", {"firmware", "zigbee"}),
    ],
)
def test_disclosures_are_seen_by_those_who_watch(cast: Cast, who: str, registers: set[str]) -> None:
    cast.client("party").get(page("firmware_firmwarerecord_changelist"))
    cast.client("grantee").get(page("zigbee_zigbeerecord_changelist"))

    listed = cast.client(who).get(page("registers_disclosure_changelist")).context["cl"]

    assert {row.register for row in listed.result_list} == registers


def test_the_record_answers_who_saw_it_and_what_they_saw_and_is_taken_away_as_csv(
    cast: Cast,
) -> None:
    one, two = cast.numbers
    party, person = cast.people["party"].organisation, cast.people["party"].email
    assert party is not None
    for at, number in (("2026-02-27T23:00:00Z", one), ("2026-03-31T23:59:59Z", two)):
        with time_machine.travel(at, tick=False):
            fir, how = register("firmware"), Channel("page", "/pathways/")
            looker = cast.people["party"]
            disclose(register=fir, by=looker, numbers=[number], right="SEC Party", channel=how)
    cast.client("grantee").get(page("zigbee_zigbeerecord_change", one))
    address, client = page("registers_disclosure_changelist"), cast.client("reviewer")
    quarter = {"since": "2026-01-01", "until": "2026-03-31"}
    questions: list[tuple[dict[str, Any], list[int]]] = [
        ({"number": one}, [one]),
        ({"person": person.upper()}, [two, one]),
        ({"person": "nobody@test.example"}, []),
        ({"organisation": party.name.upper(), **quarter}, [two, one]),
        ({"organisation": party.name, "since": "2026-02-28"}, [two]),
        ({"number": two, "until": "2026-03-30"}, []),
        ({"number": two, "since": "0001-01-01", "until": "9999-12-31"}, [two]),
        ({"number": "two"}, []),
        ({"since": "2026-03-01", "until": "2026-02-01"}, []),
        # What the grantee saw is another register's.
        ({"person": cast.people["grantee"].email}, []),
    ]

    for asked, numbers in questions:
        listed = client.get(address, asked)
        assert [row.numbers for row in listed.context["cl"].result_list] == [[n] for n in numbers]
        file = client.get(page("registers_disclosure_export"), asked)
        body = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
        rows = list(csv.DictReader(io.StringIO(body)))
        assert [row["Numbers"] for row in rows] == [str(number) for number in numbers]
        assert {(row["Person"], row["Organisation"]) for row in rows} <= {(person, party.name)}
    assert "no-store" in file["Cache-Control"]
    organisation_change(organisation=party, name="Called otherwise", by="test")
    for name in (party.name, "called OTHERWISE"):
        listed = client.get(address, {"organisation": name, **quarter})
        assert [row.numbers for row in listed.context["cl"].result_list] == [[two], [one]]
    wrong = text(client.get(address, {"number": "two", "until": "soon"}))
    assert "Please correct what is marked below" in wrong
    assert cast.client("party").get(page("registers_disclosure_export")).status_code == 403


def test_who_saw_a_record_leads_to_the_looks_before_it_had_its_number(cast: Cast) -> None:
    key, client = cast.accepted.pk, cast.client("ssc")
    looks = [f"submission {key}, 2 items", f"impact of submissions 1, {key}"]
    others = [f"submission {key}7, 1 item", f"submission 7{key}, {key} items", "a query"]
    for subject in (*looks, *others):
        disclose(
            register=register("zigbee"),
            by=cast.people["reviewer"],
            numbers=[],
            right="review of the submission",
            channel=Channel("admin", "/admin/"),
            subject=subject,
        )
    address = page("registers_disclosure_changelist")

    shown = text(client.get(f"{address}?number={cast.numbers[0]}&register=zigbee"))
    assert f'href="?register=zigbee&amp;q=submission+{key}">submission {key}</a>' in shown
    found = client.get(f"{address}?register=zigbee&q=submission+{key}").context["cl"]

    assert sorted(row.subject for row in found.result_list) == sorted(looks)
    for asked in ("number=999999", "number=two", ""):
        assert "before it had this number" not in text(client.get(f"{address}?{asked}"))


def test_disclosures_are_found_by_person_number_and_filters(cast: Cast) -> None:
    one, two = cast.numbers
    cast.client("party").get(page("firmware_firmwarerecord_changelist"))
    cast.client("party").get(page("firmware_firmwarerecord_change", two))
    cast.client("ceased").get(page("firmware_firmwarerecord_changelist"))
    address, client = page("registers_disclosure_changelist"), cast.client("auditor")
    queries = {
        f"q={cast.people['party'].email}": 2,
        f"q={two}": 2,
        f"q={one}": 1,
        f"q={two}0": 0,
        "outcome=refused": 1,
        "register=firmware": 3,
        "register=zigbee": 0,
        "channel=api": 0,
        "channel=admin": 3,
    }

    found = {q: client.get(f"{address}?{q}").context["cl"].result_count for q in queries}

    assert found == queries
