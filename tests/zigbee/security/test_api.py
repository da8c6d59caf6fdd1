"""The security query over REST: the whole answer, to whom, and what is recorded first."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, Role, User
from sec_registry.audit.acting import acting
from sec_registry.registers.disclosure import NotRecorded
from sec_registry.registers.models import Disclosure
from tests.accounts.factories import make_holding, make_party, make_person
from tests.accounts.signing_in import signed_in
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant, make_member
from zigbee.choices import ScopeKind
from zigbee.models import VendorSpelling
from zigbee.security import asked

ADDRESS = "/api/v1/zigbee/security-query/"
QUESTION = {"vendor": "imaginary  SILICON", "below": "HouseOfCards 7.4.10"}
DZIR_MARKING = "Access is managed by the Security Sub Committee (F2.38)"
FIR_MARKING = "SEC Parties only – must not be shared (F2.17B)"
AFFECTED, OTHERS, ENDS = [1, 2, 3], [5, 6, 7], [4]


def row(number: int, vendor: str, stack: str, **more: Any) -> Cells:
    radios = {"ZigBee chipset vendor": vendor, "ZigBee stack version": stack}
    return numbered_row(number, **radios, **more)


@pytest.fixture
def listed(db: None) -> None:
    """1 → 2 → 4, of which 4 is above the version; 3, of another Manufacturer, leads nowhere.

    5 to 7 cannot be compared, 8 was removed, 9 is of another vendor.
    """
    panel = make_panel()
    other: Cells = {"Manufacturer code": "FB0B", "Manufacturer": "Pretend Meters Ltd"}
    accept(
        row(1, "Imaginary Silicon", "HouseOfCards 7.4.9"),
        row(2, "IMAGSIL", "House-of-cards v7.4", Upgrade="yes", Baselines="row 1"),
        row(3, "Pretend Radios; imaginary silicon", "HouseOfCards 9; HouseOfCards 6.9.9", **other),
        row(4, "Imaginary Silicon", "HouseOfCards 7.4.10", Upgrade="yes", Baselines="row 2"),
        row(5, "Imaginary Silicon", "HouseOfCards 7.4.2-rc1", **other),
        row(6, "Imaginary Silicon", "7.4.2", **other),
        row(7, "Imaginary Silicon", "MakeBelieve 1", **other),
        row(8, "Imaginary Silicon", "HouseOfCards 1"),
        row(9, "Pretend Radios", "HouseOfCards 1"),
        panel=panel,
        at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    removal: Cells = {
        "Action": "remove",
        "CPL number": 8,
        "Removal reason": "Withdrawn in a story",
        "Removal authority": "A fictional meeting",
        "Removal date": "2002-03-04",
        "Reason public": "no",
    }
    accept(removal, panel=panel, at=datetime(2025, 2, 2, tzinfo=UTC))
    with acting(by="test"):
        VendorSpelling.objects.create(spelling="ImagSil", vendor="Imaginary Silicon")


def ask(person: User, **more: str) -> Any:
    return signed_in(person).get(ADDRESS, {**QUESTION, **more})


def numbers(listed: list[dict[str, Any]]) -> list[int]:
    return [each["cpl_number"] for each in listed]


def file(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def disclosed() -> list[tuple[str, list[int], str, str, str]]:
    return [
        (each.register, each.numbers, each.channel, each.route, each.fields)
        for each in Disclosure.objects.filter(outcome="disclosed").order_by("pk")
    ]


@pytest.mark.usefixtures("listed")
def test_the_committee_gets_the_whole_answer_and_nothing_of_upgrades() -> None:
    member = make_member()
    answer = ask(member)

    found = answer.json()
    assert (numbers(found["affected"]), numbers(found["not_compared"])) == (AFFECTED, OTHERS)
    assert [each["reason"] for each in found["not_compared"]] == [
        "unknown_form",
        "other_stack",
        "other_stack",
    ]
    assert found["affected"][2]["radios"] == [
        {"chipset_vendor": "imaginary silicon", "stack_version": "HouseOfCards 6.9.9"}
    ]
    fictional = {"code": "FA0A", "name": "Fictional Meters Ltd"}
    pretend = {"code": "FB0B", "name": "Pretend Meters Ltd"}
    assert found["counts"] == {
        "affected": [
            {"manufacturer": fictional, "device_type": "ESME", "device_models": 2},
            {"manufacturer": pretend, "device_type": "ESME", "device_models": 1},
        ],
        "not_compared": [{"manufacturer": pretend, "device_type": "ESME", "device_models": 3}],
    }
    assert found["vendor_named"] is True
    assert found["marking"] == DZIR_MARKING
    assert answer["Cache-Control"] == "private, no-store"
    assert "no_way_out" not in found
    assert not any("way_out" in each for each in found["affected"])
    fields = "device,radios,state"
    assert disclosed() == [("zigbee", [*AFFECTED, *OTHERS], "api", ADDRESS, fields)]
    (record,) = Disclosure.objects.all()
    assert (record.right, record.subject) == ("Security Sub Committee", asked.SUBJECT)

    nothing = ask(member, vendor="Nobody at all").json()
    assert nothing["affected"] == []
    assert disclosed()[1][:2] == ("zigbee", []), "that nothing was found is recorded too"

    first = ask(member, publication="1").json()
    assert (first["publication"], numbers(first["affected"])) == (1, [1, 2, 3, 8])

    table = file(ask(member, format="csv"))
    assert "Way out" not in table
    assert FIR_MARKING not in table

    misspelt = ask(member, vendor="Imaginary Silicone").json()
    assert (misspelt["vendor_named"], misspelt["affected"]) == (False, [])


@pytest.mark.usefixtures("listed")
def test_who_also_reads_the_fir_learns_the_way_out_of_each() -> None:
    member = make_member()
    make_holding(member, Role.PANEL_REVIEWER)

    found = ask(member).json()

    ways = {each["cpl_number"]: each["way_out"] for each in found["affected"]}
    assert {number: way["steps"] for number, way in ways.items()} == {1: [2, 4], 2: [4], 3: []}
    assert ways[3]["outcome"] == "no_path"
    assert ways[3]["detail"]
    assert found["no_way_out"] == [3]
    assert found["marking"] == f"{DZIR_MARKING}; {FIR_MARKING}"
    registers = {each[0]: each[1] for each in disclosed()}
    assert registers["zigbee"] == sorted([*AFFECTED, *OTHERS, *ENDS])
    assert set(registers["firmware"]) >= {*AFFECTED, *ENDS}

    table = file(ask(member, format="csv")).splitlines()
    assert len(table) == 1 + len(AFFECTED) + len(OTHERS)
    assert table[0].split(",")[-6:-3] == ["Way out", "Steps", "Reason"]
    assert "upgrade,2; 4,," in table[1]
    assert all(FIR_MARKING in line and member.email in line for line in table[1:])


@pytest.mark.usefixtures("listed")
def test_pages_hold_so_many_by_number_and_record_no_more_than_they_tell() -> None:
    member = make_member()
    make_holding(member, Role.PANEL_REVIEWER)
    whole = ask(member, publication="2").json()
    client, pages, address = signed_in(member), [], f"{ADDRESS}?limit=4"
    address += "&vendor=imaginary++silicon&below=HouseOfCards+7.4.10&at=2099-01-01T00:00:00Z"

    while address:
        pages.append(client.get(address).json())
        address = pages[-1]["next"]

    assert whole["next"] is None
    told = [(numbers(page["affected"]), numbers(page["not_compared"])) for page in pages]
    assert told == [(AFFECTED, [5]), ([], [6, 7])]
    for member_of_each in ("counts", "publication"):
        assert {str(page[member_of_each]) for page in pages} == {str(whole[member_of_each])}
    assert [page["no_way_out"] for page in pages] == [[3], []]
    assert [each[1] for each in disclosed() if each[0] == "zigbee"][1:] == [[1, 2, 3, 4, 5], [6, 7]]
    wrong = client.get(ADDRESS, {**QUESTION, "limit": "0", "after": "x"})
    assert {error["parameter"] for error in wrong.json()["errors"]} == {"limit", "after"}
    of_table = client.get(ADDRESS, {**QUESTION, "limit": "1", "format": "csv"})
    assert of_table.status_code == 400


@pytest.mark.usefixtures("listed")
def test_grantee_learns_of_their_records_alone_also_by_ways_out() -> None:
    grantee = make_person(organisation=make_party())
    member = make_member()
    make_grant(member, person=grantee, kind=ScopeKind.RECORD, value="1")

    found = ask(grantee).json()

    assert numbers(found["affected"]) == [1]
    assert found["not_compared"] == []
    # That 4 is not affected is in a record beyond the grant, so it is no way out here.
    assert found["no_way_out"] == [1]
    assert disclosed()[0][:2] == ("zigbee", [1])

    make_grant(member, person=grantee, kind=ScopeKind.RECORD, value="4")
    again = ask(grantee).json()
    assert again["affected"][0]["way_out"]["steps"] == [2, 4]
    assert again["no_way_out"] == []


@pytest.mark.usefixtures("listed")
def test_who_holds_no_grant_learns_nothing_and_ways_end_with_the_party() -> None:
    party = make_party()
    stranger = make_person(organisation=party)

    found = ask(stranger).json()

    assert (found["affected"], found["not_compared"], found["no_way_out"]) == ([], [], [])
    (refusal,) = Disclosure.objects.all()
    assert (refusal.outcome, refusal.person) == ("refused", stranger.email)
    assert Client().get(ADDRESS, QUESTION).status_code == 401

    make_grant(make_member(), person=stranger)
    assert ask(stranger).json()["no_way_out"] == [3]
    Organisation.objects.filter(pk=party.pk).update(ceased_on="2025-01-01")
    ceased = ask(stranger).json()
    assert numbers(ceased["affected"]) == AFFECTED
    assert "no_way_out" not in ceased


@pytest.mark.django_db
def test_every_wrong_parameter_is_named() -> None:
    member = make_member()
    for query, wrong in (
        ({"vendor": "", "below": "latest"}, {"vendor", "below"}),
        ({"vendor": " - ", "below": "7" * 99}, {"vendor", "below"}),
        ({"publication": "77"}, {"publication"}),
        ({"radios__chipset_vendor": "x", "at": "yesterday"}, {"radios__chipset_vendor", "at"}),
    ):
        answer = ask(member, **query)
        assert answer.status_code == 400
        assert {error["parameter"] for error in answer.json()["errors"]} == wrong
    assert not disclosed()


@pytest.mark.usefixtures("listed")
def test_nothing_leaves_that_cannot_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise NotRecorded

    monkeypatch.setattr(asked, "disclose", fails)

    for more in ({}, {"format": "csv"}):
        answer = ask(make_member(), **more)
        assert answer.status_code == 503
        assert b"HouseOfCards 7.4.9" not in answer.content
