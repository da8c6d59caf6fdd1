"""The Firmware Information Repository, declared (SEC F2.14 to F2.17B)."""

from accounts.people import is_panel
from firmware.access import admits, reach
from firmware.clauses import CLAUSES
from firmware.columns import CODE, COLUMNS
from firmware.document import cells, render
from firmware.knowledge import gather as gather_pathways
from firmware.models import FirmwareRecord, PublishedFirmwareRecord
from firmware.neighbours import gather as gather_neighbours
from firmware.of_many import apply_to_many
from firmware.redactable import REDACTABLE
from firmware.rules import BOOK
from firmware.services import apply
from firmware.table import TABLE
from sec_registry.registers.candidates import Batch
from sec_registry.registers.declaration import Register
from sec_registry.registers.reach import Paths


def gather(batch: Batch) -> None:
    """Hand the batch what the rules ask of pathways and of those whom they join."""
    gather_pathways(batch)
    gather_neighbours(batch)


FIR = Register(
    code=CODE,
    title="Firmware Information Repository",
    short_title="FIR",
    marking="SEC Parties only – must not be shared (F2.17B)",
    restricted=True,
    clauses=CLAUSES,
    columns=COLUMNS,
    rules=BOOK.rules,
    live=FirmwareRecord,
    published=PublishedFirmwareRecord,
    paths=Paths(
        number="device_model",
        device_type="device_model__device_type",
        manufacturer="device_model__manufacturer",
    ),
    admits=admits,
    reach=reach,
    gather=gather,
    apply=apply,
    apply_to_many=apply_to_many,
    render=render,
    redactable=REDACTABLE,
    cells=cells,
    overseers=is_panel,
    table=TABLE,
    route="firmware-records",
    relation="firmware-record",
)
