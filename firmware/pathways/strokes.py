"""Pathways as lines between boxes: smooth, with a head at the Device Model they lead to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from firmware.circles import Edge
from firmware.graph import Graph
from firmware.pathways.layers import Cell, Layout

#: How far apart lines reach a box, and how long their heads are.
APART, HEAD = 11, 8


@dataclass(frozen=True)
class Box:
    """Where a cell stands: the middle from the left, and its top."""

    middle: float
    top: float
    width: float
    height: float

    @property
    def corner(self) -> str:
        """Its upper left corner, as written."""
        return f"{number(self.middle - self.width / 2)} {number(self.top)}"

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.top + self.height


@dataclass(frozen=True)
class Stroke:
    """A pathway in the picture: ``kind`` is open, blocked, or closed since its end was removed."""

    edge: Edge
    kind: str
    emphasised: bool
    line: str
    head: str
    #: Where the mark of a blocked one stands.
    mark: tuple[str, str]
    said: str


def strokes(
    graph: Graph, layout: Layout, boxes: Mapping[Cell, Box], emphasised: Collection[Edge]
) -> list[Stroke]:
    """The pathways of the layout; those that stand out come last, above the others."""
    ports = _ports(layout, boxes)
    found = []
    for edge, route in layout.routes.items():
        upward = route[0] != edge[0]
        points = _points(edge, route, boxes, ports)
        kind, said = _state(graph, edge)
        # The mark stands where the line comes near the Device Model that it leads to.
        (x1, y1), (x2, y2) = points[:2] if upward else points[-2:]
        x, y = points[0] if upward else points[-1]
        found.append(
            Stroke(
                edge=edge,
                kind=kind,
                emphasised=edge in emphasised,
                line=_line(points),
                head=f"M{number(x)} {number(y)}l-4 {HEAD if upward else -HEAD}h8z",
                mark=(number((x1 + x2) / 2), number((y1 + y2) / 2)),
                said=said,
            )
        )
    return sorted(found, key=lambda stroke: stroke.emphasised)


def number(value: float) -> str:
    """A number as SVG writes it, whatever the language of the page."""
    return f"{value:.1f}".removesuffix(".0")


def _state(graph: Graph, edge: Edge) -> tuple[str, str]:
    baseline, device_model = edge
    step = f"CPL {baseline} to CPL {device_model}"
    block = graph.state(edge)
    if block is not None:
        since = f" since {block.since}" if block.since else ""
        return "blocked", f"{step}: blocked{since}, {block.reason}"
    if not graph.is_current(device_model):
        return "closed", f"{step}: CPL {device_model} was removed"
    return "open", step


def _ports(layout: Layout, boxes: Mapping[Cell, Box]) -> dict[tuple[Edge, bool], float]:
    """Where each pathway leaves its upper box (False) and reaches its lower one (True).

    Those that run together there do so at one place.
    """
    sides: dict[tuple[Cell, bool], dict[tuple[float, Edge], list[Edge]]] = {}
    for edge, route in layout.routes.items():
        for cell, lower, beside in ((route[0], False, route[1]), (route[-1], True, route[-2])):
            line = (boxes[beside].middle, beside[0] if isinstance(beside, tuple) else edge)
            sides.setdefault((cell, lower), {}).setdefault(line, []).append(edge)
    found = {}
    for (cell, lower), lines in sides.items():
        apart = min(APART, (boxes[cell].width - 2 * APART) / len(lines))
        for place, line in enumerate(sorted(lines)):
            port = boxes[cell].middle + (place - (len(lines) - 1) / 2) * apart
            found.update(dict.fromkeys(((edge, lower) for edge in lines[line]), port))
    return found


def _points(
    edge: Edge,
    route: Sequence[Cell],
    boxes: Mapping[Cell, Box],
    ports: Mapping[tuple[Edge, bool], float],
) -> list[tuple[float, float]]:
    upper, lower = boxes[route[0]], boxes[route[-1]]
    points = [(ports[edge, False], upper.bottom)]
    for cell in route[1:-1]:
        joint = boxes[cell]
        points += [(joint.middle, joint.top), (joint.middle, joint.bottom)]
    return [*points, (ports[edge, True], lower.top)]


def _line(points: Sequence[tuple[float, float]]) -> str:
    """A curve that leaves and reaches every point straight down."""
    (x, y), *_ = points
    line = [f"M{number(x)} {number(y)}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 == x2:
            line.append(f"V{number(y2)}")
        else:
            bend = number((y1 + y2) / 2)
            line.append(f"C{number(x1)} {bend} {number(x2)} {bend} {number(x2)} {number(y2)}")
    return "".join(line)
