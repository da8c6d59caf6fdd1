"""The Device Models that pathways join to those that a batch corrects, to compare identities.

What pathways there are is the repository's own: whatever is said of a neighbour discloses it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cpl.chunks import matching
from cpl.columns import FIRMWARE_CODING
from cpl.knowledge import device_models
from cpl.proposed import Identity, identity
from firmware.columns import BASELINES
from firmware.models import UpgradePathway
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.vocabulary import Action


@dataclass(frozen=True)
class Neighbour:
    """A Device Model one step away; ``onward``: the pathway leads to it, not from it."""

    number: int
    identity: Identity
    coding: str
    onward: bool


@dataclass(frozen=True)
class NeighbourFacts:
    """By CPL number of a corrected Device Model."""

    _found: Mapping[int, list[Neighbour]] = field(repr=False)

    def neighbours(self, candidate: Candidate) -> list[Neighbour]:
        """The neighbours of the Device Model that the row corrects, in the order of numbers."""
        return self._found.get(candidate.number or 0, [])


def gather(batch: Batch) -> None:
    """Hand the batch the facts: three queries for each 500 corrections, none without any."""
    corrected = {
        candidate.number: candidate
        for candidate in batch.candidates
        if candidate.action == Action.CORRECT and candidate.before and candidate.number
    }
    joined = list(_joined(corrected))
    listed = device_models({number for _, number, _ in joined})
    found: dict[int, list[Neighbour]] = defaultdict(list)
    for subject, number, onward in sorted(joined):
        named, coding = listed[number].identity, listed[number].firmware_coding
        if number in corrected:
            named = identity(corrected[number])
            coding = corrected[number].text(FIRMWARE_CODING)
        found[subject].append(Neighbour(number, named, coding, onward))
    batch.learn(NeighbourFacts(found))


def _joined(corrected: Mapping[int, Candidate]) -> Iterator[tuple[int, int, bool]]:
    """Each corrected number with a neighbour's, and whether the pathway leads onward."""
    # Baselines that are typed anew replace those that stand; they have rules of their own.
    kept = [number for number, row in corrected.items() if BASELINES not in row.given]
    for baseline, target in _pathways("device_model", kept):
        yield target, baseline, False
    for baseline, target in _pathways("baseline", corrected):
        yield baseline, target, True


def _pathways(end: str, numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    pairs = UpgradePathway.objects.values_list("baseline", "device_model")
    return matching(pairs, end, numbers)
