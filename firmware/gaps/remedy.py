"""What somebody would submit to close a gap: the action of the workbook, and its columns, in words.

Pure. The Device Models that are named are those of the gap itself. A row that fills in baselines
says all of them: what it leaves out is no longer a pathway.
"""

from dataclasses import dataclass

from firmware.choices import UpgradeState
from firmware.clauses import EDGES
from firmware.columns import BASELINES, NOT_APPLICABLE, UPGRADE, YES
from firmware.gaps.find import Gap, GapKind
from firmware.graph import Graph
from sec_registry.registers.vocabulary import Action

#: What each kind means for whoever plans.
MEANINGS = {
    GapKind.NOT_PROVIDED: (
        "Nobody said whether the Device Model can be upgraded to, and from what (F2.15(d)). No "
        "plan leads to it until somebody does."
    ),
    GapKind.DEAD_END: (
        "The Device Model has pathways, but none leads on to anything newer of its family, though "
        "there is something newer."
    ),
    GapKind.ISLAND: (
        "No pathway leads to the Device Model and none away from it, though its family has others."
    ),
    GapKind.SEVERAL_NEWEST: (
        "Ways part here and do not meet again: which of the ends is meant to be the last, no "
        "pathway says. A plan takes the one with the highest firmware version."
    ),
    GapKind.BLOCKED: (
        "The only pathway to a Device Model is blocked (policy U1), and there is no way round."
    ),
}


@dataclass(frozen=True)
class Remedy:
    """The row that would close the gap: that in words, what it does, and with which record.

    ``number`` is None where the gap does not say which record that is.
    """

    said: str
    action: Action
    number: int | None


def remedy_for(gap: Gap, graph: Graph) -> Remedy:
    """What to submit about this gap of the graph."""
    return _REMEDIES[gap.kind](gap, graph)


def _not_provided(gap: Gap, graph: Graph) -> Remedy:
    said = (
        f'Amend CPL {gap.number}: "{UPGRADE}" {YES} and under "{BASELINES}" the CPL numbers that '
        f'can be upgraded to it directly; or "{UPGRADE}" {NOT_APPLICABLE}, if none can.'
    )
    return Remedy(said, Action.AMEND, gap.number)


def _dead_end(gap: Gap, graph: Graph) -> Remedy:
    if not gap.others:
        said = (
            f"If there is a Device Model that CPL {gap.number} can be upgraded to, add or amend "
            f'that one: under "{BASELINES}" CPL {gap.number}.'
        )
        return Remedy(said, Action.AMEND, None)
    (beyond,) = gap.others
    if beyond in graph.onward.get(gap.number, ()):
        return _unblocked(gap.number, beyond)
    block = "Unblock baselines, if the reason no longer holds. " if gap.clause == str(EDGES) else ""
    said = (
        f"{block}If devices go from CPL {gap.number} to CPL {beyond} directly: "
        f"{_named(graph, beyond, f'CPL {gap.number}')} If they go by another Device Model, amend "
        "that one and those after it."
    )
    return Remedy(said, Action.AMEND, beyond)


def _island(gap: Gap, graph: Graph) -> Remedy:
    said = (
        f'Amend CPL {gap.number}: "{UPGRADE}" {YES} and under "{BASELINES}" the CPL numbers that '
        f'can be upgraded to it directly. Or amend what it leads to: under "{BASELINES}" CPL '
        f"{gap.number} beside those that are there."
    )
    return Remedy(said, Action.AMEND, gap.number)


def _several(gap: Gap, graph: Graph) -> Remedy:
    last = graph.target(gap.others) or gap.number
    earlier = [f"CPL {each}" for each in gap.others if each != last]
    those = earlier[0] if len(earlier) == 1 else "those of the others that it follows on directly"
    said = (
        f"If CPL {last} follows on {earlier[0] if len(earlier) == 1 else 'others of these'}: "
        f"{_named(graph, last, those)} If each is meant to be the last, there is nothing to submit."
    )
    return Remedy(said, Action.AMEND, last)


def _blocked(gap: Gap, graph: Graph) -> Remedy:
    (end,) = gap.others
    return _unblocked(gap.number, end)


def _unblocked(baseline: int, end: int) -> Remedy:
    said = (
        f'If the reason no longer holds: unblock baselines of CPL {end}, "{BASELINES}" {baseline}. '
        f'Else amend CPL {end}: under "{BASELINES}" beside those that it has one that CPL '
        f"{baseline} can be upgraded to."
    )
    return Remedy(said, Action.UNBLOCK, end)


def _named(graph: Graph, number: int, baselines: str) -> str:
    """How more baselines are submitted."""
    if graph.nodes[number].upgrade == UpgradeState.LISTED:
        columns = f'under "{BASELINES}" {baselines} beside those that it has.'
    else:
        columns = f'"{UPGRADE}" {YES} and under "{BASELINES}" {baselines}.'
    return f"amend CPL {number}: {columns}"


_REMEDIES = {
    GapKind.NOT_PROVIDED: _not_provided,
    GapKind.DEAD_END: _dead_end,
    GapKind.ISLAND: _island,
    GapKind.SEVERAL_NEWEST: _several,
    GapKind.BLOCKED: _blocked,
}
