"""The gaps that somebody may know, recorded as disclosed before they are told.

The Panel sees all of them. People of a current SEC Party see those of the Manufacturers that their
organisation speaks for; a Manufacturer that is no Party reads nothing of the repository (F2.17B).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from accounts.models import User
from accounts.people import is_panel
from cpl.models import ManufacturerOrganisation
from firmware.compiled import graph_at
from firmware.gaps.find import Gap, GapKind, gaps_of
from firmware.graph import Graph
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.paging import Standing, standing
from sec_registry.registers.table_answers import marking_cells
from sec_registry.registers.tables import MARKING_COLUMNS

HEADINGS = (
    "Gap",
    "CPL number",
    "Device type",
    "Manufacturer code",
    "Model identifier",
    "Hardware version",
    "Firmware version",
    "Others",
    "Clause",
    "Detail",
)

_lock = Lock()
#: The gaps of the graph that was asked for last; a graph is kept until the next publication.
_last: list[tuple[Graph, list[Gap]]] = []


@dataclass(frozen=True)
class Gaps:
    """Gaps by CPL number, and how many there are of each kind."""

    publication: int
    gaps: Sequence[Gap]
    totals: Mapping[GapKind, int]
    graph: Graph = field(repr=False)


def gaps_told(
    *, by: User, channel: Channel, kind: GapKind | None = None, manufacturer: str = ""
) -> Gaps:
    """The gaps of this kind (None: of every kind) and Manufacturer ("": of all that one may see).

    Totals are of every kind. Raises ``PermissionError`` for who may not read the repository.
    """
    reach = FIR.reach(by)
    publication = (standing(FIR) or Standing()).publication
    graph = graph_at(publication, reach=reach)
    own = None if is_panel(by) else _spoken_for(by)
    within = [
        gap
        for gap in _gaps(graph)
        if (own is None or graph.nodes[gap.number].family.manufacturer in own)
        and manufacturer in ("", graph.nodes[gap.number].family.manufacturer)
    ]
    totals = {each: sum(gap.kind == each for gap in within) for each in GapKind}
    shown = [gap for gap in within if kind in (None, gap.kind)]
    disclose(
        register=FIR,
        by=by,
        # Totals tell of the others of the same Manufacturers, too.
        numbers={number for gap in within for number in (gap.number, *gap.others)},
        right=reach.right,
        channel=channel,
        fields=["upgrade"],
    )
    return Gaps(publication, shown, totals, graph)


def members(told: Gaps) -> dict[str, Any]:
    """The answer in JSON."""
    return {
        "publication": told.publication,
        "marking": FIR.marking,
        "totals": {kind.value: count for kind, count in told.totals.items()},
        "results": [
            {
                "gap": gap.kind.value,
                "cpl_number": gap.number,
                "others": list(gap.others),
                "clause": gap.clause,
                "detail": gap.detail,
            }
            for gap in told.gaps
        ],
    }


def rows(told: Gaps, reader: User) -> Iterator[list[str]]:
    """The answer as a table."""
    marking = marking_cells(FIR.marking, reader)
    yield [*HEADINGS, *MARKING_COLUMNS]
    for gap in told.gaps:
        node = told.graph.nodes[gap.number]
        others = "; ".join(map(str, gap.others))
        yield [
            gap.kind.value,
            str(gap.number),
            *node.family,
            node.firmware_version,
            others,
            gap.clause,
            gap.detail,
            *marking,
        ]


def _gaps(graph: Graph) -> list[Gap]:
    with _lock:
        if not _last or _last[0][0] is not graph:
            _last[:] = [(graph, gaps_of(graph))]
        return _last[0][1]


def _spoken_for(by: User) -> set[str]:
    if by.organisation_id is None:
        return set()
    links = ManufacturerOrganisation.objects.filter(organisation=by.organisation_id)
    return set(links.values_list("manufacturer_id", flat=True))
