"""The pathway graph of a publication, compiled once in a process and kept.

It is compiled from the published documents, so that a point in time is answered as it was
published, as redactions left it. Assumption: an edge is written in the document of the Device Model
it leads to, and every document says whether its Device Model was current then.

SECURITY: the graph is the repository's content, of every record; it is handed out only for a right
to read that covers all of it, and whoever shows anything of it records that first.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection

from cpl.choices import Status
from cpl.columns import REGISTER as CPL_CODE
from cpl.models import PublishedDeviceModel
from firmware.circles import Edge
from firmware.columns import CODE
from firmware.graph import EMPTY, Block, EdgeState, Family, Graph, Node, graph_of
from firmware.models import PublishedFirmwareRecord
from firmware.shelf import Shelf
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

#: Written out: it is asked for each answer, and to compose it would take longer than most take.
_STATE = """
    SELECT own.publication_id, publication.digest,
           own.redactions + COALESCE(listed.redactions, 0)
    FROM registers_publicationregister own
    JOIN registers_publication publication ON publication.number = own.publication_id
    LEFT JOIN registers_publicationregister listed
        ON listed.publication_id = own.publication_id AND listed.register = %s
    WHERE own.register = %s {}
    ORDER BY own.publication_id DESC
    LIMIT 1
"""

#: A publication, its digest, and how often something of either register in it was redacted.
_Key = tuple[int, str, int]


@dataclass(frozen=True)
class Compiled:
    """A publication's graph, and a shelf for what was worked out from it and from it alone."""

    publication: int
    graph: Graph
    shelf: Shelf[Any] = field(default_factory=Shelf)


_compiled: OrderedDict[_Key, Compiled] = OrderedDict()
_lock = Lock()


def graph_at(publication: int, *, reach: Reach) -> Graph:
    """The graph of this publication, empty before the first.

    Raises ``PermissionError`` for a right that does not cover the whole repository.
    """
    compiled = compiled_at(publication, reach=reach)
    return compiled.graph if compiled else EMPTY


def compiled_at(publication: int | None, *, reach: Reach) -> Compiled | None:
    """The graph with its shelf, of the last publication where none is named; None without any.

    Both are others once the publication was redacted.
    Raises ``PermissionError`` for a right that does not cover the whole repository.
    """
    if not reach.everything:
        raise PermissionError("Pathways are worked out from the whole repository (F2.17B).")
    key = _key(publication)
    if key is None:
        return None
    with _lock:
        if key not in _compiled:
            _compiled[key] = Compiled(key[0], _compile(key[0]))
        _compiled.move_to_end(key)
        while len(_compiled) > KEPT:
            _compiled.popitem(last=False)
        return _compiled[key]


def numbers_changed_in(publication: int, *, reach: Reach) -> list[int]:
    """The CPL numbers whose firmware records this publication changed."""
    records = reach.restrict_published(PublishedFirmwareRecord.objects.all())
    records = records.filter(published_in=publication)
    return list(records.values_list("cpl_number", flat=True))


def _key(publication: int | None) -> _Key | None:
    one = "" if publication is None else "AND own.publication_id = %s"
    asked = [] if publication is None else [publication]
    with connection.cursor() as cursor:
        cursor.execute(_STATE.format(one), [CPL_CODE, CODE, *asked])
        # With the digest, since a number that was rolled back is given to another publication.
        found: _Key | None = cursor.fetchone()
    return found


def _compile(publication: int) -> Graph:
    listed = as_published(PublishedDeviceModel.objects.order_by(), publication)
    unhashed = set(listed.filter(image_hash="").values_list("cpl_number", flat=True))
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
            hashed=number not in unhashed,
        )
        edges += _edges(number, upgrade)
    return graph_of(nodes, edges).prepared()


def _edges(number: int, upgrade: dict[str, Any]) -> Iterator[tuple[Edge, EdgeState]]:
    blocked: Iterable[dict[str, Any]] = upgrade["blocked"]
    for baseline in upgrade["baselines"]:
        yield (baseline, number), None
    for each in blocked:
        yield (each["cpl_number"], number), Block(each["reason"], each["since"])
