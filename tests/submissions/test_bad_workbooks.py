"""Bad input: a workbook with a bad row changes nothing, and says where and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sec_registry.submissions.models import Item, ProposedPart
from tests.registry import Panel, make_panel
from tests.rows import Cells, numbered_row, smets1_row, valid_row
from tests.submissions.importing import csv_file, kept, nothing_is_stored, run, table_of, xlsx_file
from tests.submissions.workbook.files import with_sheet, xlsx_bytes

pytestmark = pytest.mark.django_db

Written = Callable[..., Path]

HASH = str(valid_row()["Image hash"])
SPACED = f"{HASH[:32]} {HASH[32:]}"


@dataclass(frozen=True)
class Bad:
    """Rows with one thing wrong, and what must be said of it."""

    rows: list[Cells]
    place: str
    ground: str
    found: str
    expected: str


BAD = {
    "duplicate Reference": Bad(
        [numbered_row(1, Reference="A"), numbered_row(2, Reference="A")],
        'row 3 "Reference"',
        "policy: vocabulary",
        "A",
        "a label that no other row has",
    ),
    "unknown column": Bad(
        [valid_row(**{"Image colour": "red"})],
        'row 1 "Image colour"',
        "policy: vocabulary",
        "Image colour",
        "a column's name, or no such column",
    ),
    "baseline that does not exist": Bad(
        [valid_row(Upgrade="yes", Baselines="999999")],
        'row 2 "Baselines"',
        "F2.15(d)",
        "999999",
        "CPL numbers on the list",
    ),
    "itself as baseline": Bad(
        [valid_row(Reference="A", Upgrade="yes", Baselines="A")],
        'row 2 "Baselines"',
        "F2.15(d)",
        "A",
        "other Device Models",
    ),
    "hash with a space": Bad(
        [valid_row(**{"Image hash": SPACED})],
        'row 2 "Image hash"',
        "policy: clean text",
        repr(SPACED),
        HASH,
    ),
    "3-digit manufacturer code": Bad(
        [valid_row(**{"Manufacturer code": "FA0"})],
        'row 2 "Manufacturer code"',
        "policy: field forms",
        "FA0",
        "four hexadecimal digits",
    ),
    "SMETS1 with version 4.2": Bad(
        [smets1_row(**{"SMETS/CHTS version": "4.2"})],
        'row 2 "SMETS/CHTS version"',
        "App. Z 2.1(e)",
        "4.2",
        "1.2",
    ),
    "SMETS1 with a GBCS version": Bad(
        [smets1_row(**{"GBCS version": "3.2"})],
        'row 2 "GBCS version"',
        "App. Z 2.1(e)",
        "3.2",
        "nothing",
    ),
    "missing CPA date": Bad(
        [valid_row(**{"CPA date": None})],
        'row 2 "CPA date"',
        "App. Z 2.1(g)",
        "nothing",
        "YYYY-MM-DD",
    ),
    "two values in one paired column and one in the other": Bad(
        [valid_row(**{"SMETS/CHTS version": "4.2; 5.0", "GBCS version": "3.2"})],
        'row 2 "GBCS version"',
        "App. Z 2.1(d)",
        "3.2",
        "as many values as in 4.2; 5.0",
    ),
    "blank release notes": Bad(
        [valid_row(**{"Release notes": " "})],
        'row 2 "Release notes"',
        "F2.15(c)",
        "nothing",
        "any text",
    ),
    "two chipset vendors and one stack version": Bad(
        [valid_row(**{"ZigBee chipset vendor": "Imaginary Silicon; Pretend Radios"})],
        'row 2 "ZigBee stack version"',
        "F2.34(b)",
        "2 vendors, 1 stack version",
        "as many stack versions as vendors",
    ),
}


@pytest.fixture
def panel() -> Panel:
    return make_panel()


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.parametrize("written", [csv_file, xlsx_file], ids=["csv", "xlsx"])
def test_a_bad_row_is_refused_with_place_clause_found_and_expected(
    bad: Bad, written: Written, tmp_path: Path, panel: Panel
) -> None:
    outcome = run(written(tmp_path, *bad.rows), "--submit-as", panel.administrator.email)

    title, place, details = outcome.printed.splitlines()[:3]
    assert title == "Problems (1)"
    assert place.startswith(f"  {bad.place} [{bad.ground}] ")
    assert f"found: {bad.found} · expected: {bad.expected}" in details
    assert outcome.sentence.startswith("Nothing was stored: 1 problem, 0 advisories")
    assert outcome.status == 1
    assert nothing_is_stored()


def test_hexadecimal_that_excel_took_for_a_number_is_refused_and_never_padded(
    tmp_path: Path, panel: Panel
) -> None:
    # As Excel keeps 020E0050 when nobody made the column text; 020E6550 is beyond its numbers.
    cells = table_of([valid_row(**{"Firmware version": 20e50, "Hardware version": 100})])
    file = kept(tmp_path / "models.xlsx", xlsx_bytes(*cells))

    outcome = run(file, "--submit-as", panel.administrator.email)

    assert 'row 2 "Firmware version" [policy: clean text]' in outcome.printed
    assert "found: 2e+51 · expected: text" in outcome.printed
    assert 'row 2 "Hardware version" [policy: clean text]' in outcome.printed
    assert "found: 100 · expected: text" in outcome.printed
    assert outcome.status == 1
    assert nothing_is_stored()


def test_020e6550_as_a_number_beyond_excel_is_refused(tmp_path: Path, panel: Panel) -> None:
    cells = table_of([valid_row(**{"Firmware version": 7})])
    file = with_sheet(xlsx_bytes(*cells), b"<v>7</v>", b"<v>020E6550</v>")

    outcome = run(kept(tmp_path / "models.xlsx", file), "--submit-as", panel.administrator.email)

    assert 'row 2 "Firmware version" [policy: vocabulary]' in outcome.printed
    assert "found: a number too large to be one · expected: a value" in outcome.printed
    assert outcome.status == 1
    assert nothing_is_stored()


def test_every_problem_is_named_at_once(tmp_path: Path, panel: Panel) -> None:
    file = csv_file(
        tmp_path,
        numbered_row(1, **{"Manufacturer code": "FA0", "Release notes": None}),
        numbered_row(2, **{"Image hash": SPACED}),
        numbered_row(3, **{"CPA date": None, "Image colour": "red"}),
    )

    outcome = run(file, "--submit-as", panel.administrator.email)

    assert outcome.printed.startswith("Problems (5)")
    places = re.findall(r'  (row \d "[^"]+") \[', outcome.printed)
    assert places == [
        'row 1 "Image colour"',
        'row 2 "Manufacturer code"',
        'row 2 "Release notes"',
        'row 3 "Image hash"',
        'row 4 "CPA date"',
    ]
    assert outcome.status == 1
    assert nothing_is_stored()


def test_one_bad_row_keeps_the_good_ones_out(tmp_path: Path, panel: Panel) -> None:
    file = csv_file(tmp_path, numbered_row(1), numbered_row(2, **{"Manufacturer code": "FA0"}))

    outcome = run(
        file,
        "--initial-load",
        "--submit-as",
        panel.administrator.email,
        "--accept-as",
        panel.reviewer.email,
    )

    assert outcome.status == 1
    assert nothing_is_stored()


def test_a_zigbee_band_is_told_so_and_stored_nowhere(tmp_path: Path, panel: Panel) -> None:
    file = csv_file(tmp_path, valid_row(**{"ZigBee band": "CanaryBand"}))

    outcome = run(file, "--submit-as", panel.administrator.email)

    assert outcome.status == 0
    assert outcome.printed.startswith('Notes (1)\n  row 1 "ZigBee band" [App. Z 2.1(i)] ')
    parts = ProposedPart.objects.values_list("values", flat=True)
    items = Item.objects.values_list("values", flat=True)
    assert "CanaryBand" not in repr([*parts, *items, outcome])
