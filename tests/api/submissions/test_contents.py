"""What is in a submission: paged, through the reader's own rights, each look recorded."""

import pytest
from django.test import Client

from sec_registry.registers.models import Disclosure
from sec_registry.registers.vocabulary import Cell
from tests.accounts.factories import make_party, make_person
from tests.api.conftest import Reading
from tests.api.submissions.calls import created, edit, in_review, look, refused, send
from tests.api.test_tables import table
from tests.registry import Panel, accept
from tests.rows import MANUFACTURER_CODE, Cells, numbered_row
from zigbee.register import DZIR

pytestmark = pytest.mark.django_db

VENDOR = "Imaginary Silicon"
FIR_MARKING = "SEC Parties only – must not be shared (F2.17B)"


def test_items_come_by_their_rows_a_page_at_a_time(maker: Client) -> None:
    number = created(maker, *(numbered_row(n) for n in range(1, 6)))["id"]

    first = look(maker, f"{number}/items/", limit="2", count="true").json()
    second = maker.get(first["next"]).json()
    third = maker.get(second["next"]).json()

    assert first["count"] == 5
    rows = [item["row"] for page in (first, second, third) for item in page["results"]]
    assert rows == [1, 2, 3, 4, 5]
    assert third["next"] is None
    (one,) = look(maker, f"{number}/items/", row="4").json()["results"]
    assert one["reference"] == "row 4"


def test_an_item_can_be_sent_back_as_it_was_read(maker: Client) -> None:
    number = created(maker)["id"]
    (item,) = look(maker, f"{number}/items/").json()["results"]
    again = {name: item[name] for name in ("row", "action", "cpl_number", "reference", "values")}

    told = edit(maker, number, {"revision": 1, "items": [again]}).json()

    assert told["findings"]["problem"] == 0
    assert look(maker, f"{number}/items/").json()["results"] == [item]


def test_a_maker_sees_what_they_typed_and_no_look_is_recorded(maker: Client) -> None:
    number = created(maker)["id"]
    before = Disclosure.objects.count()

    page = look(maker, f"{number}/items/").json()

    assert page["results"][0]["values"]["ZigBee chipset vendor"] == VENDOR
    assert FIR_MARKING in page["markings"]
    assert Disclosure.objects.count() == before


def test_a_reviewer_sees_the_zigbee_part_until_the_decision_and_each_look_is_recorded(
    maker: Client, reviewer: Client, panel_people: Panel
) -> None:
    number = in_review(maker, reviewer)
    for page in ("items", "difference"):
        before = Disclosure.objects.filter(register="zigbee").count()
        assert VENDOR in look(reviewer, f"{number}/{page}/").content.decode()
        looks = Disclosure.objects.filter(register="zigbee")
        assert looks.count() == before + 1
        assert looks.latest("pk").person == panel_people.reviewer.email

    send(reviewer, f"{number}/reject/", {"reason": "because"})

    for page in ("items", "difference", "findings"):
        assert VENDOR not in look(reviewer, f"{number}/{page}/").content.decode()
    assert look(reviewer, f"{number}/items/").json()["masked"] == ["zigbee"]
    assert VENDOR in look(maker, f"{number}/items/").content.decode()


def test_the_administrator_sees_the_firmware_part_and_not_the_zigbee_part(
    maker: Client, administrator: Client
) -> None:
    number = created(maker)["id"]

    values = look(administrator, f"{number}/items/").json()["results"][0]["values"]

    assert values["Release notes"] == "First release."
    assert "ZigBee chipset vendor" not in values
    assert Disclosure.objects.filter(register="firmware").exists()


def test_findings_of_parts_that_others_typed_are_masked(
    maker: Client, administrator: Client
) -> None:
    broken = numbered_row(1, **{"ZigBee stack version": " Secret 1.0"})
    number = created(maker, broken)["id"]

    own = look(maker, f"{number}/findings/", rule="no-blanks-around").json()["results"]
    others = look(administrator, f"{number}/findings/", rule="no-blanks-around").json()["results"]

    assert "Secret" in own[0]["found"]
    assert (others[0]["masked"], others[0]["found"], others[0]["column"]) == (True, "", "")
    assert others[0]["pointer"] is None
    assert others[0]["row"] == 1


def test_findings_are_a_table_too_masked_and_marked_as_the_page_is(
    maker: Client, administrator: Client
) -> None:
    number = created(maker, numbered_row(1, **{"ZigBee stack version": " Secret 1.0"}))["id"]
    query = {"rule": "no-blanks-around", "format": "csv", "count": "true"}

    own = look(maker, f"{number}/findings/", **query)
    others = look(administrator, f"{number}/findings/", **query)

    (mine,), (theirs,) = table(own), table(others)
    assert (own["Registry-Count"], mine["Rule"], mine["Row"]) == ("1", "no-blanks-around", "1")
    assert "Secret" in mine["Found"]
    assert mine["Marking"] == DZIR.marking
    assert "Fictional Meters Ltd" in mine["Recipient"]
    assert theirs["Found"] == ""
    assert "Marking" not in theirs


def test_a_look_at_findings_in_what_others_typed_is_recorded(
    maker: Client, reviewer: Client
) -> None:
    doubtful = numbered_row(1, **{"Release notes": "x", "Model identifier": "MODEL"})
    number = created(maker, {**doubtful, "Contact email": "nobody"})["id"]
    before = Disclosure.objects.filter(register="firmware").count()

    look(reviewer, f"{number}/findings/", level="problem")

    assert Disclosure.objects.filter(register="firmware").count() == before + 1


