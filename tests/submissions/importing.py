"""Running ``import_workbook`` in tests: its file, its words and its exit status."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

from cpl.models import DeviceModel
from firmware.models import FirmwareRecord
from sec_registry.registers.models import Publication
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.models import Contributor, Item, StoredFinding, Submission, Waiver
from tests.rows import Cells
from tests.submissions.workbook.files import XlsxCell, csv_bytes, xlsx_bytes
from zigbee.models import ZigbeeRecord

STORED = (
    Submission,
    Contributor,
    Item,
    StoredFinding,
    Waiver,
    Publication,
    DeviceModel,
    FirmwareRecord,
    ZigbeeRecord,
)


@dataclass(frozen=True)
class Outcome:
    """What a run left: its exit status, what it printed, and its last word when it failed."""

    status: int
    printed: str
    sentence: str


def table_of(rows: Sequence[Cells]) -> list[list[Cell]]:
    """Headings and cells of the rows, as a sheet holds them."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    return [list(headings), *([row.get(name) for name in headings] for row in rows)]


def csv_file(folder: Path, *rows: Cells) -> Path:
    texts = [["" if cell is None else str(cell) for cell in cells] for cells in table_of(rows)]
    return kept(folder / "models.csv", csv_bytes(*texts))


def xlsx_file(folder: Path, *rows: Cells) -> Path:
    cells: list[list[XlsxCell]] = [list(cells) for cells in table_of(rows)]
    return kept(folder / "models.xlsx", xlsx_bytes(*cells))


def kept(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def run(file: Path, *arguments: str) -> Outcome:
    """Run the command as the shell would, and say how it ended."""
    out = StringIO()
    try:
        call_command("import_workbook", str(file), *arguments, stdout=out)
    except CommandError as failed:
        return Outcome(failed.returncode, out.getvalue(), str(failed))
    return Outcome(0, out.getvalue(), "")


def nothing_is_stored() -> bool:
    return not any(model._default_manager.exists() for model in STORED)
