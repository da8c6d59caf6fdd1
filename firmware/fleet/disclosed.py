"""Of which Device Models a plan tells what their firmware records hold.

A way tells of its steps and its start, and where it ends in a circle of what lies around. That
there is no way, or nothing newer, follows from every record of the family, and of whatever
pathways of any state join to it.
"""

from collections.abc import Iterable

from firmware.fleet.plan import Group
from firmware.graph import Graph


def numbers_told(groups: Iterable[Group], graph: Graph) -> set[int]:
    """The CPL numbers to be recorded before the plan of these groups is shown."""
    told: set[int] = set()
    looked_around: set[int] = set()
    for group in groups:
        if not group.cpl_number:
            continue
        told.add(group.cpl_number)
        told.update(group.way.steps)
        plain = group.way.steps and not group.way.detail
        if not plain and group.cpl_number not in looked_around:
            around = _around(graph, group.cpl_number)
            looked_around.update(graph.family_of(group.cpl_number))
            told.update(around)
    return told


def _around(graph: Graph, start: int) -> set[int]:
    """The family, and all that edges of any state lead to from it, with their baselines."""
    found = set(graph.family_of(start))
    waiting = list(found)
    while waiting:
        for end in graph.onward.get(waiting.pop(), ()):
            if end not in found:
                found.add(end)
                waiting.append(end)
    for number in list(found):
        found.update(graph.inward.get(number, ()))
    return found
