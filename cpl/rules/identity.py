"""Rules about what identifies a Device Model (Appendix Z 2.1 and (a) to (c))."""

from collections.abc import Iterator

from cpl.choices import FIRMWARE_VERSION as FIRMWARE_VERSION_FORM
from cpl.choices import MANUFACTURER_CODE as MANUFACTURER_CODE_FORM
from cpl.choices import Coding, Generation
from cpl.clauses import FORMS, IDENTITY_BY_CORRECT, Z_2_1, Z_2_1_A, Z_2_1_B, Z_2_1_C
from cpl.columns import (
    DEVICE_TYPE,
    ESME_VARIANT,
    FIRMWARE_CODING,
    FIRMWARE_VERSION,
    GENERATION,
    HARDWARE_VERSION,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
)
from cpl.knowledge import CplFacts
from cpl.proposed import device_type
from cpl.rules.book import EntryBook, ill_formed, missing
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import IDENTIFIES, Action

BOOK = EntryBook()

IDENTITY = (
    DEVICE_TYPE,
    GENERATION,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
    HARDWARE_VERSION,
    FIRMWARE_VERSION,
)
FOUR_DIGITS = "four hexadecimal digits in capitals, such as 007B"


@BOOK.entry(Z_2_1, on=IDENTIFIES)
def physical_device_type_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model is identified by its Physical Device Type."""
    yield from missing(candidate, DEVICE_TYPE, ", ".join(batch.known(CplFacts).device_types))


@BOOK.entry(Z_2_1, on=IDENTIFIES)
def physical_device_type_listed(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The Physical Device Type is one of the types in the Panel's table."""
    known = batch.known(CplFacts).device_types
    if candidate.has(DEVICE_TYPE) and device_type(candidate).strip() not in known:
        yield Breach(
            DEVICE_TYPE,
            f'"{DEVICE_TYPE}" is not a Physical Device Type.',
            found=candidate.text(DEVICE_TYPE),
            expected=", ".join(known),
        )


@BOOK.entry(Z_2_1, on=IDENTIFIES)
def generation_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Device Model is a SMETS1 or a SMETS2+ one, which decides what else is listed."""
    yield from missing(candidate, GENERATION, " or ".join(Generation.values))


@BOOK.entry(Z_2_1_A, on=IDENTIFIES)
def manufacturer_code_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The Manufacturer is listed by its code."""
    yield from missing(candidate, MANUFACTURER_CODE, FOUR_DIGITS)


@BOOK.entry(Z_2_1_A, on=IDENTIFIES)
def model_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The model is listed by its identifier."""
    yield from missing(candidate, MODEL_IDENTIFIER)


@BOOK.entry(Z_2_1_B, on=IDENTIFIES)
def hardware_version_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The hardware version is listed."""
    yield from missing(candidate, HARDWARE_VERSION)


@BOOK.entry(Z_2_1_C, on=IDENTIFIES)
def firmware_version_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The firmware version is listed."""
    yield from missing(candidate, FIRMWARE_VERSION, "eight digits, with leading zeros")


@BOOK.entry(FORMS)
def firmware_coding_given(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """It is said whether the digits of the firmware version are HEX or BCD."""
    yield from missing(candidate, FIRMWARE_CODING, " or ".join(Coding.values))


@BOOK.entry(FORMS, on=IDENTIFIES)
def manufacturer_code_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer code is four hexadecimal digits."""
    yield from ill_formed(candidate, MANUFACTURER_CODE, MANUFACTURER_CODE_FORM, FOUR_DIGITS)


@BOOK.entry(FORMS, on=IDENTIFIES)
def firmware_version_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A firmware version is eight hexadecimal digits, leading zeros and all."""
    expected = "eight hexadecimal digits in capitals, with leading zeros"
    yield from ill_formed(candidate, FIRMWARE_VERSION, FIRMWARE_VERSION_FORM, expected)


@BOOK.entry(FORMS, level=Level.ADVISORY, on=IDENTIFIES)
def model_identifier_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A model identifier looks as the Panel's table of forms says it usually does."""
    yield from _unusual(candidate, batch, MODEL_IDENTIFIER)


@BOOK.entry(FORMS, level=Level.ADVISORY, on=IDENTIFIES)
def hardware_version_form(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A hardware version looks as the Panel's table of forms says it usually does."""
    yield from _unusual(candidate, batch, HARDWARE_VERSION)


@BOOK.entry(FORMS)
def firmware_version_in_its_coding(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A firmware version in BCD has decimal digits only."""
    version = candidate.text(FIRMWARE_VERSION)
    if candidate.text(FIRMWARE_CODING) == Coding.BCD and any(c in "ABCDEF" for c in version):
        yield Breach(
            FIRMWARE_VERSION,
            f'"{FIRMWARE_VERSION}" has letters, so that it cannot be BCD as '
            f'"{FIRMWARE_CODING}" says.',
            found=version,
            expected="decimal digits, or the coding HEX",
        )


@BOOK.entry(FORMS, level=Level.ADVISORY)
def esme_variant_of_an_esme(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Only an ESME has an ESME variant."""
    if candidate.has(ESME_VARIANT) and device_type(candidate) != "ESME":
        yield Breach(
            ESME_VARIANT,
            f'"{ESME_VARIANT}" is given for a Device Model that is not an ESME.',
            found=candidate.text(ESME_VARIANT),
            expected="nothing",
        )


@BOOK.entry(IDENTITY_BY_CORRECT, on=(Action.AMEND,))
def identity_kept_by_amend(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """What identifies a Device Model changes only by correct, never by amend."""
    for column in IDENTITY:
        recorded = candidate.before.get(column, "")
        named = device_type(candidate) if column == DEVICE_TYPE else candidate.text(column)
        if column in candidate.given and named != recorded:
            yield Breach(
                column,
                f'"{column}" identifies the Device Model and is not changed by amend.',
                found=candidate.text(column),
                expected=recorded,
            )


def _unusual(candidate: Candidate, batch: Batch, column: str) -> Iterator[Breach]:
    if candidate.amends and column not in candidate.given:
        return  # answered for when it was entered
    usual, cell = batch.known(CplFacts).usual_forms.get(column), candidate.cell(column)
    # A number in the cell is the matter of the rules on clean text.
    if usual is None or not isinstance(cell, str) or not cell.strip():
        return
    if not usual.fits(cell.strip()):
        message = f'"{column}" is not {usual.told()}, as it usually is.'
        yield Breach(column, message, found=cell, expected=usual.told())
