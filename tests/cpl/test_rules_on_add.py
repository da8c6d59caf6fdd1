"""Every rule on a single added row, both ways: broken by one row, held by another.

The names of the cases begin with the clause, or with the policy.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from cpl.register import CPL
from sec_registry.registers.findings import Level
from tests.cpl.desk import addition, codes, findings
from tests.rows import DEVICE_TYPES, Cells, row_of, smets1_row, valid_row

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """A row that breaks the rule at the columns, and one beside it that holds it."""

    rule: str
    broken: Cells
    columns: tuple[str, ...]
    held: Cells
    initial_load: bool = False
    note: str = ""


def esme(
    rule: str, *columns: str, change: Cells, held: Cells | None = None, note: str = ""
) -> Case:
    """A case of a SMETS2+ ESME with these changes; the unchanged row holds the rule."""
    return Case(rule, valid_row(**change), columns, held or valid_row(), note=note)


CASES = [
    # Appendix Z 2.1
    esme("physical-device-type-given", "Device type", change={"Device type": None}),
    esme(
        "physical-device-type-listed",
        "Device type",
        held=row_of("CH", **{"Device type": "CHF"}),
        change={"Device type": "TOASTER"},
    ),
    esme("generation-given", "Generation", change={"Generation": None}),
    # Appendix Z 2.1(a) to (c)
    esme("manufacturer-code-given", "Manufacturer code", change={"Manufacturer code": None}),
    esme("manufacturer-named", "Manufacturer", change={"Manufacturer": None}),
    esme("model-given", "Model identifier", change={"Model identifier": None}),
    esme("hardware-version-given", "Hardware version", change={"Hardware version": None}),
    esme("firmware-version-given", "Firmware version", change={"Firmware version": None}),
    esme("firmware-coding-given", "Firmware coding", change={"Firmware coding": None}),
    # Appendix Z 2.1(d)
    esme(
        "specification-pairs-given",
        "SMETS/CHTS version",
        held=smets1_row(),
        note="version",
        change={"SMETS/CHTS version": None},
    ),
    esme("specification-pairs-given", "GBCS version", note="GBCS", change={"GBCS version": None}),
    esme("specification-pairs-aligned", "GBCS version", change={"GBCS version": "3.2"}),
    esme(
        "specification-pair-listed-once",
        "SMETS/CHTS version",
        held=valid_row(**{"SMETS/CHTS version": "4.2; 4.2", "GBCS version": "3.2; 4.2"}),
        change={"SMETS/CHTS version": "4.2; 4.2", "GBCS version": "3.2; 3.2"},
    ),
    # Appendix Z 2.1(e)
    Case(
        "smets1-version-is-1-2",
        smets1_row(**{"SMETS/CHTS version": "4.2"}),
        ("SMETS/CHTS version",),
        smets1_row(),
        note="another version",
    ),
    Case(
        "smets1-version-is-1-2",
        smets1_row(**{"SMETS/CHTS version": None}),
        ("SMETS/CHTS version",),
        smets1_row("CH"),
        note="no version",
    ),
    Case(
        "smets1-version-is-1-2",
        smets1_row(**{"SMETS/CHTS version": "1.2; 4.2"}),
        ("SMETS/CHTS version",),
        valid_row(),
        note="a second version",
    ),
    Case(
        "smets1-has-no-gbcs-version",
        smets1_row(**{"GBCS version": "3.2"}),
        ("GBCS version",),
        smets1_row(),
    ),
    # Appendix Z 2.1(f)
    esme(
        "certificates-with-their-standards",
        "ZigBee standard",
        held=valid_row(**{"ZigBee certificate": "Z1; Z2", "ZigBee standard": "ZSE 1.4; ZSE 1.4"}),
        note="two and one",
        change={"ZigBee certificate": "Z1; Z2"},
    ),
    esme(
        "certificates-with-their-standards",
        "DLMS standard",
        note="none",
        change={"DLMS standard": None},
    ),
    esme(
        "certificates-with-their-standards",
        "CPA standard",
        note="CPA",
        change={"CPA standard": None},
    ),
    esme(
        "certificate-listed-once",
        "DLMS certificate",
        change={"DLMS certificate": "D1; D1", "DLMS standard": "Blue Book 12; Blue Book 12"},
    ),
    # Appendix Z 2.1(g)
    esme("cpa-date-and-kind-given", "CPA date", note="date", change={"CPA date": None}),
    esme("cpa-date-and-kind-given", "CPA date kind", note="kind", change={"CPA date kind": None}),
    esme(
        "cpa-date-and-kind-given",
        "CPA date",
        "CPA date kind",
        held=row_of("PPMID"),
        note="required although no certificate is given",
        change={"CPA certificate": None, "CPA date": None, "CPA date kind": None},
    ),
    Case(
        "cpa-date-and-kind-given",
        row_of("PPMID", **{"CPA certificate": "C1", "CPA standard": "CPA 1.3"}),
        ("CPA date", "CPA date kind"),
        smets1_row(),
        note="certificate given although not required",
    ),
    esme(
        "security-characteristics-version-given",
        "Security Characteristics version",
        held=row_of("PPMID"),
        change={"Security Characteristics version": None},
    ),
    esme(
        "cpa-details-belong-to-a-certificate",
        "CPA standard",
        "CPA date",
        "CPA date kind",
        "Security Characteristics version",
        change={"CPA certificate": None},
    ),
    # Appendix Z 2.1(h)
    esme(
        "image-all-three-or-none",
        "Image creator",
        held=valid_row(**{"Image creator": None, "Image descriptor": None, "Image hash": None}),
        note="creator",
        change={"Image creator": None},
    ),
    esme(
        "image-all-three-or-none", "Image descriptor", note="2", change={"Image descriptor": None}
    ),
    esme("image-all-three-or-none", "Image hash", note="Hash", change={"Image hash": None}),
    # Policies
    esme(
        "required-certificates-given",
        "ZigBee certificate",
        held=smets1_row(),
        note="ZigBee",
        change={"ZigBee certificate": None, "ZigBee standard": None},
    ),
    esme(
        "required-certificates-given",
        "DLMS certificate",
        held=row_of("GSME"),
        note="DLMS",
        change={"DLMS certificate": None, "DLMS standard": None},
    ),
    esme(
        "required-certificates-given",
        "CPA certificate",
        held=row_of("PPMID"),
        note="CPA",
        change={"CPA certificate": None},
    ),
    esme(
        "manufacturer-code-form", "Manufacturer code", note="3", change={"Manufacturer code": "10E"}
    ),
    esme(
        "manufacturer-code-form",
        "Manufacturer code",
        note="G",
        change={"Manufacturer code": "G0E1"},
    ),
    esme(
        "firmware-version-form",
        "Firmware version",
        note="7",
        change={"Firmware version": "0000001"},
    ),
    esme("model-identifier-form", "Model identifier", change={"Model identifier": "One"}),
    esme("hardware-version-form", "Hardware version", change={"Hardware version": "rev 2"}),
    esme(
        "firmware-version-in-its-coding",
        "Firmware version",
        held=valid_row(**{"Firmware version": "00010203", "Firmware coding": "BCD"}),
        change={"Firmware version": "0001020A", "Firmware coding": "BCD"},
    ),
    Case(
        "esme-variant-of-an-esme",
        row_of("GSME", **{"ESME variant": "A"}),
        ("ESME variant",),
        valid_row(),
    ),
    esme("specification-version-form", "GBCS version", change={"GBCS version": "3.2; four"}),
    esme(
        "image-hash-form",
        "Image hash",
        held=valid_row(**{"Image hash": "AB" * 32}),
        change={"Image hash": "AB" * 31},
    ),
    Case(
        "number-given-on-acceptance",
        valid_row(**{"CPL number": "7"}),
        ("CPL number",),
        valid_row(),
    ),
    Case(
        "number-brought-by-initial-load",
        valid_row(),
        ("CPL number",),
        valid_row(**{"CPL number": "7"}),
        initial_load=True,
    ),
]
ADVISORY = {"model-identifier-form", "hardware-version-form", "esme-variant-of-an-esme"}


def case_id(case: Case) -> str:
    ground = next(str(rule.ground) for rule in CPL.rules if rule.code == case.rule)
    clause = ground.removeprefix("App. Z ").removeprefix("policy: ")
    return "-".join(filter(None, [clause, case.rule, case.note])).replace(" ", "-")


def added(case: Case, cells: Cells) -> list[Any]:
    number = cells.get("CPL number")
    candidate = addition(
        cells, number=int(str(number)) if number else None, initial_load=case.initial_load
    )
    return findings(candidate)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_rule_breaks(case: Case) -> None:
    found = [each for each in added(case, case.broken) if each.rule == case.rule]
    assert tuple(each.column for each in found) == case.columns
    level = Level.ADVISORY if case.rule in ADVISORY else Level.PROBLEM
    assert {each.level for each in found} == {level}
    assert all(f'"{each.column}"' in each.message for each in found)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_rule_holds(case: Case) -> None:
    assert case.rule not in codes(added(case, case.held))


@pytest.mark.parametrize("device_type", DEVICE_TYPES)
def test_complete_row_of_every_type_has_no_finding(device_type: str) -> None:
    assert findings(addition(row_of(device_type))) == []


@pytest.mark.parametrize("device_type", DEVICE_TYPES)
def test_complete_smets1_row_of_every_type_has_no_finding(device_type: str) -> None:
    assert findings(addition(smets1_row(device_type))) == []


def test_empty_row_is_told_everything_at_once() -> None:
    found = {each.column for each in findings(addition({"Action": "add"}))}
    assert {
        "Device type",
        "Generation",
        "Manufacturer code",
        "Model identifier",
        "Hardware version",
        "Firmware version",
        "Firmware coding",
        "SMETS/CHTS version",
        "GBCS version",
    } <= found


def test_form_says_what_was_found_and_what_is_expected() -> None:
    (found,) = findings(addition(valid_row(**{"Manufacturer code": "10E"})))
    assert found.found == "10E"
    assert found.expected == "four hexadecimal digits in capitals, such as 007B"


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        pytest.param("fa0a", "hexadecimal-in-capitals-without-spaces", id="small letters"),
        pytest.param("FA 0A", "hexadecimal-in-capitals-without-spaces", id="space within"),
        pytest.param(" FA0A", "no-blanks-around", id="space before"),
        pytest.param(1063, "no-number-where-text-belongs", id="number"),
    ],
)
def test_untidy_code_gets_one_finding(cell: str | int, rule: str) -> None:
    """The form is not complained of as well where tidying is all that is needed."""
    assert codes(findings(addition(valid_row(**{"Manufacturer code": cell})))) == [rule]


@pytest.mark.parametrize("parts", ["CHF", "GPF"])
def test_parts_of_a_hub_are_held_to_what_a_hub_needs(parts: str) -> None:
    row = row_of("CH", **{"Device type": parts, "CPA certificate": None})
    assert "required-certificates-given" in codes(findings(addition(row)))


def test_value_longer_than_its_table_takes_is_refused() -> None:
    (found,) = findings(addition(valid_row(**{"Model name": "x" * 121})))
    assert (found.rule, found.column) == ("no-longer-than-the-register-takes", "Model name")


@pytest.mark.parametrize("damage", ["\0", "\ud800"], ids=["zero character", "half a character"])
@pytest.mark.parametrize("column", ["Manufacturer code", "ZigBee certificate", "Image hash"])
def test_character_that_no_database_takes_is_a_finding(column: str, damage: str) -> None:
    found = findings(addition(valid_row(**{column: f"FA{damage}0A"})))
    assert "no-invisible-characters" in codes(found)
