"""What a change does to upgrade pathways: each Device Model before and after it (S6).

Two graphs are compared around the Device Models that the change touches, so that the time grows
with what can reach those, not with the repository. Plain Python over numbers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from firmware.graph import Graph, Ways

#: So many Device Models are told one by one, and so many destinations and causes of each.
MOST_SHOWN = 50
MOST_NAMED = 20
MOST_CAUSES = 10
#: So many steps are looked at before the counting stops: a few seconds. To tell of a Device Model
#: in full takes as much as to count some more.
MOST_WORK = 6_000_000
_TELLING = 6


class CauseKind(StrEnum):
    """Why a step can be taken no more, or can be taken from then on."""

    BLOCKED = "blocked"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    ADDED = "added"
    DECLARED = "declared"
    UNBLOCKED = "unblocked"
    REINSTATED = "reinstated"


class Cause(NamedTuple):
    """The step at which a way ends or begins; no baseline: the Device Model is removed itself."""

    kind: CauseKind
    baseline: int | None
    device_model: int
    reason: str = ""


@dataclass(frozen=True)
class Effect:
    """What the change does to one Device Model; ``losing`` and ``gaining`` count destinations.

    ``stranded``: it could be upgraded and cannot any more, or leaves the list with no way out.
    """

    number: int
    stranded: bool
    losing: int
    gaining: int
    lost: tuple[int, ...]
    gained: tuple[int, ...]
    newest_before: tuple[int, ...]
    newest_after: tuple[int, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class PathwayImpact:
    """How many Device Models are stranded, lose or gain destinations; the first ones in full.

    ``complete`` is False when there were too many ways to follow all of them: then losing and
    gaining count those that were followed, while stranded counts all there are.
    """

    stranded: int = 0
    losing: int = 0
    gaining: int = 0
    effects: tuple[Effect, ...] = ()
    complete: bool = True


def impact(
    before: Graph,
    after: Graph,
    touched: Collection[int],
    *,
    most_shown: int = MOST_SHOWN,
    most_work: int = MOST_WORK,
) -> PathwayImpact:
    """Compare the graphs for every Device Model of ``before`` that a change can concern.

    ``touched`` holds the Device Models whose own status, or edges to them, may have changed.
    """
    concerned = _concerned(before, after, touched)
    stranded = {number for number in concerned if _is_stranded(before, after, number)}
    losing = gaining = work = 0
    effects: list[Effect] = []
    complete = True
    for number in sorted(concerned, key=lambda number: (number not in stranded, number)):
        if work > most_work:
            complete = False
            break
        ways, ways_after = before.ways_from(number), after.ways_from(number)
        looked_at = _work(before, ways) + _work(after, ways_after)
        work += looked_at
        lost = [end for end in ways.before if end not in ways_after]
        gained = [end for end in ways_after.before if end not in ways]
        losing += bool(lost)
        gaining += bool(gained)
        if len(effects) < most_shown and (lost or gained or number in stranded):
            effects.append(_effect(before, after, ways, ways_after, lost, gained))
            work += _TELLING * looked_at
    return PathwayImpact(len(stranded), losing, gaining, tuple(effects), complete)


def _work(graph: Graph, ways: Ways) -> int:
    """How many steps were looked at to find the ways."""
    return 1 + sum(1 + len(graph.next_steps(number)) for number in ways.before)


def _concerned(before: Graph, after: Graph, touched: Collection[int]) -> set[int]:
    """The Device Models from which a step can be reached that opens or closes, or that leave."""
    waiting = [
        start
        for end in touched
        for start in _baselines(before, after, end)
        if before.is_open((start, end)) != after.is_open((start, end))
    ]
    found: set[int] = set(waiting)
    while waiting:
        end = waiting.pop()
        for start in _baselines(before, after, end):
            opens = before.is_open((start, end)) or after.is_open((start, end))
            if opens and start not in found:
                found.add(start)
                waiting.append(start)
    leaving = {n for n in touched if before.is_current(n) and not after.is_current(n)}
    return {number for number in found | leaving if number in before.nodes}


def _baselines(before: Graph, after: Graph, end: int) -> set[int]:
    return {*before.inward.get(end, ()), *after.inward.get(end, ())}


def _is_stranded(before: Graph, after: Graph, number: int) -> bool:
    """Whether no step leads on any more, from where one did or from what leaves the list."""
    # A way begins with a step to a current Device Model: there is no need to follow it.
    if after.next_steps(number):
        return False
    leaves = before.is_current(number) and not after.is_current(number)
    return leaves or bool(before.next_steps(number))


def _effect(
    before: Graph, after: Graph, ways: Ways, ways_after: Ways, lost: list[int], gained: list[int]
) -> Effect:
    number = ways.start
    closed, opened = _first_breaks(ways, after), _first_breaks(ways_after, before)
    steps = dict.fromkeys(closed[end] for end in lost)
    causes = [_closing(after, *step) for step in steps]
    causes += [_opening(before, *step) for step in dict.fromkeys(opened[end] for end in gained)]
    if before.is_current(number) and not after.is_current(number):
        causes.insert(0, Cause(CauseKind.REMOVED, None, number))
    return Effect(
        number=number,
        stranded=_is_stranded(before, after, number),
        losing=len(lost),
        gaining=len(gained),
        lost=tuple(lost[:MOST_NAMED]),
        gained=tuple(gained[:MOST_NAMED]),
        newest_before=before.newest(ways)[:MOST_NAMED],
        newest_after=after.newest(ways_after)[:MOST_NAMED],
        causes=tuple(causes[:MOST_CAUSES]),
    )


def _first_breaks(ways: Ways, other: Graph) -> dict[int, tuple[int, int]]:
    """For each destination the first step on its way that the other graph does not have open."""
    breaks: dict[int, tuple[int, int]] = {}
    for end, start in ways.before.items():
        if start in breaks:
            breaks[end] = breaks[start]
        elif not other.is_open((start, end)):
            breaks[end] = (start, end)
    return breaks


def _closing(after: Graph, start: int, end: int) -> Cause:
    if not after.is_current(end):
        return Cause(CauseKind.REMOVED, start, end)
    if not after.has((start, end)):
        return Cause(CauseKind.WITHDRAWN, start, end)
    block = after.state((start, end))
    return Cause(CauseKind.BLOCKED, start, end, block.reason if block else "")


def _opening(before: Graph, start: int, end: int) -> Cause:
    if end not in before.nodes:
        return Cause(CauseKind.ADDED, start, end)
    if not before.is_current(end):
        return Cause(CauseKind.REINSTATED, start, end)
    if not before.has((start, end)):
        return Cause(CauseKind.DECLARED, start, end)
    return Cause(CauseKind.UNBLOCKED, start, end)
