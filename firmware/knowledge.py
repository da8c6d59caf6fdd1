"""Facts that the rules of the Firmware Information Repository need, gathered in sets.

A node is a CPL number, or a negative number for a row that is to be given one. Facts of Device
Models come from the public list, which has taught the batch before; facts of pathways are the
repository's own, and a finding that rests on them says so (``discloses``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cpl.chunks import matching
from cpl.columns import FIRMWARE_CODING
from cpl.knowledge import CplFacts
from cpl.proposed import Identity, identity
from firmware.baselines import cpl_number
from firmware.choices import PathwayState
from firmware.circles import Edge, circles
from firmware.columns import BASELINES, UPGRADE
from firmware.models import UpgradePathway
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.vocabulary import WRITES, Action


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a Device Model: its identity, and how its firmware version is coded."""

    identity: Identity
    coding: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline as a row names it; ``known`` is None for what is neither listed nor added.

    ``ambiguous``: the text is a Reference of one Device Model and the CPL number of another.
    """

    text: str
    node: int
    known: Known | None
    ambiguous: bool = False


@dataclass(frozen=True)
class FirmwareFacts:
    """What the rules ask. Candidates are looked up as objects: row numbers may repeat."""

    _nodes: Mapping[int, int] = field(repr=False)
    _baselines: Mapping[int, list[Baseline]] = field(repr=False)
    #: The state of each pathway by Device Model and baseline.
    _standing: Mapping[int, Mapping[int, str]] = field(repr=False)
    _circles: Mapping[int, int] = field(repr=False)
    _typed_circles: Mapping[int, int] = field(repr=False)

    def baselines(self, candidate: Candidate) -> list[Baseline]:
        """The baselines that somebody typed in this row, each once."""
        return self._baselines.get(id(candidate), [])

    def is_itself(self, candidate: Candidate, baseline: Baseline) -> bool:
        """Whether the row names its own Device Model as baseline."""
        return self._nodes[id(candidate)] == baseline.node

    def state(self, candidate: Candidate, baseline: Baseline) -> str | None:
        """How the pathway from the baseline to the row's Device Model stands; None: no pathway."""
        return self._standing.get(candidate.number or 0, {}).get(baseline.node)

    def has_blocked_pathways(self, candidate: Candidate) -> bool:
        """Whether a blocked pathway leads to the row's Device Model."""
        there = self._standing.get(candidate.number or 0, {})
        return PathwayState.BLOCKED in there.values()

    def in_circle(self, candidate: Candidate, baseline: Baseline, *, typed: bool = False) -> bool:
        """Whether the baseline can be reached again; ``typed``: by rows of the submission alone."""
        found = self._typed_circles if typed else self._circles
        own = found.get(self._nodes[id(candidate)])
        return own is not None and own == found.get(baseline.node)


def gather(batch: Batch) -> None:
    """Hand the batch the facts: a few queries, however many rows."""
    nodes = {id(c): c.number or -position for position, c in enumerate(batch.candidates, start=1)}
    baselines = _baselines(batch, nodes)
    standing = _standing(batch)
    typed, edges = _edges(batch, nodes, baselines, standing)
    batch.learn(
        FirmwareFacts(
            _nodes=nodes,
            _baselines=baselines,
            _standing=standing,
            _circles=circles([*typed, *edges]),
            _typed_circles=circles(typed),
        )
    )


def _baselines(batch: Batch, nodes: Mapping[int, int]) -> dict[int, list[Baseline]]:
    texts = {
        id(c): list(dict.fromkeys(text for text in c.several(BASELINES) if text))
        for c in batch.candidates
        if BASELINES in c.given
    }
    spelt = {text: cpl_number(text) for listed in texts.values() for text in listed}
    found = {text: _baseline(text, number, batch, nodes) for text, number in spelt.items()}
    return {key: [found[text] for text in named] for key, named in texts.items()}


def _baseline(text: str, number: int | None, batch: Batch, nodes: Mapping[int, int]) -> Baseline:
    numbered = _known(batch, number, batch.by_number.get(number or 0))
    labelled = batch.by_reference.get(text)
    if labelled is None:
        return Baseline(text, number or 0, numbered)
    known = _known(batch, labelled.number, labelled)
    node = nodes[id(labelled)]
    return Baseline(text, node, known, ambiguous=numbered is not None and node != number)


def _known(batch: Batch, number: int | None, row: Candidate | None) -> Known | None:
    """The Device Model of this number as its row corrects it, as listed, or as the row adds it."""
    if row is not None and row.action == Action.CORRECT and row.before:
        return Known(identity(row), row.text(FIRMWARE_CODING))
    listed = batch.known(CplFacts).device_models.get(number or 0)
    if listed is not None:
        return Known(listed.identity, listed.firmware_coding)
    if row is not None and row.action == Action.ADD:
        return Known(identity(row), row.text(FIRMWARE_CODING))
    return None


def _standing(batch: Batch) -> dict[int, dict[int, str]]:
    """The states of the pathways to the Device Models whose pathways the batch speaks of."""
    subjects = [
        c.number
        for c in batch.candidates
        if c.number is not None and (BASELINES in c.given or UPGRADE in c.given)
    ]
    rows = UpgradePathway.objects.values_list("device_model", "baseline", "state")
    found: dict[int, dict[int, str]] = {}
    for device_model, baseline, state in matching(rows, "device_model", subjects):
        found.setdefault(device_model, {})[baseline] = PathwayState(state)
    return found


def _edges(
    batch: Batch,
    nodes: Mapping[int, int],
    baselines: Mapping[int, list[Baseline]],
    standing: Mapping[int, Mapping[int, str]],
) -> tuple[list[Edge], list[Edge]]:
    """The pathways that the batch declares, and those it reopens or leaves as they stand."""
    typed: list[Edge] = []
    kept: list[Edge] = []
    gone: set[Edge] = set()
    for candidate in batch.candidates:
        target = nodes[id(candidate)]
        there = standing.get(target, {})
        named = [(each.node, target) for each in baselines.get(id(candidate), [])]
        blocked = {(b, target) for b, state in there.items() if state == PathwayState.BLOCKED}
        if candidate.action in WRITES and BASELINES in candidate.given:
            typed += [edge for edge in named if edge not in blocked]
            gone |= {(baseline, target) for baseline in there}
        elif candidate.action == Action.UNBLOCK:
            kept += [edge for edge in named if edge in blocked]
        elif candidate.action == Action.BLOCK:
            gone |= set(named)
    kept += [edge for edge in _onward({end for _, end in typed + kept}) if edge not in gone]
    return typed, kept


def _onward(starts: set[int]) -> Iterator[Edge]:
    """The declared pathways that lead onward from these Device Models, step after step."""
    declared = UpgradePathway.objects.filter(state=PathwayState.DECLARED)
    pairs = declared.values_list("baseline", "device_model")
    seen: set[int] = set()
    wave = {start for start in starts if start > 0}
    while wave:
        seen |= wave
        found = list(matching(pairs, "baseline", wave))
        yield from found
        wave = {end for _, end in found} - seen
