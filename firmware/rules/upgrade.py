"""Rules on whether an upgrade to the Device Model is possible (F2.15(d)).

Three answers: yes with its baselines, not applicable, and (only for records taken over in the
initial load) not provided. Unknown never reads as none.
"""

from collections.abc import Iterator

from firmware.clauses import F2_15_D
from firmware.columns import BASELINES, NOT_APPLICABLE, NOT_PROVIDED, UPGRADE, YES
from firmware.knowledge import FirmwareFacts
from firmware.rules.book import BOOK, is_missing, is_missing_in_initial_load, stands, typed
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import CLEAR, WRITES, Action, join


@BOOK.rule(F2_15_D, on=WRITES)
def upgrade_is_stated(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The row says whether a firmware upgrade to the Device Model is possible."""
    baselines_alone = is_missing_in_initial_load(candidate, UPGRADE) and candidate.has(BASELINES)
    if is_missing(candidate, UPGRADE) or baselines_alone:
        yield Breach(
            UPGRADE,
            f'"{UPGRADE}" must say whether an upgrade to the Device Model is possible.',
            expected=f"{YES} or {NOT_APPLICABLE}",
        )


@BOOK.rule(F2_15_D, level=Level.NOTE, on=(Action.ADD,))
def upgrade_not_stated(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """In an initial load it may be unknown whether there is an upgrade; unknown is not none."""
    if is_missing_in_initial_load(candidate, UPGRADE) and not candidate.has(BASELINES):
        yield Breach(UPGRADE, f'"{UPGRADE}" is missing and will read "{NOT_PROVIDED}".')


@BOOK.rule(F2_15_D, on=WRITES)
def upgrade_not_provided_only_in_initial_load(
    candidate: Candidate, batch: Batch
) -> Iterator[Breach]:
    """Only records taken over in the initial load may leave open whether there is an upgrade."""
    stays = candidate.before.get(UPGRADE) == NOT_PROVIDED
    if (
        typed(candidate, UPGRADE) == NOT_PROVIDED
        and not candidate.initial_load
        and not (candidate.amends and stays)
    ):
        yield Breach(
            UPGRADE,
            f'"{UPGRADE}" can be "{NOT_PROVIDED}" only in an initial load.',
            found=NOT_PROVIDED,
            expected=f"{YES} or {NOT_APPLICABLE}",
            discloses=candidate.amends,
        )


@BOOK.rule(F2_15_D, on=WRITES)
def upgrade_agrees_with_baselines(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Where an upgrade is possible its baselines are listed, and nowhere else."""
    touched = UPGRADE in candidate.given or BASELINES in candidate.given
    if not touched or not stands(candidate):
        return
    word, listed = candidate.text(UPGRADE), [t for t in candidate.several(BASELINES) if t]
    # What one of the two cells says may come from the register: then the finding betrays it.
    discloses = candidate.amends and not (
        UPGRADE in candidate.given and BASELINES in candidate.given
    )
    kept = BASELINES not in candidate.given and batch.known(FirmwareFacts).has_blocked_pathways(
        candidate
    )
    if word == YES and not listed and not kept:
        yield Breach(
            BASELINES,
            f'"{UPGRADE}" says {YES}, but "{BASELINES}" lists no Device Model.',
            expected="one or more CPL numbers or References",
            discloses=discloses,
        )
    if word in (NOT_APPLICABLE, NOT_PROVIDED) and listed:
        yield Breach(
            BASELINES,
            f'"{UPGRADE}" says {word}, but "{BASELINES}" lists Device Models.',
            found=join(listed),
            expected=f'{CLEAR if candidate.amends else "blank"}, or {YES} as "{UPGRADE}"',
            discloses=discloses,
        )