def test_findings_are_narrowed_by_level_rule_and_row_and_paged(maker: Client) -> None:
    wrong = {"Image hash": "12", "Contact email": "nobody"}
    number = created(maker, numbered_row(1), *(numbered_row(n, **wrong) for n in (2, 3)))["id"]

    problems = look(maker, f"{number}/findings/", level="problem", count="true").json()
    of_row = look(maker, f"{number}/findings/", level="problem", row="2").json()["results"]
    rule = of_row[0]["rule"]
    of_rule = look(maker, f"{number}/findings/", rule=rule).json()["results"]

    assert problems["count"] == len(problems["results"]) == 2 * len(of_row)
    assert {each["row"] for each in of_row} == {2}
    assert {each["rule"] for each in of_rule} == {rule}
    seen, address = [], f"/api/v1/submissions/{number}/findings/?limit=1&level=problem"
    while address:
        page = maker.get(address).json()
        seen += page["results"]
        address = page["next"]
    assert seen == problems["results"]


@pytest.mark.parametrize(
    "query",
    [
        {"level": "fatal"},
        {"row": "first"},
        {"row": "9" * 30},
        {"limit": "0"},
        {"after": "-1"},
        {"rule": "a\0b"},
        {"item__parts__values__icontains": "x"},
        {"count": "yes"},
    ],
)
@pytest.mark.parametrize("page", ["findings", "items", "difference", "receipt"])
def test_odd_queries_are_refused(page: str, query: dict[str, str], maker: Client) -> None:
    number = created(maker)["id"]

    refused(look(maker, f"{number}/{page}/", **query), 400)


def test_a_difference_shows_before_and_after_as_far_as_one_may_read(
    maker: Client, party: Client, panel_people: Panel
) -> None:
    accept(numbered_row(1), panel=panel_people)
    change: dict[str, Cell] = {
        "Action": "amend",
        "CPL number": 1,
        "Release notes": "Second release.",
        "Model name": "Imaginary Two",
    }

    def changes(client: Client) -> dict[str, tuple[str | None, str]]:
        number = created(client, change)["id"]
        (item,) = look(client, f"{number}/difference/").json()["results"]
        return {each["column"]: (each["before"], each["after"]) for each in item["changes"]}

    assert changes(maker) == {
        "Model name": ("Imaginary One", "Imaginary Two"),
        "Release notes": (None, "Second release."),
    }
    assert changes(party)["Release notes"] == ("First release.", "Second release.")


def test_a_pathways_impact_is_for_those_who_may_read_pathways(
    maker: Client, reading: Reading, reviewer: Client, panel_people: Panel
) -> None:
    accept(numbered_row(1), panel=panel_people)
    upgrade = numbered_row(2, Upgrade="yes", Baselines="1")
    party = reading(make_person(organisation=make_party()))
    for client in (party, reviewer):
        maker_of_it = party if client is party else maker
        number = created(maker_of_it, upgrade)["id"]
        answer = look(client, f"{number}/impact/")
        told = answer.json()
        assert (told["gaining"], told["stranded"], told["happened"]) == (1, 0, False)
        assert told["device_models"][0]["gained"] == [
            {"cpl_number": None, "row": 1, "reference": "row 2", "submission": None}
        ]
        assert answer["Registry-Marking"]

    refused(look(maker, f"{created(maker, upgrade)['id']}/impact/"), 403)


def test_a_change_of_many_records_says_whom_it_covers(maker: Client, panel_people: Panel) -> None:
    accept(numbered_row(1), numbered_row(2), panel=panel_people)
    renaming: Cells = {
        "Action": "rename manufacturer",
        "Manufacturer code": MANUFACTURER_CODE,
        "Manufacturer": "Renamed Meters plc",
        "Reason": "Taken over.",
    }
    number = created(maker, renaming)["id"]
    (item,) = look(maker, f"{number}/difference/").json()["results"]

    subject = f"Manufacturer {MANUFACTURER_CODE}"
    assert item["covered"] == {"subject": subject, "count": 2, "first": [1, 2]}
    assert item["cpl_number"] is None


@pytest.mark.parametrize("page", ["", "items/", "findings/", "difference/", "impact/", "receipt/"])
def test_somebody_elses_submission_is_as_none_at_all(
    page: str, maker: Client, stranger: Client
) -> None:
    number = created(maker)["id"]

    others, absent = look(stranger, f"{number}/{page}"), look(stranger, f"99999/{page}")

    refused(others, 404)
    assert others.content == absent.content


def test_items_and_what_they_change_are_tables_masked_as_the_page_is(
    maker: Client, administrator: Client
) -> None:
    number = created(maker, numbered_row(1, **{"ZigBee stack version": "Secret 1.0"}))["id"]

    (own,) = table(look(maker, f"{number}/items/", format="csv"))
    (other,) = table(look(administrator, f"{number}/items/", format="csv"))
    changes = table(look(administrator, f"{number}/difference/", format="csv"))

    assert (own["ZigBee stack version"], own["Device type"]) == ("Secret 1.0", "ESME")
    assert own["Marking"]
    assert "Secret 1.0" not in other.values()
    assert {each["Column"]: each["After"] for each in changes}["Device type"] == "ESME"
    assert "Secret 1.0" not in {each["After"] for each in changes}
