"""All shortest ways from one Device Model, or to it: how many there are, and the first of them.

Plain numbers, no database. The ways to a Device Model are in the order of their steps' numbers, so
that the first is the one that ``Graph.ways_from`` finds.
"""

from collections.abc import Iterable, Mapping
from heapq import merge
from itertools import islice
from typing import NamedTuple

from firmware.graph import Graph

Steps = tuple[int, ...]
#: So many ways of the same length are told beside the first.
MOST_ALTERNATIVES = 10
_MOST = MOST_ALTERNATIVES + 1


class Shortest(NamedTuple):
    """Ways of one length between two Device Models: each its steps in order, the last is the goal.

    ``number`` is how many there are; ``ways`` holds the first of them.
    """

    ways: tuple[Steps, ...]
    number: int

    @property
    def steps(self) -> Steps:
        """The first of the ways."""
        return self.ways[0]

    @property
    def alternatives(self) -> tuple[Steps, ...]:
        """Those that are told beside it."""
        return self.ways[1:]


def shortest_from(graph: Graph, start: int) -> Mapping[int, Shortest]:
    """By Device Model that can be reached from the start, fewer steps first: the ways to it."""
    found = {start: Shortest(((),), 1)}
    wave = [start]
    while wave:
        before: dict[int, list[int]] = {}
        for number in wave:
            for end in graph.next_steps(number):
                if end not in found:
                    before.setdefault(end, []).append(number)
        for end, baselines in before.items():
            ways = _first(merge(*(found[each].ways for each in baselines)))
            several = sum(found[each].number for each in baselines)
            found[end] = Shortest(tuple((*way, end) for way in ways), several)
        wave = list(before)
    del found[start]
    return found


def shortest_to(graph: Graph, goal: int) -> Mapping[int, Shortest]:
    """By Device Model from which the goal can be reached, fewer steps first: the ways from it."""
    found = {goal: Shortest(((),), 1)}
    wave = [goal]
    while wave:
        after: dict[int, list[int]] = {}
        for number in wave:
            for start in graph.open_baselines(number):
                if start not in found:
                    after.setdefault(start, []).append(number)
        for start, ends in after.items():
            # The first step differs: by it alone the ways are in order.
            ways = _first((end, *way) for end in sorted(ends) for way in found[end].ways)
            found[start] = Shortest(ways, sum(found[end].number for end in ends))
        wave = list(after)
    del found[goal]
    return found


def _first(ways: Iterable[Steps]) -> tuple[Steps, ...]:
    return tuple(islice(ways, _MOST))
