"""A fleet plan as tables (csv): its groups, or its waves; every row says who may see it."""

from collections.abc import Callable, Iterator, Mapping

from accounts.models import User
from firmware.fleet.answer import identity_of, listed_identity
from firmware.fleet.making import FleetPlan
from firmware.fleet.plan import Group
from firmware.pathways.obstacles import told_together
from firmware.register import FIR
from sec_registry.registers.table_answers import csv_bytes, marking_cells
from sec_registry.registers.tables import MARKING_COLUMNS

GROUP_HEADINGS = (
    "CPL number",
    "Device type",
    "Manufacturer code",
    "Model identifier",
    "Hardware version",
    "Firmware version",
    "Count",
    "Outcome",
    "Target",
    "Target firmware version",
    "Steps",
    "Obstacles",
    "Reason",
    "Clause",
    "Detail",
    "Candidates",
    "Contact email",
    "Contact telephone",
    "Contact address",
)
WAVE_HEADINGS = (
    "Wave",
    "CPL number",
    "From",
    "Devices",
    *GROUP_HEADINGS[1:6],
    "Obstacles",
    "Release notes",
)
_PIECE = 500


def group_rows(made: FleetPlan, reader: User) -> Iterator[list[str]]:
    """The groups as a table, headings first."""
    marking = marking_cells(FIR.marking, reader)
    yield [*GROUP_HEADINGS, *MARKING_COLUMNS]
    for group in made.plan.groups:
        yield [*_group_cells(made, group), *marking]


def wave_rows(made: FleetPlan, reader: User) -> Iterator[list[str]]:
    """The waves as a table, headings first."""
    marking = marking_cells(FIR.marking, reader)
    yield [*WAVE_HEADINGS, *MARKING_COLUMNS]
    for move in made.plan.moves():
        origins = "; ".join(f"{number}: {count}" for number, count in move.origins.items())
        obstacles = told_together(made.obstacles.get(move.cpl_number, ()))
        yield [
            str(move.wave),
            str(move.cpl_number),
            origins,
            str(move.devices),
            *listed_identity(made, move.cpl_number).values(),
            " ".join(obstacles),
            made.release_notes.get(move.cpl_number, ""),
            *marking,
        ]


TABLES: Mapping[str, Callable[[FleetPlan, User], Iterator[list[str]]]] = {
    "groups": group_rows,
    "waves": wave_rows,
}


def table_pieces(made: FleetPlan, table: str, reader: User) -> Iterator[str]:
    """One of the tables as csv."""
    piece: list[list[str]] = []
    for row in TABLES[table](made, reader):
        piece.append(row)
        if len(piece) == _PIECE:
            yield csv_bytes(piece).decode()
            piece.clear()
    yield csv_bytes(piece).decode()


def _group_cells(made: FleetPlan, group: Group) -> list[str]:
    way, contact = group.way, made.contact(group) or {}
    number = group.cpl_number or (group.named.cpl_number if group.named else 0)
    obstacles = told_together(each for step in way.steps for each in made.obstacles.get(step, ()))
    return [
        str(number or ""),
        *identity_of(made, group).values(),
        str(group.devices),
        way.outcome.value,
        str(way.target or ""),
        made.graph.nodes[way.target].firmware_version if way.target else "",
        "; ".join(map(str, way.steps)),
        " ".join(obstacles),
        way.reason,
        way.clause,
        way.detail,
        "; ".join(map(str, group.candidates)),
        *(contact.get(name, "") for name in ("email", "telephone", "address")),
    ]
