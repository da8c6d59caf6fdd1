"""Which upgrade pathways hang on Device Models whose CPA Certificate comes to its date.

A Device Model that left the list would still be a start, never a step (U4): every step that leads
to it would end, and whatever has no other way on would be stranded.

SECURITY: pathways are the repository's content (F2.17B). Whoever shows an answer records first that
the records of all Device Models asked about are disclosed: that there is no pathway is told too.
"""

from collections.abc import Collection
from dataclasses import dataclass

from firmware.graph import Graph


@dataclass(frozen=True)
class PathwaysAffected:
    """What would end if the Device Models left the list together.

    ``steps`` are pairs of baseline and Device Model; ``stranded`` have a way on today, or are on
    the list today, and would have none.
    """

    steps: tuple[tuple[int, int], ...]
    stranded: tuple[int, ...]


def pathways_affected(numbers: Collection[int], graph: Graph) -> PathwaysAffected:
    """The pathways of the graph that hang on these Device Models, all of them together."""
    leaving = {number for number in numbers if graph.is_current(number)}
    steps = [
        (baseline, number)
        for number in sorted(leaving)
        for baseline in sorted(graph.inward.get(number, ()))
        if graph.is_open((baseline, number))
    ]
    concerned = {baseline for baseline, _ in steps} | leaving
    stranded = [each for each in sorted(concerned) if leaving.issuperset(graph.next_steps(each))]
    return PathwaysAffected(tuple(steps), tuple(stranded))
