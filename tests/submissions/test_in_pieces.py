"""Whatever is taken some at a time comes to the same as all at once."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model

import cpl.services
import firmware.services
import zigbee.services
from sec_registry.audit import bulk, inserting
from sec_registry.registers import publish
from sec_registry.registers.catalogue import registers
from sec_registry.submissions import proposals
from sec_registry.submissions.models import StoredFinding
from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

PIECES = [
    (bulk, "BATCH"),
    (inserting, "AT_ONCE"),
    (publish, "BATCH"),
    (proposals, "AT_ONCE"),
    (cpl.services, "AT_ONCE"),
    (firmware.services, "AT_ONCE"),
    (zigbee.services, "AT_ONCE"),
]
#: What tells two stories apart that are the same: keys that tables give, moments, salts.
UNLIKE = {"id", "history_id", "history_date", "certificate_id", "contact_id", "salt", "digest"}
#: A certificate that several Device Models share.
SHARED = {"CPA certificate": "CPA-FICTION-SHARED"}


def story(panel: Panel) -> None:
    """Additions that lead to each other, then changes that reach beyond their own record."""
    accept(
        numbered_row(1, **SHARED),
        numbered_row(2, **SHARED, Upgrade="yes", Baselines="row 1"),
        numbered_row(3, Upgrade="yes", Baselines="row 1; row 2"),
        numbered_row(4, Upgrade="yes", Baselines="row 3"),
        panel=panel,
    )
    accept(
        amendment(1, **{"CPA date": "2998-01-01", "Release notes": "Told again."}),
        amendment(2, **{"CPA date": "2998-01-01", "Contact email": "new@fictional.example"}),
        amendment(3, Baselines="2", **{"ZigBee stack version": "HouseOfCards 9"}),
        {
            **amendment(4, **{"Firmware version": "0000000F"}),
            "Action": "correct",
            "Reason": "A typo.",
            "Reason public": "yes",
        },
        panel=panel,
    )


def amendment(number: int, **cells: str) -> dict[str, Any]:
    return {"Action": "amend", "CPL number": str(number), **cells}


def told(row: Mapping[str, Any]) -> str:
    return repr(sorted((name, value) for name, value in row.items() if name not in UNLIKE))


def stands() -> dict[str, list[str]]:
    """Every published record, every line of a register's history, every finding."""
    tables: list[type[Model]] = [register.published for register in registers()]
    tables += [
        model
        for model in apps.get_models()
        if model.__name__.startswith("Historical")
        and model._meta.app_label in ("cpl", "firmware", "zigbee")
    ]
    found = {m._meta.label: sorted(map(told, m._default_manager.values())) for m in tables}
    found["findings"] = sorted(
        map(repr, StoredFinding.objects.values_list("row", "rule", "column", "message"))
    )
    return found


def test_one_at_a_time_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = make_panel()
    with transaction.atomic():
        story(panel)
        at_once = stands()
        transaction.set_rollback(True)
    for module, name in PIECES:
        monkeypatch.setattr(module, name, 1)
    story(panel)
    assert stands() == at_once
    assert len(at_once["cpl.PublishedDeviceModel"]) == 7
