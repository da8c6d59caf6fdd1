"""The pathway graph of a publication, compiled once in a process and kept.

It is compiled from the published documents, so that a point in time is answered as it was
published. Assumption: an edge is written in the document of the Device Model it leads to, and every
document says whether its Device Model was current then.

SECURITY: the graph is the repository's content, of every record; it is handed out only for a right
to read that covers all of it, and whoever shows anything of it records that first.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any

from cpl.choices import Status
from firmware.circles import Edge
from firmware.graph import EMPTY, Block, EdgeState, Family, Graph, Node, graph_of
from firmware.models import PublishedFirmwareRecord
from sec_registry.registers.models import Publication
from sec_registry.registers.paging import as_published
from sec_registry.registers.reach import Reach

#: Graphs of so many publications are kept: the last, and those that somebody looks back at.
KEPT = 4
_COLUMNS = (
    "cpl_number",
    "device_type",
    "manufacturer",
    "model",
    "hardware_version",
    "firmware_version",
    "status",
    "document",
)

_graphs: OrderedDict[tuple[int, str], Graph] = OrderedDict()
_lock = Lock()


def graph_at(publication: int, *, reach: Reach) -> Graph:
    """The graph of this publication, empty before the first.

    Raises ``PermissionError`` for a right that does not cover the whole repository.
    """
    if not reach.everything:
        raise PermissionError("Pathways are worked out from the whole repository (F2.17B).")
    digest = Publication.objects.filter(pk=publication).values_list("digest", flat=True).first()
    if digest is None:
        return EMPTY
    # With the digest, since a number that was rolled back is given to another publication.
    key = publication, digest
    with _lock:
        if key not in _graphs:
            _graphs[key] = _compile(publication)
        _graphs.move_to_end(key)
        while len(_graphs) > KEPT:
            _graphs.popitem(last=False)
        return _graphs[key]


def numbers_changed_in(publication: int, *, reach: Reach) -> list[int]:
    """The CPL numbers whose firmware records this publication changed."""
    records = reach.restrict_published(PublishedFirmwareRecord.objects.all())
    records = records.filter(published_in=publication)
    return list(records.values_list("cpl_number", flat=True))


def _compile(publication: int) -> Graph:
    nodes: dict[int, Node] = {}
    edges: list[tuple[Edge, EdgeState]] = []
    rows = as_published(PublishedFirmwareRecord.objects.order_by(), publication)
    for number, *identity, firmware, status, document in rows.values_list(*_COLUMNS).iterator():
        upgrade = json.loads(document)["upgrade"]
        nodes[number] = Node(
            family=Family(*identity),
            firmware_version=firmware,
            current=status == Status.CURRENT,
            upgrade=upgrade["state"],
        )
        edges += _edges(number, upgrade)
    return graph_of(nodes, edges)


def _edges(number: int, upgrade: dict[str, Any]) -> Iterator[tuple[Edge, EdgeState]]:
    blocked: Iterable[dict[str, Any]] = upgrade["blocked"]
    for baseline in upgrade["baselines"]:
        yield (baseline, number), None
    for each in blocked:
        yield (each["cpl_number"], number), Block(each["reason"], each["since"])
