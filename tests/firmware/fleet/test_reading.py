"""Inventories as they come in: what is read, what is refused, and that every problem is told."""

import io
from typing import Any

import pytest

from cpl.spellings import Wrong
from firmware.fleet import inventory as inventory_module
from firmware.fleet.asked import asked_in_json, goal_from_words
from firmware.fleet.cells import Named, device_named
from firmware.fleet.from_csv import NO_COUNT, inventory_from_csv
from firmware.fleet.from_json import inventory_from_json
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory, InventoryRefused
from sec_registry.registers.csv_rows import NOT_UTF8

IDENTITY = Named(0, "", "FA0A", "010A", "030B", "00020000")


def read(text: str | bytes) -> Inventory:
    raw = text.encode() if isinstance(text, str) else text
    return inventory_from_csv(io.BytesIO(raw))


def refused(text: str | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(InventoryRefused) as error:
        read(text)
    return [(each.row, each.field, each.found) for each in error.value.problems]


def test_the_forms_in_which_inventories_come_mean_the_same() -> None:
    code, plain = "010A030B,FA0A", "FA0A,010A,030B"
    export = "Manufacturer code,Manufacturer,Model identifier,Hardware version,Firmware version"
    for text in (
        f"manufacturer,model,hardware_version,firmware_version,count\n{plain},00020000,7\n",
        f"{export},Count\r\nfa0a,Fictional Meters Ltd,010a,03:0B,00:02:00.00,7\r\n",
        "duis_model,Firmware\u00a0Version,count,MANUFACTURER\n010A030B,0002 0000,7,FA:0A\n",
        f"Device Model,Device Manufacturer,Device Firmware Version,Count\n{code},00020000,7\n",
        f"model,manufacturer,firmware version,count\n{code},00020000,3\n\n"
        f'"010A030B",FA0A,00:02:00:00,4\n,,,\n',
        f"\n{export}\tQty\nfa0a\t\t010a\t030B\t00020000\t7\n".replace(",", "\t"),
        f"sep=;\n{export};No. of devices\nFA0A;;010A;030B;00020000;7.0\n".replace(",", ";"),
    ):
        assert read(text).devices == {IDENTITY: 7}, text


def test_numbers_types_and_functions_of_hubs() -> None:
    found = read("CPL number,Device type,Count\n101,,2\n102,chf,3\n102,GPF,4\n101,,5\n102,CH,1\n")

    assert found.devices == {
        101: 7,
        Named(102, "CH", function="CHF"): 3,
        Named(102, "CH", function="GPF"): 4,
        Named(102, "CH"): 1,
    }
    assert found.rows == 5
    assert found.notes == ()


def test_columns_that_say_nothing_are_named_and_never_looked_at() -> None:
    found = read("\ufeffDevice ID,CPL number\n00-11-22,101\n00-11-23,101\n\x0b,\n")

    assert found.devices == {101: 2}
    assert found.notes == (NO_COUNT, "Columns not used: Device ID.")


def test_what_spreadsheets_make_of_numbers_and_letters() -> None:
    text = 'CPL number,Count,Größe\n101,"1,200",x\n102.0,3.0,\n103,"1,234,567",\n'
    found = read(text.encode("cp1252"))

    assert found.devices == {101: 1_200, 102: 3, 103: 1_234_567}
    assert found.notes == (NOT_UTF8, "Columns not used: Größe.")
    assert refused('CPL number,Count\n101,"1,20"\n101,1.5\n1.5,1\n101,"1,000,00"\n') == [
        (2, "count", "1,20"),
        (3, "count", "1.5"),
        (4, "cpl_number", "1.5"),
        (5, "count", "1,000,00"),
    ]
    assert read("Device type,CPL number\nCommunications Hub,110\n").devices == {Named(110, "CH"): 1}


def test_an_escaped_cell_is_read_as_it_was_and_a_formula_is_no_number() -> None:
    assert refused("CPL number,Count\n'=1+1,1\n=1+1,1\n") == [
        (2, "cpl_number", "=1+1"),
        (3, "cpl_number", "=1+1"),
    ]


def test_digits_alone_are_a_number_in_the_column_of_numbers_and_nowhere_else() -> None:
    told = [(2, "manufacturer", "")]

    assert refused("DUIS model,Count\n01020304,1\n") == told
    assert refused("CPL number,DUIS model,Count\n,01020304,1\n101,,1\n") == told
    assert refused("DUIS model,CPL number,Count\n01020304,,1\n,101,1\n") == told


def test_every_problem_is_told_at_once_with_row_and_field() -> None:
    text = (
        "CPL number,Manufacturer,Model,Hardware version,Firmware version,Count\n"
        "101,,,,,0\n"
        "x,,,,,1\n"
        ",FA0A,010A,030B,20000,1\n"
        ",FA0A,010A,030B,2.0E+04,-1\n"
        ",Fictional Meters,010A,,,1\n"
        ",,,,,5\n"
        "x,,,,,1\n"
        "101,,,,,1,more\n"
        "101,,,,,1 000\n"
        f"{'9' * 11},,,,,\n"
        f"101,,,,,{'0' * 11}1{'9' * 5000}\n"
        "101,,,,,1000000000\n"
    )

    with pytest.raises(InventoryRefused) as error:
        read(text)

    told = [(each.row, each.field) for each in error.value.problems]
    assert told == [
        (2, "count"),
        (3, "cpl_number"),
        (4, "firmware_version"),
        (5, "count"),
        (5, "firmware_version"),
        (6, "manufacturer"),
        (6, "hardware_version"),
        (7, "cpl_number"),
        (9, "row"),
        (10, "count"),
        (11, "count"),
        (11, "cpl_number"),
        (12, "count"),
        (13, "count"),
    ]
    assert error.value.count == 15
    details = {each.row: each.detail for each in error.value.problems if each.field != "count"}
    assert "(and one further row like it)" in details[3]
    assert "dropped zeros" in details[4]
    assert "read an E as a power" in details[5]


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        (b"", "file", "empty"),
        (b"\n\n , ,\n", "file", "empty"),
        (b"CPL number,Count\n", "row", "no row"),
        (b"Name,Count\nx,1\n", "headings", "No column names Device Models"),
        (b"Count,Device type\n1,ESME\n", "headings", "No column names Device Models"),
        (b"CPL number,CPL_number\n1,1\n", "CPL number", "twice"),
        (b"PK\x03\x04\x14\0", "file", "This is a workbook. Save it as CSV UTF-8"),
        ("CPL number\n1\n".encode("utf-16"), "file", "UTF-16"),
        (b"CPL number\n1\0\n", "file", "zero"),
        (b"CPL number,Gr\xf6\xdfe\0\n1,x\n", "file", "byte 17, in line 1, is zero"),
        (b'CPL number\n"1\n', "file", "quotation mark"),
        (b"a," * 300 + b"\n", "row", "too many columns"),
        (b"CPL number\n" + b"9" * 200_000 + b"\n", "file", "cannot be read"),
    ],
)
def test_what_is_no_inventory_at_all(text: bytes, field: str, said: str) -> None:
    with pytest.raises(InventoryRefused) as error:
        read(text)
    (problem,) = error.value.problems
    assert problem.field == field
    assert said in problem.detail


