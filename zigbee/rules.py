"""Rules of the Device Zigbee Information Repository (F2.33, F2.34, F2.37).

An ordinary addition supplies every radio (F2.37). In an initial load what is missing is noted and
the record is "not provided". The contact comes from the Contact columns of the same submission,
whose own rules belong to the Firmware Information Repository.
"""

from collections.abc import Iterator

from firmware.columns import CONTACT
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level, RuleBook
from sec_registry.registers.hygiene import add_hygiene_rules
from sec_registry.registers.vocabulary import CLEAR, WRITES, Action
from zigbee.clauses import F2_33, F2_34_A, F2_34_B, F2_37
from zigbee.columns import CHIPSET_VENDOR, CODE, COLUMNS, STACK_VERSION
from zigbee.knowledge import ZigbeeFacts

BOOK = RuleBook(CODE)


@BOOK.rule(F2_37, on=(Action.ADD,))
def zigbee_details_are_supplied(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Whoever submits a Device supplies its ZigBee details with it."""
    if _supplies_nothing(candidate) and not candidate.initial_load:
        yield Breach(
            CHIPSET_VENDOR,
            f'The ZigBee details are missing: "{CHIPSET_VENDOR}", "{STACK_VERSION}".',
            expected="both, with one value for each radio",
        )


@BOOK.rule(F2_37, level=Level.NOTE, on=(Action.ADD,))
def zigbee_details_not_provided(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """In an initial load ZigBee details may be missing; the record says "not provided"."""
    if _supplies_nothing(candidate) and candidate.initial_load:
        yield Breach(
            CHIPSET_VENDOR,
            f'The ZigBee details are missing ("{CHIPSET_VENDOR}", "{STACK_VERSION}"); the Zigbee '
            "record will say that they were not provided.",
        )


@BOOK.rule(F2_34_A, on=WRITES)
def chipset_vendor_is_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The ZigBee chipset vendor is mandatory for every radio."""
    yield from _missing(candidate, CHIPSET_VENDOR, STACK_VERSION)


@BOOK.rule(F2_34_B, on=WRITES)
def stack_version_is_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The ZigBee stack version is mandatory for every radio."""
    yield from _missing(candidate, STACK_VERSION, CHIPSET_VENDOR)


@BOOK.rule(F2_34_B, on=WRITES)
def stack_versions_answer_chipset_vendors(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Each radio has a chipset vendor and a stack version: as many of the one as of the other."""
    typed = [c for c in (STACK_VERSION, CHIPSET_VENDOR) if c in candidate.given]
    vendors = candidate.several(CHIPSET_VENDOR)
    stacks = candidate.several(STACK_VERSION)
    if typed and vendors and stacks and len(vendors) != len(stacks):
        yield Breach(
            typed[0],
            f'"{CHIPSET_VENDOR}" and "{STACK_VERSION}" hold one value for each radio, and as many '
            "as each other.",
            found=f"{_count(vendors, 'vendor')}, {_count(stacks, 'stack version')}",
            expected="as many stack versions as vendors",
            # One of the two may come from the register: then the numbers betray it.
            discloses=candidate.amends and len(typed) == 1,
        )


@BOOK.rule(F2_33, level=Level.NOTE, on=(Action.AMEND, Action.CORRECT))
def zigbee_contact_is_still_missing(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Zigbee record without contact details stays "not provided" until they are supplied."""
    radios = CHIPSET_VENDOR in candidate.given or STACK_VERSION in candidate.given
    contact = all(candidate.given.get(column, CLEAR) != CLEAR for column in CONTACT)
    if radios and candidate.before and not contact and not _has_contact(candidate, batch):
        yield Breach(
            CHIPSET_VENDOR,
            "The Zigbee record has no contact details of its own, so it will still say that it "
            "was not provided.",
            expected=", ".join(f'"{column}"' for column in CONTACT),
            discloses=True,
        )


add_hygiene_rules(BOOK, COLUMNS, {CHIPSET_VENDOR: 120, STACK_VERSION: 64})


def _supplies_nothing(candidate: Candidate) -> bool:
    return not candidate.has(CHIPSET_VENDOR) and not candidate.has(STACK_VERSION)


def _has_contact(candidate: Candidate, batch: Batch) -> bool:
    return batch.known(ZigbeeFacts).has_contact(candidate)


def _missing(candidate: Candidate, column: str, other: str) -> Iterator[Breach]:
    """A breach where the column is blank beside the other, or emptied."""
    if candidate.amends:
        missing = candidate.given.get(column) == CLEAR or (
            other in candidate.given and candidate.has(other) and not candidate.has(column)
        )
    else:
        missing = not candidate.has(column) and candidate.has(other)
    if missing:
        yield Breach(column, f'"{column}" is mandatory.', expected="one value for each radio")


def _count(values: list[str], what: str) -> str:
    return f"{len(values)} {what}{'' if len(values) == 1 else 's'}"
