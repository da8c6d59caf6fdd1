"""Device Models in rows, each below those it is upgraded from; few crossings between the rows.

Plain numbers. A row is a list of cells: a Device Model, or a joint through which a pathway passes
the row on its way to a later one. Rows are put in order by barycentres: each cell goes where, on
average, those stand that it is tied to in the row before, or after. Where many pathways lead to
one Device Model, or from one, they run together: each by itself would make a picture of lines.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from firmware.circles import Edge

#: A Device Model by its number, or a joint by its pathway and row; where pathways run together, by
#: the end that they have in common, with 0 for the other.
Cell = int | tuple[Edge, int]

#: So many Device Models stand side by side; the rest of a layer goes into rows below.
MOST_IN_A_ROW = 8
#: With more joints than this pathways go straight from end to end.
MOST_JOINTS = 6_000
#: More long pathways than this, to one Device Model or from one, run together.
MOST_APART = 6
SWEEPS = 4


@dataclass(frozen=True)
class Layout:
    """The rows from the top, and for each pathway the cells it passes, from its upper end."""

    rows: Sequence[Sequence[Cell]]
    routes: Mapping[Edge, Sequence[Cell]]


def laid_out(
    numbers: Sequence[int], edges: Iterable[Edge], *, apart: Collection[Edge] = ()
) -> Layout:
    """Rows for these Device Models, which are given from the oldest to the newest.

    ``apart`` are the pathways that never run together with others.
    """
    age = {number: place for place, number in enumerate(numbers)}
    # By age there is no circle, whatever the pathways do.
    downward = {edge: _by_age(edge, age) for edge in edges}
    row_of = _rows_of(numbers, downward.values())
    routes = _routes(downward, row_of, apart)
    height = max(row_of.values(), default=-1) + 1
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for number in numbers:
        rows[row_of[number]].append(number)
    middles = [len(row) // 2 for row in rows]
    joints = dict.fromkeys(cell for route in routes.values() for cell in route[1:-1])
    for cell in joints:
        if isinstance(cell, tuple):
            edge, row = cell
            # What runs together passes between those that it is tied to, not beside them.
            rows[row].insert(len(rows[row]) if all(edge) else middles[row], cell)
    return Layout(_untangled(rows, routes.values()), routes)


def _by_age(edge: Edge, age: Mapping[int, int]) -> Edge:
    start, end = edge
    return edge if age[start] < age[end] else (end, start)


def _rows_of(numbers: Sequence[int], downward: Iterable[Edge]) -> dict[int, int]:
    """Each in a row below all that it follows on, and no row with too many."""
    above: dict[int, list[int]] = {}
    for upper, lower in downward:
        above.setdefault(lower, []).append(upper)
    layer: dict[int, int] = {}
    for number in numbers:
        layer[number] = max((layer[each] + 1 for each in above.get(number, ())), default=0)
    members: dict[int, list[int]] = {}
    for number in numbers:
        members.setdefault(layer[number], []).append(number)
    row_of: dict[int, int] = {}
    row = 0
    for each in sorted(members):
        for place, number in enumerate(members[each]):
            row_of[number] = row + place // MOST_IN_A_ROW
        row = row_of[members[each][-1]] + 1
    return row_of


def _routes(
    downward: Mapping[Edge, Edge], row_of: Mapping[int, int], apart: Collection[Edge]
) -> dict[Edge, Sequence[Cell]]:
    spans = {edge: range(row_of[top] + 1, row_of[end]) for edge, (top, end) in downward.items()}
    bundle = _bundles({edge: downward[edge] for edge, span in spans.items() if span}, apart)
    joints = {(bundle.get(edge, edge), row) for edge, span in spans.items() for row in span}
    joined = len(joints) <= MOST_JOINTS
    return {
        edge: (
            top,
            *(((bundle.get(edge, edge), row) for row in spans[edge]) if joined else ()),
            end,
        )
        for edge, (top, end) in downward.items()
    }


def _bundles(long: Mapping[Edge, Edge], apart: Collection[Edge]) -> dict[Edge, Edge]:
    """The pathways that run together, each with what names its bundle: its busier end."""
    # Never one that leads back up: on the way together nobody would see where it goes.
    free = {edge: way for edge, way in long.items() if edge == way and edge not in apart}
    tops = Counter(top for top, _ in free.values())
    ends = Counter(end for _, end in free.values())
    found = {}
    for edge, (top, end) in free.items():
        if max(tops[top], ends[end]) > MOST_APART:
            found[edge] = (0, end) if ends[end] >= tops[top] else (top, 0)
    return found


def _untangled(
    rows: Sequence[Sequence[Cell]], routes: Iterable[Sequence[Cell]]
) -> Sequence[Sequence[Cell]]:
    upper: dict[Cell, list[Cell]] = {}
    lower: dict[Cell, list[Cell]] = {}
    # Each tie once, however many run together there.
    for one, other in dict.fromkeys(tie for route in routes for tie in pairwise(route)):
        upper.setdefault(other, []).append(one)
        lower.setdefault(one, []).append(other)
    ordered = [list(row) for row in rows]
    for _ in range(SWEEPS):
        for place in range(1, len(ordered)):
            _sort(ordered[place], ordered[place - 1], upper)
        for place in range(len(ordered) - 2, -1, -1):
            _sort(ordered[place], ordered[place + 1], lower)
    return ordered


def _sort(row: list[Cell], beside: Sequence[Cell], tied: Mapping[Cell, Sequence[Cell]]) -> None:
    place = {cell: (at + 0.5) / len(beside) for at, cell in enumerate(beside)}
    own = {cell: (at + 0.5) / len(row) for at, cell in enumerate(row)}

    def barycentre(cell: Cell) -> float:
        ties = [place[each] for each in tied.get(cell, ()) if each in place]
        # What is tied to nothing there stays where it is.
        return sum(ties) / len(ties) if ties else own[cell]

    row.sort(key=barycentre)
