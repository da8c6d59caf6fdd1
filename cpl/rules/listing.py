"""Rules about CPL numbers and about a Device Model's one place on the list."""

from collections.abc import Iterator
from itertools import chain, islice, takewhile

from cpl.batch_facts import look_alike
from cpl.clauses import LISTED_ONCE, NUMBERS, REMOVAL
from cpl.columns import FIRMWARE_VERSION, HARDWARE_VERSION, MODEL_IDENTIFIER
from cpl.knowledge import HIGHEST_NUMBER, CplFacts
from cpl.proposed import Identity, identity_brought, recorded_identity
from cpl.rules.book import EntryBook
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import IDENTIFIES, Action

BOOK = EntryBook()

NUMBER = "CPL number"
ADD = (Action.ADD,)
OF_A_RECORD = (
    Action.AMEND,
    Action.CORRECT,
    Action.REMOVE,
    Action.TRANSFER,
    Action.BLOCK,
    Action.UNBLOCK,
)


@BOOK.rule(NUMBERS, on=ADD)
def number_given_on_acceptance(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model to be added has no CPL number yet, but in an initial load."""
    if not candidate.initial_load and candidate.has(NUMBER):
        yield Breach(
            NUMBER,
            f'"{NUMBER}" is given when the addition is accepted; leave it blank, or say "amend".',
            found=candidate.text(NUMBER),
            expected="nothing",
        )


@BOOK.rule(NUMBERS, on=ADD)
def number_brought_by_initial_load(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A record taken over in an initial load keeps the CPL number it has."""
    if candidate.initial_load and not _is_number(candidate.number):
        yield Breach(
            NUMBER,
            f'"{NUMBER}" must be the number under which the record is known.',
            found=candidate.text(NUMBER),
            expected=f"a whole number from 1 to {HIGHEST_NUMBER}",
        )


@BOOK.rule(NUMBERS, on=ADD)
def number_never_given_twice(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A CPL number identifies one record for ever."""
    listed = batch.known(CplFacts).device_models
    if candidate.initial_load and candidate.number in listed:
        yield Breach(
            NUMBER,
            f'"{NUMBER}" {candidate.number} is on the list already.',
            found=str(candidate.number),
            expected="a number that no record has",
        )


@BOOK.rule(NUMBERS, on=(*OF_A_RECORD, Action.REINSTATE))
def number_on_the_list(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Only what is on the list can be changed."""
    known = batch.known(CplFacts).device_models
    if candidate.number is not None and candidate.number not in known:
        yield Breach(
            NUMBER,
            f'"{NUMBER}" {candidate.number} is not on the list.',
            found=str(candidate.number),
            expected="the number of a record on the Central Products List",
        )


@BOOK.rule(REMOVAL, on=OF_A_RECORD)
def removed_device_model_left_alone(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model that was removed is not changed any more."""
    listed = batch.known(CplFacts).device_models.get(candidate.number or 0)
    if listed is not None and not listed.is_current:
        yield Breach(
            NUMBER,
            f'"{NUMBER}" {candidate.number} was removed from the list.',
            found=str(candidate.number),
            expected=f"the number of a current Device Model; {Action.REINSTATE} brings it back",
        )


@BOOK.entry(LISTED_ONCE, on=(*IDENTIFIES, Action.REINSTATE))
def device_model_listed_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model that is on the list is not listed again."""
    facts = batch.known(CplFacts)
    named = identity_brought(candidate)
    if named is None or not all(named):
        return
    first = facts.seen.identities[named]
    where = ""
    # A removal that is only planned is taken back where the Device Model stands.
    if facts.current.get(named, candidate.number) != candidate.number:
        where = f"is on the list as CPL number {facts.current[named]}"
    elif first is not candidate:
        where = f"is listed by row {first.row}"
    if where:
        column = NUMBER if candidate.action == Action.REINSTATE else FIRMWARE_VERSION
        yield Breach(
            column,
            f'"{column}": this Device Model {where} already.',
            found=" ".join(named),
            expected="a Device Model that is not listed",
        )


@BOOK.entry(LISTED_ONCE, level=Level.ADVISORY, on=IDENTIFIES)
def device_model_not_mistaken(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model whose identity only looks like another's may be a slip of the keyboard."""
    facts = batch.known(CplFacts)
    named = identity_brought(candidate)
    if named is None:
        return
    read = look_alike(named)
    earlier = takewhile(lambda each: each != named, facts.seen.alike[read])
    # A correction may well look like what it corrects.
    own = recorded_identity(candidate)
    others = (each for each in chain(facts.alike.get(read, ()), earlier) if each != own)
    for other in islice(others, 1):
        column = _differing(named, other)
        yield Breach(
            column,
            f'"{column}" differs from another Device Model\'s only by characters that look alike.',
            found=" ".join(named),
            expected=" ".join(other),
        )


def _is_number(number: int | None) -> bool:
    return number is not None and 0 < number <= HIGHEST_NUMBER


def _differing(named: Identity, other: Identity) -> str:
    same_model = named.model_identifier == other.model_identifier
    return HARDWARE_VERSION if same_model else MODEL_IDENTIFIER
