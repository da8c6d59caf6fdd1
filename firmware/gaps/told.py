"""The gaps that somebody may know, recorded as disclosed before they are told.

The Panel sees all of them. People of a current SEC Party see those of the Manufacturers that their
organisation speaks for; a Manufacturer that is no Party reads nothing of the repository (F2.17B).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from accounts.models import User
from accounts.people import is_panel
from cpl.models import ManufacturerOrganisation
from firmware.compiled import graph_at
from firmware.gaps.find import Gap, GapKind, gaps_of
from firmware.gaps.remedy import remedy_for
from firmware.graph import Graph
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.paging import standing
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
    "What to submit",
)

_lock = Lock()
#: The gaps of the graphs that were asked for last: who follows ``next`` reads on in the earlier.
_last: list[tuple[Graph, list[Gap]]] = []
KEPT = 2


@dataclass(frozen=True)
class Gaps:
    """Gaps by CPL number; how many there are of each kind, where that is told.

    ``next_after`` is the CPL number behind which the next page begins, None at the end.
    ``manufacturers`` are all whose Device Models the person may ask about, with gaps or without.
    """

    publication: int
    gaps: Sequence[Gap]
    graph: Graph = field(repr=False)
    totals: Mapping[GapKind, int] | None = None
    next_after: int | None = None
    manufacturers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GapsAsked:
    """Which gaps: of one kind, one Manufacturer, a page of them; without ``limit`` all.

    A page holds the gaps of so many Device Models, each with all of its own.
    """

    kind: GapKind | None = None
    manufacturer: str = ""
    publication: int | None = None
    after: int = 0
    limit: int | None = None
    totals: bool = True


def gaps_told(*, by: User, channel: Channel, asked: GapsAsked) -> Gaps | None:
    """The gaps that are asked for, of those that the person may know; totals are of every kind.

    None where there is no such publication. Raises ``PermissionError`` for who may not read the
    repository.
    """
    reach = FIR.reach(by)
    stand = standing(FIR, asked.publication)
    if stand is None:
        return None
    graph = graph_at(stand.publication, reach=reach)
    listed = frozenset(node.family.manufacturer for node in graph.nodes.values())
    own = listed if is_panel(by) else listed & _spoken_for(by)
    within = [
        gap
        for gap in _gaps(graph)
        if graph.nodes[gap.number].family.manufacturer in own
        and asked.manufacturer in ("", graph.nodes[gap.number].family.manufacturer)
    ]
    shown, next_after = _page([gap for gap in within if asked.kind in (None, gap.kind)], asked)
    disclose(
        register=FIR,
        by=by,
        # Totals tell of the others of the same Manufacturers, too.
        numbers={
            n for gap in (within if asked.totals else shown) for n in (gap.number, *gap.others)
        },
        right=reach.right,
        channel=channel,
        fields=["upgrade"],
    )
    totals = Counter(gap.kind for gap in within) if asked.totals else None
    return Gaps(stand.publication, shown, graph, totals, next_after, own)


def _page(gaps: list[Gap], asked: GapsAsked) -> tuple[list[Gap], int | None]:
    """The gaps of the page, which go by CPL number, and behind which number the next one begins."""
    onward = [gap for gap in gaps if gap.number > asked.after]
    if asked.limit is None:
        return onward, None
    numbers = list(dict.fromkeys(gap.number for gap in onward))
    if len(numbers) <= asked.limit:
        return onward, None
    last = numbers[asked.limit - 1]
    return [gap for gap in onward if gap.number <= last], last


def members(told: Gaps, following: str | None) -> dict[str, Any]:
    """The answer in JSON; ``following`` is the address of the next page."""
    beside: dict[str, Any] = {"publication": told.publication, "next": following}
    if told.totals is not None:
        beside["totals"] = {kind.value: told.totals[kind] for kind in GapKind}
    return {
        **beside,
        "marking": FIR.marking,
        "results": [
            {
                "gap": gap.kind.value,
                "cpl_number": gap.number,
                "others": list(gap.others),
                "clause": gap.clause,
                "detail": gap.detail,
                "remedy": remedy_for(gap, told.graph).said,
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
            remedy_for(gap, told.graph).said,
            *marking,
        ]


def _gaps(graph: Graph) -> list[Gap]:
    with _lock:
        for kept, gaps in _last:
            if kept is graph:
                return gaps
        _last[:] = [(graph, gaps_of(graph)), *_last[: KEPT - 1]]
        return _last[0][1]


def _spoken_for(by: User) -> set[str]:
    if by.organisation_id is None:
        return set()
    links = ManufacturerOrganisation.objects.filter(organisation=by.organisation_id)
    return set(links.values_list("manufacturer_id", flat=True))
