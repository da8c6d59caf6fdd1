"""Rules about putting a record right (S1, S5)."""

from collections.abc import Iterator

from cpl.clauses import CORRECTION
from cpl.rules.book import EntryBook, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach
from sec_registry.registers.vocabulary import Action

BOOK = EntryBook()


@BOOK.rule(CORRECTION, on=(Action.CORRECT,))
def correction_accounted_for(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A correction says what was wrong, and whether everybody may read that."""
    yield from missing(candidate, "Reason", "what was wrong with the record")
    yield from missing(candidate, "Reason public", "yes or no")


@BOOK.rule(CORRECTION, on=(Action.CORRECT,))
def correction_by_the_panel(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Only the Panel corrects a record; others propose an amendment, or ask the Panel."""
    if not candidate.from_panel:
        yield Breach(
            "Action",
            '"Action" says correct, which is for the Panel alone.',
            found=candidate.action,
            expected=f"{Action.AMEND}, or a correction that the Panel's staff send in",
        )
