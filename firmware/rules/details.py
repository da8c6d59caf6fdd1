"""Rules on what is supplied with a Device (F2.14, F2.15(c), F2.17).

An ordinary addition supplies everything. In an initial load what is missing is noted and the
record is "not provided". An amendment keeps what it leaves blank, and empties nothing that is
mandatory.
"""

from collections.abc import Iterator

from cpl.columns import DEVICE_TYPE
from cpl.knowledge import CplFacts
from cpl.proposed import device_type
from firmware.clauses import F2_14, F2_15_C, F2_17
from firmware.columns import CONTACT_EMAIL, NAMES, RELEASE_NOTES
from firmware.rules.book import (
    BOOK,
    is_missing,
    is_missing_in_initial_load,
    supplies_nothing,
)
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import IDENTIFIES, WRITES, Action

_PART = ", ".join(f'"{name}"' for name in NAMES)


@BOOK.rule(F2_14, on=IDENTIFIES)
def device_type_is_covered(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The repository covers the Devices of F2.14 and only these."""
    code, facts = device_type(candidate), batch.known(CplFacts)
    if code in facts.device_types and code not in facts.covered_types:
        yield Breach(
            DEVICE_TYPE,
            f'"{DEVICE_TYPE}" {code} is not among the Devices of F2.14.',
            found=code,
            expected=", ".join(each for each in facts.device_types if each in facts.covered_types),
        )


@BOOK.rule(F2_17, on=(Action.ADD,))
def firmware_details_are_supplied(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Whoever submits a Device supplies the details of F2.15 with it."""
    if supplies_nothing(candidate) and not candidate.initial_load:
        yield Breach(
            CONTACT_EMAIL,
            f"The details of F2.15 are missing: {_PART}.",
            expected="all of them; Baselines where an upgrade is possible",
        )


@BOOK.rule(F2_17, level=Level.NOTE, on=(Action.ADD,))
def firmware_details_not_provided(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """In an initial load the details of F2.15 may be missing; the record says "not provided"."""
    if supplies_nothing(candidate) and candidate.initial_load:
        yield Breach(
            CONTACT_EMAIL,
            f"The details of F2.15 are missing ({_PART}); "
            "the firmware record will say that they were not provided.",
        )


@BOOK.rule(F2_15_C, on=WRITES)
def release_notes_are_not_blank(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Release notes are mandatory; their content is the Manufacturer's."""
    if is_missing(candidate, RELEASE_NOTES):
        yield Breach(RELEASE_NOTES, f'"{RELEASE_NOTES}" must not be blank.', expected="any text")


@BOOK.rule(F2_15_C, level=Level.NOTE, on=(Action.ADD,))
def release_notes_not_provided(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """In an initial load release notes may be missing; the record says "not provided"."""
    if is_missing_in_initial_load(candidate, RELEASE_NOTES):
        yield Breach(RELEASE_NOTES, f'"{RELEASE_NOTES}" is missing.')
