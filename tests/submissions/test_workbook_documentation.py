"""The tables of docs/workbook.md are what the rules say; ``UPDATE_DOCS=1`` writes them anew."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tests.accounts.factories import OrganisationFactory
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row
from tests.submissions.required import (
    REQUIRED,
    TOGETHER,
    columns_explained,
    has_problems,
    required_of,
    required_to_add,
)

pytestmark = pytest.mark.django_db

PAGE = Path(settings.BASE_DIR) / "docs" / "workbook.md"
BEGIN = "<!-- generated from the rules -->\n"
END = "\n<!-- end of what is generated -->"


def other_actions() -> dict[str, Cells]:
    """A valid row of every other action, on records that are there."""
    panel = make_panel()
    upgraded: Cells = {"Upgrade": "yes", "Baselines": "A"}
    accept(
        numbered_row(1, Reference="A"),
        numbered_row(2, **upgraded),
        numbered_row(3, **upgraded),
        numbered_row(4),
        panel=panel,
    )
    blocking: Cells = {"Baselines": "1", "Reason": "It stops half way."}
    accept({"Action": "block baselines", "CPL number": 3, **blocking}, panel=panel)
    today = date.today().isoformat()  # noqa: DTZ011  # a removal's date has no time
    removal: Cells = {
        "Removal reason": "error",
        "Removal authority": "Panel",
        "Removal date": today,
        "Reason public": "no",
    }
    accept({"Action": "remove", "CPL number": 4, **removal}, panel=panel)
    return {
        # Two values, since an amendment needs one, whichever it is.
        "amend": {
            "Action": "amend",
            "CPL number": 1,
            "Model name": "Imaginary Two",
            "ESME variant": "B",
        },
        "correct": {
            "Action": "correct",
            "CPL number": 1,
            "Hardware version": "0101",
            "ESME variant": "B",
            "Reason": "A slip of the keyboard.",
            "Reason public": "yes",
        },
        "remove": {
            "Action": "remove",
            "CPL number": 1,
            **removal,
        },
        "reinstate": {"Action": "reinstate", "CPL number": 4, "Reason": "Removed by mistake."},
        "transfer": {
            "Action": "transfer",
            "CPL number": 1,
            "Organisation of record": OrganisationFactory().name,
            "Reason": "The business was sold.",
        },
        "block baselines": {"Action": "block baselines", "CPL number": 2, **blocking},
        "unblock baselines": {"Action": "unblock baselines", "CPL number": 3, **blocking},
        "change contact": {
            "Action": "change contact",
            "Manufacturer code": "FA0A",
            "Contact email": "new@fictional.example",
            "Contact telephone": "+4930901820",
            "Contact address": "2 Nowhere Street, Erewhon",
        },
        "rename manufacturer": {
            "Action": "rename manufacturer",
            "Manufacturer code": "FA0A",
            "Manufacturer": "Renamed Meters plc",
            "Reason": "Taken over.",
        },
        "renew certificate": {
            "Action": "renew certificate",
            "Replaces certificate": "CPA-FICTION-1",
            "CPA certificate": "CPA-FICTION-1B",
            "CPA standard": "CPA 1.4",
            "CPA date": "3009-12-31",
            "CPA date kind": "EXPIRY",
            "Security Characteristics version": "1.4",
        },
    }


def generated() -> str:
    # First, while no record is there with which the rows could collide.
    to_add = list(required_to_add())
    others = other_actions()
    assert [action for action, row in others.items() if has_problems(row)] == []
    return "\n".join(
        [
            "### The columns\n",
            *columns_explained(),
            "\n### Required to add a Device Model\n",
            f"{REQUIRED} required · {TOGETHER} all three or none · S1 SMETS1 · S2+ SMETS2+\n",
            *to_add,
            "\n### Required otherwise\n",
            *required_of(others),
        ]
    )


def test_the_tables_are_what_the_columns_and_the_rules_say() -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    tables, after = rest.split(END)
    wanted = generated()
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(before + BEGIN + wanted + END + after, encoding="utf-8")
        tables = wanted

    assert tables == wanted
