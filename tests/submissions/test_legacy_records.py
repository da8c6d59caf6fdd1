"""Records that an initial load brought in part are completed by amending, each part alone."""

import json
from typing import Any

import pytest

from sec_registry.registers.catalogue import register
from tests.registry import Panel, accept, make_panel
from tests.rows import Cells, numbered_row

pytestmark = pytest.mark.django_db

LATER = ("Contact", "Release", "Upgrade", "ZigBee chipset", "ZigBee stack", "Image")


def bare(number: int) -> Cells:
    """A row as an old list had it: no image, nothing for the two repositories."""
    row = {name: cell for name, cell in numbered_row(number).items() if not name.startswith(LATER)}
    return {**row, "CPL number": number}


def document(code: str, number: int) -> dict[str, Any]:
    rows = register(code).published._default_manager
    row = rows.get(cpl_number=number, superseded_in__isnull=True)
    found: dict[str, Any] = json.loads(row.document)
    return found


def amend(number: int, **cells: Any) -> Cells:
    return {"Action": "amend", "CPL number": number, **cells}


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    accept(bare(101), bare(102), panel=panel, initial_load=True)
    return panel


def test_image_and_hash_are_associated_alone(panel: Panel) -> None:
    image = {name: cell for name, cell in numbered_row(101).items() if name.startswith("Image")}
    publication = accept(amend(101, **image), panel=panel)

    assert document("cpl", 101)["image"]["hash"] == image["Image hash"]
    assert document("cpl", 101)["amended_in"] == publication.number
    assert document("firmware", 101)["state"] == "not_provided"


def test_pathway_is_declared_alone(panel: Panel) -> None:
    accept(amend(102, Upgrade="yes", Baselines="101"), panel=panel)

    upgrade = document("firmware", 102)["upgrade"]
    assert upgrade == {"state": "listed", "baselines": [101], "blocked": []}
    assert document("firmware", 102)["state"] == "not_provided"
    assert document("cpl", 102)["amended_in"] is None


def test_pathway_is_declared_from_a_removed_device_model(panel: Panel) -> None:
    removal: Cells = {
        "Action": "remove",
        "CPL number": 101,
        "Removal reason": "Superseded",
        "Removal authority": "Panel",
        "Removal date": "2024-01-05",
        "Reason public": "no",
    }
    accept(removal, panel=panel)
    accept(amend(102, Upgrade="yes", Baselines="101"), panel=panel)
    assert document("firmware", 102)["upgrade"]["baselines"] == [101]


def test_identity_of_a_record_not_provided_is_corrected(panel: Panel) -> None:
    why = {"Reason": "Misread.", "Reason public": "yes"}
    accept({**amend(101, **why), "Action": "correct", "Model identifier": "0A02"}, panel=panel)

    for code in ("firmware", "zigbee"):
        assert document(code, 101)["state"] == "not_provided"
        assert document(code, 101)["device"]["model"]["identifier"] == "0A02"
    assert document("firmware", 101)["upgrade"]["state"] == "not_provided"
