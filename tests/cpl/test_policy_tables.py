"""What the Panel's tables say counts in the rules at once: usual forms, needs by generation."""

import pytest
from django.db import IntegrityError, transaction

from cpl.columns import COLUMNS
from cpl.models import RequiredScheme, UsualForm
from cpl.proposed import SCHEME_COLUMNS
from sec_registry.audit.acting import acting
from sec_registry.registers.findings import Level
from tests.cpl.desk import addition, codes, findings
from tests.rows import Cells, smets1_row, valid_row

pytestmark = pytest.mark.django_db


def set_form(column: str, **facts: object) -> None:
    with acting(by="tests", reason="Panel minute 9"):
        form = UsualForm.objects.get(pk=column)
        for name, value in facts.items():
            setattr(form, name, value)
        form.full_clean()
        form.save()


@pytest.mark.parametrize(
    ("facts", "told", "fits", "odd"),
    [
        ({}, "four hexadecimal digits in capitals", ["007B", "1234"], ["007b", "7B", "00 7B", "G"]),
        (
            {"characters": "LETTERS", "shortest": 2, "longest": 12},
            "two to 12 letters and digits in capitals",
            ["AB", "E470X2"],
            ["A", "E-470", "e470", "ÄB"],
        ),
        ({"characters": "DIGITS", "longest": 6}, "four to six digits", ["0042"], ["004A", "٤٤٤٤"]),
        (
            {"characters": "ANY", "capitals": False, "shortest": 1, "longest": 1},
            "one character",
            ["ä", "-"],
            ["ab"],
        ),
    ],
)
def test_a_form_is_told_in_words_and_holds_to_them(
    facts: dict[str, object], told: str, fits: list[str], odd: list[str]
) -> None:
    form = UsualForm(
        **{"characters": "HEX", "capitals": True, "shortest": 4, "longest": 4, **facts}
    )

    assert form.told() == told
    assert [each for each in fits if not form.fits(each)] == []
    assert [each for each in odd if form.fits(each)] == []


def test_the_rule_follows_the_table_at_once() -> None:
    row = addition(valid_row(**{"Model identifier": "E470X2"}))
    (before,) = findings(row)

    set_form("Model identifier", characters="LETTERS", longest=8)

    assert (before.rule, before.level) == ("model-identifier-form", Level.ADVISORY)
    assert before.expected == "four hexadecimal digits in capitals"
    assert codes(findings(row)) == []


def test_small_letters_are_unusual() -> None:
    (found,) = findings(addition(valid_row(**{"Hardware version": "01ab"})))

    assert found.rule == "hardware-version-form"


def test_the_hint_follows_the_table_at_once() -> None:
    (column,) = (each for each in COLUMNS if each.name == "Hardware version")
    set_form("Hardware version", characters="DIGITS", shortest=2, longest=3)

    assert column.told() == "usually two to three digits"


@pytest.mark.parametrize(("shortest", "longest"), [(0, 4), (5, 4), (4, 65)])
def test_lengths_that_make_no_sense_are_refused_by_the_database(
    shortest: int, longest: int
) -> None:
    rows = UsualForm.objects.filter(pk="Model identifier")

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(shortest=shortest, longest=longest)


def test_a_scheme_may_be_needed_by_one_generation_alone() -> None:
    row = smets1_row("ESME")
    assert "required-certificates-given" not in codes(findings(addition(row)))

    with acting(by="tests"):
        RequiredScheme.objects.create(device_type_id="ESME", generation="SMETS1", scheme="DLMS")

    (found,) = findings(addition(row))
    assert (found.rule, found.column) == ("required-certificates-given", "DLMS certificate")
    assert found.expected == "needed for a SMETS1 ESME"
    assert findings(addition(valid_row())) == []


def test_one_certificate_is_needed_where_the_table_asks_for_none() -> None:
    bare: Cells = {column: None for columns in SCHEME_COLUMNS.values() for column in columns}
    with acting(by="tests"):
        for each in RequiredScheme.objects.filter(device_type_id="ESME"):
            each.delete()

    (found,) = findings(addition(valid_row(**bare)))
    assert (found.rule, found.column) == ("one-certificate-at-least", "ZigBee certificate")
    one = {"DLMS certificate": "DLMS-FICTION-1", "DLMS standard": "Blue Book 12"}
    assert findings(addition(valid_row(**{**bare, **one}))) == []
    assert findings(addition(smets1_row("ESME"))) == []
