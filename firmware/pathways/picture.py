"""The picture of a family's pathways: what stands where, ready to be written as SVG.

Rows from the oldest Device Models at the top to the newest at the bottom; those without any pathway
come last. What a Device Model or a pathway is, is told by shape and by words, never by colour
alone; the table beside the picture says the same. Everything is worked out here, so that the
template only writes it down.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from firmware.choices import UpgradeState
from firmware.circles import Edge
from firmware.graph import Graph
from firmware.pathways.answer import Backward, Onward
from firmware.pathways.layers import Cell, Layout, laid_out
from firmware.pathways.places import places
from firmware.pathways.shortcuts import without_shortcuts
from firmware.pathways.strokes import Box, Stroke, strokes

WIDTH, HEIGHT, BETWEEN = 132, 58, 46
JOINT, GAP, MARGIN, HEAD = 8, 14, 16, 44
CORNER = 10
#: The words above the picture need so much.
NARROWEST = 330
#: With more pathways than this for each Device Model, those that only shorten others are left out.
MOST_A_MODEL = 4
#: So many letters stand in a line of a box, also in a wide font; with a second one it is higher.
MOST_LETTERS, MOST_LINES, LINE = 21, 2, 13


@dataclass(frozen=True)
class DrawnModel:
    """A Device Model in the picture, its middle at the top of its box."""

    number: int
    firmware_version: str
    words: tuple[str, ...]
    removed: bool
    start: bool
    newest: bool
    on_the_way: bool
    box: Box

    @property
    def lines(self) -> Sequence[str]:
        """The words in lines that fit into the box."""
        return _lines(self.words)

    @property
    def lower(self) -> str:
        """By how much the words stand lower in a box that has room for more of them."""
        return f"{(self.box.height - HEIGHT - (len(self.lines) - 1) * LINE) / 2:g}"

    @property
    def inner(self) -> str:
        """How high the second line of a double one is."""
        return f"{self.box.height - 8:g}"

    @property
    def outline(self) -> str:
        """The box with its corners cut."""
        right, low = WIDTH, f"{self.box.height:g}"
        lower = f"{self.box.height - CORNER:g}"
        return (
            f"M{CORNER} 0H{right - CORNER}L{right} {CORNER}V{lower}L{right - CORNER} {low}"
            f"H{CORNER}L0 {lower}V{CORNER}Z"
        )


@dataclass(frozen=True)
class Picture:
    """A family's pathways seen from one of its Device Models."""

    width: int
    height: int
    models: Sequence[DrawnModel]
    strokes: Sequence[Stroke]
    #: So many pathways only shorten others, and are told by the table alone.
    left_out: int = 0


def picture_of(
    graph: Graph, onward: Onward, backward: Backward, way: Sequence[int], *, missed: bool = False
) -> Picture:
    """The picture around the start of both answers; ``way`` are the steps that stand out.

    ``missed``: there is something newer than the newest that can be reached.
    """
    start = onward.start
    numbers = sorted(
        {*graph.family_of(start), *onward.reachable, *backward.starts},
        key=lambda number: (graph.nodes[number].firmware_version, number),
    )
    every = _edges_among(graph, set(numbers))
    emphasised = set(zip((start, *way), way, strict=False))
    edges = _drawn(graph, numbers, every, emphasised)
    layout = _arranged(graph, numbers, edges, emphasised)
    middles = places(layout, width=WIDTH, joint=JOINT, gap=GAP)
    newest = "newest in reach" if missed else "newest"
    words = {each: _words(graph, onward, backward, way, each, newest) for each in numbers}
    lines = max((len(_lines(each)) for each in words.values()), default=1)
    high = HEIGHT + max(lines - 1, 0) * LINE
    boxes = _boxes(layout, middles, high)
    right = max((box.middle + box.width / 2 for box in boxes.values()), default=0)
    return Picture(
        width=round(max(right + MARGIN, NARROWEST)),
        height=HEAD + len(layout.rows) * (high + BETWEEN) - BETWEEN + MARGIN,
        models=[
            DrawnModel(
                number=number,
                firmware_version=graph.nodes[number].firmware_version,
                words=words[number],
                removed=not graph.nodes[number].current,
                start=number == start,
                newest=number in onward.newest,
                on_the_way=number in way,
                box=boxes[number],
            )
            for row in layout.rows
            for number in row
            if isinstance(number, int)
        ],
        strokes=strokes(graph, layout, boxes, emphasised),
        left_out=len(every) - len(edges),
    )


def _arranged(
    graph: Graph, numbers: Sequence[int], edges: Sequence[Edge], emphasised: Collection[Edge]
) -> Layout:
    """What stands in which row: what has a pathway first, then what has none."""
    tied = {number for edge in edges for number in edge}
    # What stands out, and what is hindered, is to be followed by itself.
    apart = {edge for edge in edges if edge in emphasised or not graph.is_open(edge)}
    layout = laid_out([number for number in numbers if number in tied], edges, apart=apart)
    lone = [number for number in numbers if number not in tied]
    return Layout([*layout.rows, *laid_out(lone, ()).rows], layout.routes)


def _drawn(
    graph: Graph, numbers: Sequence[int], edges: Sequence[Edge], emphasised: Collection[Edge]
) -> Sequence[Edge]:
    """The pathways to be drawn: all of them, unless there are too many to follow with the eye."""
    if len(edges) <= MOST_A_MODEL * len(numbers):
        return edges
    open_ones = [edge for edge in edges if graph.is_open(edge)]
    age = {number: place for place, number in enumerate(numbers)}
    left = {*without_shortcuts(open_ones, age, emphasised)}
    return [edge for edge in edges if edge in left or not graph.is_open(edge)]


def _edges_among(graph: Graph, numbers: set[int]) -> list[Edge]:
    return [
        (baseline, number)
        for number in sorted(numbers)
        for baseline in sorted(graph.inward.get(number, ()))
        if baseline in numbers
    ]


def _boxes(layout: Layout, middles: Mapping[Cell, float], high: int) -> dict[Cell, Box]:
    # A picture narrower than the words above it stands in the middle.
    right = max((middles[cell] for cell in middles), default=0) + WIDTH / 2
    left = max(MARGIN, (NARROWEST - right) / 2)
    return {
        cell: Box(
            middle=round(middles[cell] + left, 1),
            top=HEAD + row * (high + BETWEEN),
            width=WIDTH if isinstance(cell, int) else JOINT,
            height=high,
        )
        for row, cells in enumerate(layout.rows)
        for cell in cells
    }


def _words(
    graph: Graph,
    onward: Onward,
    backward: Backward,
    way: Sequence[int],
    number: int,
    newest: str,
) -> tuple[str, ...]:
    """What is said of a Device Model, the most telling first."""
    node = graph.nodes[number]
    reached = onward.reachable.get(number)
    words: list[str] = []
    if number == onward.start:
        words.append("start")
    if not node.current:
        words.append("removed")
    if number in way:
        words.append(f"step {list(way).index(number) + 1}")
    elif reached:
        length = len(reached.steps)
        words.append("in 1 step" if length == 1 else f"in {length} steps")
    if number in onward.newest:
        words.append(newest)
    if node.upgrade == UpgradeState.NOT_PROVIDED:
        words.append("not provided")
    if number in backward.starts and not reached:
        words.append("leads here")
    elif not reached and number != onward.start and node.current:
        words.append("no way")
    return tuple(words)


def _lines(words: Sequence[str]) -> list[str]:
    """Words in lines, as many to a line as it holds; the least telling are left out."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} · {word}" if lines else word
        if lines and len(longer) <= MOST_LETTERS:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines[:MOST_LINES]
