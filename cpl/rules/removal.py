"""Rules about removing a Device Model from the list, and about bringing it back."""

from collections.abc import Iterator
from datetime import timedelta

from cpl.clauses import REMOVAL
from cpl.knowledge import CplFacts
from cpl.proposed import iso_date
from cpl.rules.book import EntryBook, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import Action

BOOK = EntryBook()

REMOVE = (Action.REMOVE,)
REINSTATE = (Action.REINSTATE,)
NUMBER = "CPL number"
DATE = "Removal date"
FAR_AHEAD = timedelta(days=366)


@BOOK.rule(REMOVAL, on=REMOVE)
def removal_accounted_for(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A removal says why, on whose authority and from when, and whether the reason is public."""
    yield from missing(candidate, "Removal reason", "why the Device Model leaves the list")
    yield from missing(candidate, "Removal authority", "who decided, and where it is written")
    yield from missing(candidate, DATE, "YYYY-MM-DD")
    yield from missing(candidate, "Reason public", "yes or no")


@BOOK.rule(REMOVAL, level=Level.ADVISORY, on=REMOVE)
def removal_day_is_to_come(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A removal is dated today or later (S9), and within a year.

    One whose day went by while it waited is carried out when it is accepted; a reviewer says why.
    """
    day = iso_date(candidate.text(DATE))
    if day is not None and not batch.today <= day <= batch.today + FAR_AHEAD:
        past = "has gone by: the removal would be carried out when it is accepted"
        yield Breach(
            DATE,
            f'"{DATE}" {past if day < batch.today else "is more than a year ahead"}.',
            found=day.isoformat(),
            expected="today, or a day within a year",
        )


@BOOK.rule(REMOVAL, on=REINSTATE)
def reinstatement_accounted_for(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A reinstatement says why the Device Model comes back, or stays."""
    yield from missing(candidate, "Reason", "why the Device Model comes back, or stays")


@BOOK.rule(REMOVAL, on=REINSTATE)
def reinstated_device_model_was_removed(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Only what was removed, or is going to be, is reinstated."""
    listed = batch.known(CplFacts).device_models.get(candidate.number or 0)
    if listed is not None and listed.is_current and listed.removal_planned_for is None:
        yield Breach(
            NUMBER,
            f'"{NUMBER}" {candidate.number} is current, and no removal is planned.',
            found=str(candidate.number),
            expected="the number of a Device Model that was removed or is going to be",
        )