def test_what_is_past_all_measure_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory_module, "MOST_DIFFERENT", 50)
    monkeypatch.setattr(inventory_module, "MOST_PROBLEMS", 10)
    rows = "\n".join(str(number) for number in range(1, 53))

    assert refused(f"CPL number\n{rows}\n") == [(52, "row", "")]
    with pytest.raises(InventoryRefused) as error:
        read("CPL number\n" + "\n".join(f"x{number}" for number in range(40)))
    assert (len(error.value.problems), error.value.count) == (10, 40)


def test_json_says_the_same_and_takes_nothing_for_something_else() -> None:
    identity = {"manufacturer": "FA0A", "duis_model": "010A030B", "firmware_version": "00:02:00.00"}
    found = inventory_from_json(
        [
            {"cpl_number": 101, "manufacturer": None, "count": 2},
            {**identity, "cpl_number": None, "count": 3},
            {"cpl_number": 101, "count": 1},
        ]
    )
    assert found.devices == {101: 3, IDENTITY: 3}

    wrong: list[Any] = [
        7,
        {"cpl_number": "101", "count": 1},
        {"cpl_number": True, "count": 1},
        {"cpl_number": 101, "count": True},
        {"cpl_number": 101, "count": 1.0},
        {"cpl_number": 101},
        {"cpl_number": 101, "count": 1, "mpan": "x"},
        {**identity, "firmware_version": 20000, "count": 1},
        {"manufacturer": [], "count": 1},
        {"count": 1},
    ]
    with pytest.raises(InventoryRefused) as error:
        inventory_from_json(wrong)
    assert {(each.row, each.field) for each in error.value.problems} == {
        (1, "row"),
        # Text where a number belongs may have been anything.
        (3, "cpl_number"),
        (4, "count"),
        (5, "count"),
        (6, "count"),
        (7, "mpan"),
        (8, "firmware_version"),
        (9, "manufacturer"),
        (10, "cpl_number"),
        (2, "cpl_number"),
    }


@pytest.mark.parametrize(
    ("goal", "read_as"),
    [
        (None, Goal()),
        ("newest", Goal()),
        ({"to": [3, 4]}, Goal(to=frozenset({3, 4}))),
        ({"out_of": [3]}, Goal(out_of=frozenset({3}))),
        ("latest", None),
        ({"to": []}, None),
        ({"to": [0]}, None),
        ({"to": ["3"]}, None),
        ({"to": [3], "out_of": [4]}, None),
        ([3], None),
    ],
)
def test_goals_in_json(goal: Any, read_as: Goal | None) -> None:
    body = {"goal": goal, "devices": [{"cpl_number": 1, "count": 1}]}
    if read_as is not None:
        assert asked_in_json(body)[0] == read_as
        return
    with pytest.raises(InventoryRefused) as error:
        asked_in_json({**body, "devices": [{"count": 0}]})
    # What is wrong with the devices is told beside it.
    assert [each.field.split("/")[0] for each in error.value.problems][-2:] == [
        "count",
        "cpl_number",
    ]
    assert error.value.problems[0].field.startswith("goal")


def test_goals_in_words() -> None:
    assert goal_from_words({}) == goal_from_words({"goal": "newest", "to": ""}) == Goal()
    assert goal_from_words({"to": "3, 4"}) == Goal(to=frozenset({3, 4}))
    assert goal_from_words({"out_of": "3"}) == Goal(out_of=frozenset({3}))
    for words in ({"goal": "x"}, {"to": "3", "out_of": "4"}, {"to": "3,x"}, {"to": ","}):
        with pytest.raises(InventoryRefused):
            goal_from_words(words)


def test_a_duis_code_and_what_stands_beside_it_agree_or_are_refused() -> None:
    cells = {"manufacturer": "FA0A", "duis_model": "010A030B", "firmware_version": "00020000"}

    assert device_named({**cells, "model": "010A"}) == IDENTITY
    assert device_named({**cells, "hardware_version": "0100"}) == [
        Wrong(
            "hardware_version", "The DUIS model code beside it says something else.", "0100", "030B"
        )
    ]
