"""Rules about handing a record to another organisation of record (S1)."""

from collections.abc import Iterator

from cpl.clauses import TRANSFER
from cpl.knowledge import CplFacts
from cpl.organisations import COLUMN
from cpl.rules.book import EntryBook, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach
from sec_registry.registers.vocabulary import Action

BOOK = EntryBook()

TRANSFERS = (Action.TRANSFER,)
EXPECTED = "the name or the Party Signifier of an organisation on file"


@BOOK.rule(TRANSFER, on=TRANSFERS)
def transfer_accounted_for(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A transfer says to whom the record goes, and why."""
    yield from missing(candidate, COLUMN, EXPECTED)
    yield from missing(candidate, "Reason", "why another organisation answers for the record")


@BOOK.rule(TRANSFER, on=TRANSFERS)
def organisation_on_file(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The organisation of record is one organisation on file, and no other has that name."""
    # SECURITY: never whose record it is now, which is not published.
    typed = candidate.text(COLUMN)
    found = batch.known(CplFacts).organisations.get(typed, frozenset())
    if typed and len(found) != 1:
        what = "two organisations" if found else "no organisation on file"
        yield Breach(COLUMN, f'"{COLUMN}" names {what}.', found=typed, expected=EXPECTED)
