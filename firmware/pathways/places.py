"""Where the cells of a layout stand: each as near as can be to those it is tied to.

Within a row the order stays and nothing overlaps; of all such places those are taken that are
nearest to what is wished (the least squares, by pooling neighbours that push each other).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from firmware.pathways.layers import Cell, Layout

ROUNDS = 6


def places(layout: Layout, *, width: float, joint: float, gap: float) -> Mapping[Cell, float]:
    """The middle of each cell from the left: Device Models and joints are so wide, so far apart."""
    widths = {
        cell: width if isinstance(cell, int) else joint for row in layout.rows for cell in row
    }
    ties = _ties(layout.routes.values())
    found: dict[Cell, float] = {}
    for row in layout.rows:
        found.update(_fitted(row, dict.fromkeys(row, 0.0), widths, gap))
    for turn in range(ROUNDS):
        rows = layout.rows if turn % 2 == 0 else layout.rows[::-1]
        for row in rows:
            wished = {cell: _middle(found, cell, ties.get(cell, ())) for cell in row}
            found.update(_fitted(row, wished, widths, gap))
    left = min((found[cell] - widths[cell] / 2 for cell in found), default=0.0)
    return {cell: place - left for cell, place in found.items()}


def _ties(routes: Iterable[Sequence[Cell]]) -> dict[Cell, list[Cell]]:
    ties: dict[Cell, list[Cell]] = {}
    for route in routes:
        for one, other in pairwise(route):
            ties.setdefault(one, []).append(other)
            ties.setdefault(other, []).append(one)
    return ties


def _middle(found: Mapping[Cell, float], cell: Cell, tied: Sequence[Cell]) -> float:
    return sum(found[each] for each in tied) / len(tied) if tied else found[cell]


def _fitted(
    row: Sequence[Cell], wished: Mapping[Cell, float], widths: Mapping[Cell, float], gap: float
) -> dict[Cell, float]:
    """The places nearest to those wished for, in this order, without overlaps."""
    offsets: list[float] = []
    for place, cell in enumerate(row):
        before = row[place - 1] if place else cell
        apart = (widths[before] + widths[cell]) / 2 + gap if place else 0.0
        offsets.append((offsets[-1] if offsets else 0.0) + apart)
    # Without the offsets the order alone is asked for: pools of those that would overtake.
    pools: list[tuple[float, int]] = []
    for cell, offset in zip(row, offsets, strict=True):
        total, size = wished[cell] - offset, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / size:
            earlier = pools.pop()
            total, size = total + earlier[0], size + earlier[1]
        pools.append((total, size))
    middles = [total / size for total, size in pools for _ in range(size)]
    return {
        cell: middle + offset for cell, middle, offset in zip(row, middles, offsets, strict=True)
    }
