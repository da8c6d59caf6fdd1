"""The pathway graph as it would stand after a change set, whatever the rules say of it.

What a row says is understood as acceptance understands it (``services``). Rows and baselines that
name nothing known are passed over: a rule speaks of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cpl.proposed import identity, iso_date
from firmware.baselines import cpl_number
from firmware.choices import UpgradeState
from firmware.circles import Edge
from firmware.columns import BASELINES, UPGRADE
from firmware.document import UPGRADE_WORDS
from firmware.graph import Block, EdgeState, Family, Graph, Node
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.vocabulary import Action

_STATES: Mapping[str, str] = {word: state for state, word in UPGRADE_WORDS.items()}
#: The columns that bear on steps; of a very large change set nothing else need be read. Without
#: the others a Device Model that is added belongs to no family, which no step asks for.
COLUMNS_READ = frozenset({BASELINES, UPGRADE, "Reason", "Removal date"})
_DECLARING = (Action.ADD, Action.AMEND, Action.CORRECT)


@dataclass(frozen=True)
class Proposed:
    """The graph after the change; ``rows`` holds the candidates by their node in it.

    A Device Model that has no CPL number yet has the negative of its place as its node.
    """

    graph: Graph
    rows: Mapping[int, Candidate] = field(repr=False)


def days_ahead(candidates: Sequence[Candidate], on: date) -> list[date]:
    """The days after ``on`` for which the candidates plan removals, the earliest first."""
    days = (_day_of_removal(each) for each in candidates if each.action == Action.REMOVE)
    return sorted({day for day in days if day is not None and day > on})


def as_it_would_stand(
    before: Graph, candidates: Sequence[Candidate], on: date, *, until: date | None = None
) -> Proposed:
    """Put the candidates on top of the graph; blocks are counted from the day ``on``.

    Removals planned for later are carried out up to the day ``until``, left out none of them.
    """
    change = _Change(before, candidates, on, until or on)
    for number, candidate in change.rows.items():
        change.take(number, candidate)
    graph = before.changed(nodes=change.nodes, edges=change.edges, gone=change.gone)
    return Proposed(graph, change.rows)


class _Change:
    def __init__(
        self, before: Graph, candidates: Sequence[Candidate], on: date, until: date
    ) -> None:
        self.before, self.on, self.until = before, on, until
        self.nodes: dict[int, Node] = {}
        self.edges: dict[Edge, EdgeState] = {}
        self.gone: list[Edge] = []
        self.rows: dict[int, Candidate] = {}
        self.labels: dict[str, int] = {}
        for place, candidate in enumerate(candidates, start=1):
            number = self._node(place, candidate)
            if number is not None:
                self.rows.setdefault(number, candidate)
                if candidate.reference:
                    self.labels.setdefault(candidate.reference, number)

    def take(self, number: int, candidate: Candidate) -> None:
        """Note what the row does to its Device Model and to the edges that lead there."""
        stands = self.before.nodes.get(number)
        if stands is None:
            self.nodes[number] = _added(candidate)
        elif candidate.amends:
            self.nodes[number] = _amended(stands, candidate)
        elif candidate.action == Action.REINSTATE:
            self.nodes[number] = stands._replace(current=True)
        elif candidate.action == Action.REMOVE:
            day = _day_of_removal(candidate)
            if day is None or day <= self.until:
                self.nodes[number] = stands._replace(current=False)
        if candidate.action in _DECLARING and BASELINES in candidate.given:
            self._declare(number, candidate)
        elif candidate.action == Action.BLOCK:
            block = Block(candidate.text("Reason"), self.on.isoformat())
            self._set(number, candidate, declared=True, to=block)
        elif candidate.action == Action.UNBLOCK:
            self._set(number, candidate, declared=False, to=None)

    def _node(self, place: int, candidate: Candidate) -> int | None:
        listed = candidate.number in self.before.nodes
        if candidate.action == Action.ADD:
            taken = candidate.number is not None and (listed or candidate.number in self.rows)
            return None if taken else candidate.number or -place
        return candidate.number if listed else None

    def _declare(self, number: int, candidate: Candidate) -> None:
        """Baselines that are named are declared, others no more; blocked ones stay blocked."""
        named = set(self._baselines(number, candidate))
        for baseline in self.before.inward.get(number, ()):
            if baseline not in named and self.before.state((baseline, number)) is None:
                self.gone.append((baseline, number))
        for baseline in named:
            if not self.before.has((baseline, number)):
                self.edges[baseline, number] = None

    def _set(self, number: int, candidate: Candidate, *, declared: bool, to: EdgeState) -> None:
        for baseline in self._baselines(number, candidate):
            edge = baseline, number
            if self.before.has(edge) and (self.before.state(edge) is None) == declared:
                self.edges[edge] = to

    def _baselines(self, number: int, candidate: Candidate) -> Iterator[int]:
        for text in candidate.several(BASELINES):
            baseline = self.labels.get(text) or cpl_number(text)
            known = baseline in self.before.nodes or baseline in self.rows
            if baseline is not None and known and baseline != number:
                yield baseline


def _day_of_removal(candidate: Candidate) -> date | None:
    """The day that the row names; None: it can be read as none, and stands for the day itself."""
    return iso_date(candidate.text("Removal date"))


def _added(candidate: Candidate) -> Node:
    named = identity(candidate)
    return Node(Family(*named[:4]), named.firmware_version, upgrade=_upgrade(candidate))


def _amended(stands: Node, candidate: Candidate) -> Node:
    """The Device Model with what was typed of it: its identity where that is corrected."""
    if UPGRADE in candidate.given:
        stands = stands._replace(upgrade=_upgrade(candidate))
    if candidate.action != Action.CORRECT:
        return stands
    typed = identity(candidate)
    parts = [new or old for new, old in zip(typed, stands.family, strict=False)]
    version = typed.firmware_version or stands.firmware_version
    return stands._replace(family=Family(*parts), firmware_version=version)


def _upgrade(candidate: Candidate) -> str:
    return str(_STATES.get(candidate.text(UPGRADE), UpgradeState.NOT_PROVIDED))
