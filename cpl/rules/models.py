"""Rules about what all Device Models of a Manufacturer, or of a model, have in common."""

from collections.abc import Iterator

from cpl.batch_facts import model_of, name_typed
from cpl.choices import Coding
from cpl.clauses import NAME_BY_RENAME, ONE_CODING, Z_2_1_A
from cpl.columns import FIRMWARE_CODING, MANUFACTURER, MANUFACTURER_CODE
from cpl.knowledge import CplFacts
from cpl.rules.book import EntryBook
from cpl.together import Together
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import IDENTIFIES, Action

BOOK = EntryBook()


@BOOK.entry(Z_2_1_A, on=IDENTIFIES)
def manufacturer_named(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer that is not on record yet is named."""
    code = candidate.text(MANUFACTURER_CODE)
    if code and not name_typed(candidate).strip() and _name(code, batch) is None:
        yield Breach(
            MANUFACTURER,
            f'"{MANUFACTURER}" is missing, and nobody has that code yet.',
            found=code,
            expected="the Manufacturer's name",
        )


@BOOK.entry(NAME_BY_RENAME, level=Level.ADVISORY, on=IDENTIFIES)
def manufacturer_has_one_name(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer code stands for one name; the one on record stays."""
    code, name = candidate.text(MANUFACTURER_CODE), name_typed(candidate)
    recorded = _name(code, batch)
    if not code or not name or name == recorded or name in batch.known(Together).new_names(code):
        return
    # Once for a name, not once for each of its rows.
    if batch.known(CplFacts).seen.named.get((code, name)) is candidate:
        yield Breach(
            MANUFACTURER,
            f'"{MANUFACTURER}" of code {code} goes by another name, which stays.',
            found=name,
            expected=recorded or "",
        )


@BOOK.entry(NAME_BY_RENAME, on=(Action.AMEND, Action.CORRECT))
def manufacturer_name_kept_by_amend(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer's name changes for all its records at once, not with one of them."""
    same_code = candidate.text(MANUFACTURER_CODE) == candidate.before.get(MANUFACTURER_CODE)
    recorded = candidate.before.get(MANUFACTURER, "")
    if MANUFACTURER in candidate.given and same_code and candidate.text(MANUFACTURER) != recorded:
        yield Breach(
            MANUFACTURER,
            f'"{MANUFACTURER}" is not changed by {candidate.action}: rename manufacturer does '
            "that.",
            found=candidate.text(MANUFACTURER),
            expected=recorded,
        )


@BOOK.entry(ONE_CODING, level=Level.ADVISORY)
def model_has_one_coding(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The firmware versions of a model are all HEX or all BCD."""
    facts = batch.known(CplFacts)
    model, coding = model_of(candidate), candidate.text(FIRMWARE_CODING)
    proposed = facts.seen.codings.get(model, {})
    if proposed.get(coding) is not candidate:
        return
    recorded = [c for c in Coding.values if facts.codings[(*model, c)]]
    # Without a record the first row sets the coding; a model recorded both ways is known to be.
    before = recorded or list(proposed)[:1]
    if coding not in before:
        yield Breach(
            FIRMWARE_CODING,
            f'"{FIRMWARE_CODING}" differs from that of other versions of model '
            f"{model[0]} {model[1]}.",
            found=coding,
            expected=before[0],
        )


def _name(code: str, batch: Batch) -> str | None:
    facts = batch.known(CplFacts)
    return facts.manufacturers.get(code) or facts.seen.names.get(code)
