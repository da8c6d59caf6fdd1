"""An export that is read in again changes nothing, whatever stands in its cells (I2)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Role, User
from cpl.models import PublishedDeviceModel
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.rehearsal import rehearse
from sec_registry.submissions.workbook import read_workbook
from tests.accounts.factories import make_person
from tests.registry import Panel, accept, make_panel
from tests.rows import Cells, numbered_row, planned_removal, row_of

pytestmark = pytest.mark.django_db
#: Texts that a spreadsheet, a csv file or XML could change; by the column that takes them.
HOSTILE: dict[str, list[str]] = {
    "Release notes": [
        '=cmd|"/c calc"!A1',
        "+44 20 7946 0000",
        "-1",
        "@SUM(A1)",
        "'=1+1",
        "''quoted''",
        "'",
        "\tbegins with a tab",
        "two\r\nlines, \"quoted\"; and 'so'",
        "one\nline\n",
        "_x0041_ and _x000D_",
        " blank before and after ",
        "007",
        "TRUE",
        "2026-11-26",
        "Ünïcode \u2028 \U0001f4a1 \ufeff",
        "\x01\x1f control",
    ],
    "Image descriptor": ["=1+1", "+a", "-b.ota", "@c", "'=d", "'e", "00123", "1E5"],
    "Model name": ["=A1", "'-x", "+44", "0x10"],
}


@pytest.fixture
def panel(db: None) -> Panel:
    return make_panel()


@pytest.fixture
def ssc(panel: Panel) -> User:
    return make_person(Role.SECURITY_SUB_COMMITTEE)


def hostile_rows() -> list[Cells]:
    """Rows that hold them all, one Device Model each."""
    longest = max(len(texts) for texts in HOSTILE.values())
    return [
        numbered_row(
            number,
            **{
                name: texts[(number - 1) % len(texts)]
                for name, texts in HOSTILE.items()
                if name != "Model name"
            },
            **{
                "Model identifier": f"0A{number:02X}",
                "Model name": HOSTILE["Model name"][number % 4],
            },
        )
        for number in range(1, longest + 1)
    ]


def read_in(file: Path, by: User) -> tuple[list[str], list[str], int]:
    """What is found beyond notes, what would change, and how many rows there are."""
    with file.open("rb") as stream:
        workbook = read_workbook(file.name, stream)
    rehearsal = rehearse(
        workbook.rows,
        workbook.intake_notes,
        by=by,
        channel=Channel("command", "test"),
        initial_load=False,
    )
    found = [
        f"{each.row} {each.message}" for each in rehearsal.findings.first if each.level != "note"
    ]
    changed = [
        f"{item.row} {each.column}: {each.before!r} {each.after!r}"
        for item in rehearsal.difference.shown
        for each in item.fields
    ]
    return found, changed, len(workbook.rows)


def exported(register: str, person: User, to: Path) -> Path:
    address = ("--as", person.email, "--format", to.suffix[1:], "-o", str(to))
    call_command("export_register", register, *address)
    return to


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hostile_cells_come_back_as_they_were(
    panel: Panel, ssc: User, tmp_path: Path, form: str
) -> None:
    accept(*hostile_rows(), panel=panel)
    readers = {"cpl": panel.administrator, "firmware": panel.administrator, "zigbee": ssc}

    for register, reader in readers.items():
        file = exported(register, reader, tmp_path / f"{register}.{form}")

        assert read_in(file, reader) == ([], [], len(hostile_rows()))


def test_what_was_typed_is_what_was_published(panel: Panel) -> None:
    """Otherwise the round trip would hold of texts that were mended on their way in."""
    accept(*hostile_rows(), panel=panel)

    documents = [
        json.loads(each.document) for each in PublishedDeviceModel.objects.order_by("cpl_number")
    ]
    assert [each["image"]["descriptor"] for each in documents] == [
        row["Image descriptor"] for row in hostile_rows()
    ]


def test_what_somebody_types_is_the_only_change(panel: Panel, tmp_path: Path) -> None:
    accept(numbered_row(1), numbered_row(2), panel=panel)
    file = exported("cpl", panel.administrator, tmp_path / "cpl.csv")
    edited = file.read_text().replace("imaginary-one-00000002.ota", "'=new.ota")
    file.write_text(edited)

    found, changed, rows = read_in(file, panel.administrator)

    assert (found, rows) == ([], 2)
    assert changed == ["3 Image descriptor: 'imaginary-one-00000002.ota' '=new.ota'"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_kind_of_record_comes_back(
    panel: Panel, ssc: User, tmp_path: Path, form: str
) -> None:
    legacy: Cells = {"CPL number": 50, "Release notes": None, "Upgrade": None}
    without: dict[str, Cell] = dict.fromkeys(
        (
            "Contact email",
            "Contact telephone",
            "Contact address",
            "ZigBee chipset vendor",
            "ZigBee stack version",
        )
    )
    accept(numbered_row(50, **legacy, **without), panel=panel, initial_load=True)
    accept(
        numbered_row(51),
        numbered_row(52, Upgrade="yes", Baselines="row 51"),
        numbered_row(53, Upgrade="yes", Baselines="row 51"),
        row_of("CH", **{"Firmware version": "000000CC"}),
        panel=panel,
    )
    accept(
        {"Action": "block baselines", "CPL number": 53, "Baselines": "51", "Reason": "a story"},
        planned_removal(52, date(2999, 1, 1)),
        panel=panel,
    )
    accept(planned_removal(51, date.today()), panel=panel)  # noqa: DTZ011  # the day of removal

    readers = {"cpl": panel.administrator, "firmware": panel.administrator, "zigbee": ssc}
    for register, reader in readers.items():
        file = exported(register, reader, tmp_path / f"{register}.{form}")
        found: Any = read_in(file, reader)

        # The one that was removed is left aside.
        assert found == ([], [], 4), register
