"""Rules on blocking baselines and opening them again (U1).

Whether a pathway stands, and in which state, is the repository's own content: findings that rest
on it are shown to its readers only.
"""

from collections.abc import Iterator

from firmware.choices import PathwayState
from firmware.clauses import EDGES
from firmware.columns import BASELINES
from firmware.knowledge import FirmwareFacts
from firmware.rules.book import BOOK
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach
from sec_registry.registers.vocabulary import Action

REASON = "Reason"


@BOOK.rule(EDGES, on=(Action.BLOCK, Action.UNBLOCK))
def baselines_to_block_are_named(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Blocking and unblocking name the baselines they are about."""
    if not batch.known(FirmwareFacts).baselines(candidate):
        yield Breach(
            BASELINES,
            f'"{BASELINES}" must name the baselines to {candidate.action.split()[0]}.',
            expected="one or more CPL numbers",
        )


@BOOK.rule(EDGES, on=(Action.BLOCK,))
def block_has_a_reason(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline is blocked for a reason, which stands beside it from then on."""
    if not candidate.has(REASON):
        yield Breach(REASON, f'"{REASON}" must say why the baselines are blocked.')


@BOOK.rule(EDGES, on=(Action.BLOCK,))
def blocked_baselines_are_declared(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Only a declared pathway is blocked."""
    yield from _not_in_state(candidate, batch, PathwayState.DECLARED, "no declared baseline")


@BOOK.rule(EDGES, on=(Action.UNBLOCK,))
def unblocked_baselines_are_blocked(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Only a blocked pathway is unblocked."""
    yield from _not_in_state(candidate, batch, PathwayState.BLOCKED, "no blocked baseline")


def _not_in_state(
    candidate: Candidate, batch: Batch, state: PathwayState, what: str
) -> Iterator[Breach]:
    facts = batch.known(FirmwareFacts)
    for baseline in facts.baselines(candidate):
        if baseline.known is not None and facts.state(candidate, baseline) != state:
            yield Breach(
                BASELINES,
                f'"{BASELINES}" names {baseline.text}, which is {what} of this Device Model.',
                found=baseline.text,
                expected=f"baselines that are {state.label.lower()}",
                discloses=True,
            )
