"""Rules on pathways to and from a Device Model whose identity is corrected (U2).

What was checked when a pathway was declared is checked again with the corrected identity, as far
as the correction changes it. Which pathways there are is the repository's own content: these
findings are shown to its readers only.
"""

from collections.abc import Iterable, Iterator

from cpl.columns import (
    DEVICE_TYPE,
    FIRMWARE_CODING,
    FIRMWARE_VERSION,
    HARDWARE_VERSION,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
)
from cpl.proposed import IDENTITY_COLUMNS, identity, moves, recorded_identity
from firmware.clauses import F2_15_D, PLAUSIBLE
from firmware.neighbours import Neighbour, NeighbourFacts
from firmware.rules.book import BOOK
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import Action

CORRECT = (Action.CORRECT,)


@BOOK.rule(F2_15_D, on=CORRECT)
def pathways_stay_within_one_type(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Device Models that a pathway joins have one Physical Device Type, after a correction too."""
    yield from _apart(candidate, batch, DEVICE_TYPE)


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=CORRECT)
def pathways_stay_within_one_model(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A pathway usually joins one Manufacturer's Device Models of one model and hardware."""
    for column in (MANUFACTURER_CODE, MODEL_IDENTIFIER, HARDWARE_VERSION):
        yield from _apart(candidate, batch, column)


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=CORRECT)
def pathways_still_lead_upwards(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A pathway usually leads to a higher firmware version."""
    own, coding = identity(candidate), candidate.text(FIRMWARE_CODING)
    if not moves(candidate) and coding == candidate.before.get(FIRMWARE_CODING):
        return
    wrong = [
        each
        for each in batch.known(NeighbourFacts).neighbours(candidate)
        if each.identity[:3] == own[:3]
        and each.coding == coding
        and _is_downgrade(own.firmware_version, each)
    ]
    if wrong:
        yield Breach(
            FIRMWARE_VERSION,
            f'"{FIRMWARE_VERSION}" would be {own.firmware_version}, so that the pathways between '
            f"this Device Model and CPL number {_numbers(wrong)} look like downgrades.",
            found=", ".join(dict.fromkeys(each.identity.firmware_version for each in wrong)),
            expected="versions that rise along each pathway",
            discloses=True,
        )


def _is_downgrade(own: str, neighbour: Neighbour) -> bool:
    other = neighbour.identity.firmware_version
    return other < own if neighbour.onward else other > own


def _apart(candidate: Candidate, batch: Batch, column: str) -> Iterator[Breach]:
    """One breach for all neighbours from whom the correction parts the record in this column."""
    place = IDENTITY_COLUMNS.index(column)
    own = identity(candidate)[place]
    if not own or own == recorded_identity(candidate)[place]:
        return
    neighbours = batch.known(NeighbourFacts).neighbours(candidate)
    others = [each for each in neighbours if each.identity[place] != own]
    if others:
        yield Breach(
            column,
            f'"{column}" would be {own}, and pathways join this Device Model to CPL number '
            f"{_numbers(others)}, where it is another.",
            found=", ".join(dict.fromkeys(each.identity[place] for each in others)),
            expected=own,
            discloses=True,
        )


def _numbers(neighbours: Iterable[Neighbour]) -> str:
    return ", ".join(dict.fromkeys(str(each.number) for each in neighbours))
