"""Rules about the Manufacturer Image (Appendix Z 2.1(h))."""

from collections.abc import Iterator

from cpl.batch_facts import brings_hash
from cpl.choices import HASH
from cpl.clauses import FORMS, ONE_HASH, Z_2_1_H
from cpl.columns import IMAGE_HASH
from cpl.knowledge import CplFacts
from cpl.proposed import IMAGE_COLUMNS
from cpl.rules.book import EntryBook, ill_formed, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level

BOOK = EntryBook()


@BOOK.entry(Z_2_1_H)
def image_all_three_or_none(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer Image is listed with its creator, its descriptor and its Hash."""
    if any(candidate.has(column) for column in IMAGE_COLUMNS):
        for column in IMAGE_COLUMNS:
            yield from missing(candidate, column, "all three of the image, or none")


@BOOK.entry(FORMS)
def image_hash_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Hash is the 64 hexadecimal digits of a SHA-256."""
    expected = "64 hexadecimal digits in capitals"
    yield from ill_formed(candidate, IMAGE_HASH, HASH, expected)


@BOOK.entry(ONE_HASH, level=Level.ADVISORY)
def image_of_one_device_model(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Different Device Models seldom share a Hash; one may have been pasted by mistake."""
    if not brings_hash(candidate):
        return
    facts = batch.known(CplFacts)
    digest = candidate.text(IMAGE_HASH)
    rows = facts.seen.hashes[digest]
    others = (number for number in facts.hashes.get(digest, ()) if number != candidate.number)
    listed = next(others, None)
    # Once for a Hash: at the first row where another Device Model has it, at the second otherwise.
    if listed is not None and rows[0] is candidate:
        owner = f"CPL number {listed}"
    elif listed is None and len(rows) > 1 and rows[1] is candidate:
        owner = f"the Device Model of row {rows[0].row}"
    else:
        return
    yield Breach(
        IMAGE_HASH,
        f'"{IMAGE_HASH}" is also that of {owner}.',
        found=digest,
        expected="a Hash of its own, or a reason why the image is shared",
    )
