"""Rules about changes of all records of a Manufacturer, above all of its name."""

from collections.abc import Iterator

from cpl.clauses import MANUFACTURER_CODES, NAME_BY_RENAME, ONCE_FOR_ALL, Z_2_1_A
from cpl.columns import MANUFACTURER, MANUFACTURER_CODE
from cpl.knowledge import CplFacts
from cpl.rules.book import EntryBook, missing
from cpl.together import Together, rows_named
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach
from sec_registry.registers.vocabulary import Action

BOOK = EntryBook()

RENAME = (Action.RENAME_MANUFACTURER,)


@BOOK.rule(MANUFACTURER_CODES, on=(Action.RENAME_MANUFACTURER, Action.CHANGE_CONTACT))
def manufacturer_on_record(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A change of all records of a Manufacturer names one that is on record."""
    code = candidate.text(MANUFACTURER_CODE)
    if code not in batch.known(CplFacts).manufacturers:
        yield Breach(
            MANUFACTURER_CODE,
            f'"{MANUFACTURER_CODE}" must say whose records to change; nobody on record has '
            + (f"the code {code}." if code else "none."),
            found=code,
            expected="the code of a Manufacturer with a Device Model on the list",
        )


@BOOK.rule(Z_2_1_A, on=RENAME)
def new_name_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer that is renamed is given another name than it has."""
    yield from missing(candidate, MANUFACTURER, "the Manufacturer's new name")
    name = candidate.text(MANUFACTURER)
    recorded = batch.known(CplFacts).manufacturers.get(candidate.text(MANUFACTURER_CODE))
    if name and name == recorded:
        yield Breach(
            MANUFACTURER,
            f'"{MANUFACTURER}" is the name that the Manufacturer has already.',
            found=name,
            expected="another name",
        )


@BOOK.rule(NAME_BY_RENAME, on=RENAME)
def renaming_accounted_for(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A renaming says why the name changes."""
    yield from missing(candidate, "Reason", "why the name changes")


@BOOK.rule(ONCE_FOR_ALL, on=RENAME)
def manufacturer_renamed_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer is renamed by one row, beside which no row changes a record of theirs."""
    known = batch.known(Together)
    first = known.same(candidate)[0]
    if first is not candidate:
        yield Breach(
            MANUFACTURER_CODE,
            f'"{MANUFACTURER_CODE}": row {first.row} renames this Manufacturer already.',
            found=candidate.text(MANUFACTURER_CODE),
            expected="one row for each Manufacturer",
        )
        # One too many in any case; what is changed beside them is told at the first.
        return
    changed = [each for each in known.of_one(candidate) if each.action != Action.ADD]
    if changed:
        yield Breach(
            MANUFACTURER_CODE,
            f"A record of this Manufacturer is changed by {rows_named(changed)} too.",
            found=candidate.text(MANUFACTURER_CODE),
            expected="the renaming, or the changes of single records, in another submission",
        )
