"""Rules on Manufacturer contact details (F2.15(b)). They are kept as a whole or not at all."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cpl.clauses import ONCE_FOR_ALL
from cpl.columns import MANUFACTURER_CODE
from cpl.together import Together, rows_named
from firmware.clauses import F2_15_B
from firmware.columns import CONTACT, CONTACT_EMAIL, CONTACT_TELEPHONE
from firmware.rules.book import (
    BOOK,
    is_missing_in_initial_load,
    stands,
    supplies_nothing,
    typed,
)
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import WRITES, Action

TYPES_CONTACT = (*WRITES, Action.CHANGE_CONTACT)

# A "+" or a trunk "0" first: without either, a spreadsheet may have eaten the start.
_TELEPHONE = re.compile(r"\(?[+0][0-9() ./-]*( ?(ext|x)\.? ?[0-9]{1,8})?", re.IGNORECASE)


@BOOK.rule(F2_15_B, on=TYPES_CONTACT)
def contact_details_are_complete(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Contact details include email address, telephone number and business address."""
    if candidate.action == Action.ADD:
        speaks = not candidate.initial_load and not supplies_nothing(candidate)
    elif candidate.action == Action.CHANGE_CONTACT:
        # All three: its records may differ, so that a blank would keep something else in each.
        speaks = True
    else:
        speaks = stands(candidate) and any(column in candidate.given for column in CONTACT)
    for column in CONTACT:
        if speaks and not candidate.has(column):
            yield Breach(column, f'"{column}" is mandatory.', expected="not blank")


@BOOK.rule(F2_15_B, level=Level.NOTE, on=(Action.ADD,))
def contact_details_not_provided(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """In an initial load contact details may be missing; they are kept when all three are there."""
    for column in CONTACT:
        if is_missing_in_initial_load(candidate, column):
            yield Breach(
                column, f'"{column}" is missing; contact details are kept only as a whole.'
            )


@BOOK.rule(F2_15_B, on=TYPES_CONTACT)
def contact_email_is_valid(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The Manufacturer's email address is one."""
    text = typed(candidate, CONTACT_EMAIL).strip()
    if text and not _is_email(text):
        yield Breach(
            CONTACT_EMAIL,
            f'"{CONTACT_EMAIL}" is not an email address.',
            found=text,
            expected="one address such as firmware@maker.example",
        )


@BOOK.rule(F2_15_B, on=TYPES_CONTACT)
def contact_telephone_is_valid(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """The Manufacturer's telephone number is one: with + from anywhere, or as dialled in GB."""
    text = typed(candidate, CONTACT_TELEPHONE).strip()
    # A number where text belongs is refused as such: it has lost its first digits already.
    damaged = not isinstance(candidate.cell(CONTACT_TELEPHONE), str)
    if text and not damaged and not _is_telephone(text):
        yield Breach(
            CONTACT_TELEPHONE,
            f'"{CONTACT_TELEPHONE}" is not a telephone number that exists.',
            found=text,
            expected="+, country code and number, or a number as dialled within Great Britain",
        )


@BOOK.rule(ONCE_FOR_ALL, on=(Action.CHANGE_CONTACT,))
def contact_changed_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Manufacturer's contact is changed by one row, and no other row types another one."""
    known = batch.known(Together)
    first = known.same(candidate)[0]
    if first is not candidate:
        yield Breach(
            MANUFACTURER_CODE,
            f'"{MANUFACTURER_CODE}": row {first.row} changes that contact already.',
            found=candidate.text(MANUFACTURER_CODE),
            expected="one row for each Manufacturer",
        )
        # One too many in any case; what is typed beside them is told at the first.
        return
    otherwise = [each for each in known.of_one(candidate) if _types_another(each, candidate)]
    if otherwise:
        yield Breach(
            MANUFACTURER_CODE,
            f"The contact of a record of this Manufacturer is typed otherwise by "
            f"{rows_named(otherwise)}.",
            found=candidate.text(MANUFACTURER_CODE),
            expected="the same contact in all rows, or two submissions",
        )


def _types_another(row: Candidate, change: Candidate) -> bool:
    return any(c in row.given and row.text(c) != change.text(c) for c in CONTACT)


@lru_cache(maxsize=4096)
def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=4096)
def _is_telephone(text: str) -> bool:
    if not _TELEPHONE.fullmatch(text):
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "GB"))
    except phonenumbers.NumberParseException:
        return False
