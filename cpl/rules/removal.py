"""Rules about removing a Device Model from the list."""

from collections.abc import Iterator

from django.utils import timezone

from cpl.clauses import REMOVAL
from cpl.proposed import iso_date
from cpl.rules.book import EntryBook, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach
from sec_registry.registers.vocabulary import Action

BOOK = EntryBook()

REMOVE = (Action.REMOVE,)
DATE = "Removal date"


@BOOK.rule(REMOVAL, on=REMOVE)
def removal_accounted_for(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A removal says why, on whose authority and from when, and whether the reason is public."""
    yield from missing(candidate, "Removal reason", "why the Device Model leaves the list")
    yield from missing(candidate, "Removal authority", "who decided, and where it is written")
    yield from missing(candidate, DATE, "YYYY-MM-DD")
    yield from missing(candidate, "Reason public", "yes or no")


@BOOK.rule(REMOVAL, on=REMOVE)
def removal_not_ahead(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A removal takes effect when it is accepted, so that its date is today or earlier."""
    day = iso_date(candidate.text(DATE))
    if day is not None and day > timezone.localdate():
        yield Breach(
            DATE,
            f'"{DATE}" lies ahead: removals cannot be put off to a later day yet.',
            found=day.isoformat(),
            expected=f"{timezone.localdate().isoformat()} or earlier",
        )
