"""Rules about items as such, whatever register they touch."""

from collections.abc import Iterator

from cpl.columns import MANUFACTURER, MANUFACTURER_CODE
from cpl.renewals import CERTIFICATE_COLUMNS, REPLACES
from firmware.columns import BASELINES, CONTACT
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.catalogue import columns
from sec_registry.registers.clauses import Policy
from sec_registry.registers.findings import Breach, Level, RuleBook
from sec_registry.registers.hygiene import add_hygiene_rules
from sec_registry.registers.vocabulary import (
    EVERY_WORD,
    ITEM,
    ITEM_COLUMNS,
    OF_MANY_RECORDS,
    Action,
)

KINDS_OF_CHANGE = Policy("S1", "A submission is a change set of items of the kinds listed.")
VOCABULARY = Policy("vocabulary", "Columns have the names of the workbook, in any order.")
NUMBERS = Policy("S8", "A CPL number is given on acceptance and never changes.")

BOOK = RuleBook(ITEM)

_ANY = frozenset({*Action})
_SUBJECT = frozenset({"Action", "CPL number", "Reference"})
_REMOVAL = frozenset({"Removal reason", "Removal authority", "Removal date", "Reason public"})
_BLOCKING = frozenset({"Reason", BASELINES})
#: The columns that an action uses, where it does not use those of all registers.
_WHY = frozenset({"Reason", "Reason public"})
_USED = {
    Action.REMOVE: _SUBJECT | _REMOVAL,
    Action.REINSTATE: _SUBJECT | {"Reason"},
    Action.TRANSFER: _SUBJECT | {"Reason", "Organisation of record"},
    Action.BLOCK: _SUBJECT | _BLOCKING,
    Action.UNBLOCK: _SUBJECT | _BLOCKING,
    Action.CHANGE_CONTACT: _SUBJECT | {MANUFACTURER_CODE, *CONTACT, "Reason"},
    Action.RENEW_CERTIFICATE: _SUBJECT | {REPLACES, "Reason", *CERTIFICATE_COLUMNS},
    Action.RENAME_MANUFACTURER: _SUBJECT | {MANUFACTURER_CODE, MANUFACTURER, "Reason"},
}


@BOOK.rule(KINDS_OF_CHANGE, on=EVERY_WORD)
def action_is_carried_out(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """An item is one of the kinds of change that are carried out."""
    if candidate.action not in _ANY:
        yield Breach(
            "Action",
            f'"Action" says "{candidate.action}", which is not carried out.',
            found=candidate.action,
            expected=", ".join(Action),
        )


@BOOK.rule(VOCABULARY, on=_ANY)
def columns_are_known(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Every column has a name of the vocabulary."""
    for name in sorted(candidate.unknown_columns):
        # SECURITY: the name only; a value under a misspelt heading may be Zigbee data.
        yield Breach(name, f'"{name}" is not a column of the workbook.', expected=_near(name))


@BOOK.rule(NUMBERS, on=_ANY - {Action.ADD} - OF_MANY_RECORDS)
def subject_is_named(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A change of a record names its CPL number."""
    if candidate.number is None:
        yield Breach(
            "CPL number",
            f'"CPL number" must say which record to {candidate.action}.',
            found=candidate.text("CPL number"),
            expected="a CPL number on the list",
        )


@BOOK.rule(NUMBERS, on=OF_MANY_RECORDS)
def no_record_is_named(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A change of all records that it concerns names none of them."""
    if candidate.has("CPL number"):
        yield Breach(
            "CPL number",
            f'"CPL number" is left blank to {candidate.action}: all records change at once.',
            found=candidate.text("CPL number"),
            expected="nothing",
        )


@BOOK.rule(VOCABULARY, on=_ANY)
def references_are_unique(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A Reference stands for one row only."""
    first = batch.by_reference.get(candidate.reference)
    if candidate.reference and first is not None and first is not candidate:
        yield Breach(
            "Reference",
            f'"Reference" {candidate.reference} stands in row {first.row} already.',
            found=candidate.reference,
            expected="a label that no other row has",
        )


@BOOK.rule(KINDS_OF_CHANGE, on=_ANY)
def subject_changes_once(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """One submission changes a record in one row."""
    first = batch.by_number.get(candidate.number) if candidate.number is not None else None
    if first is not None and first is not candidate:
        yield Breach(
            "CPL number",
            f'"CPL number" {candidate.number} is the subject of row {first.row} already.',
            found=str(candidate.number),
            expected="one row for each record",
        )


#: As much as the Central Products List takes of each; other registers speak of their own.
_LIMITS = {"Removal reason": LONGEST_REASON, "Removal authority": 200, "Reason": LONGEST_REASON}


@BOOK.rule(KINDS_OF_CHANGE, on=(Action.AMEND, Action.CORRECT))
def amendment_says_something(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """An amendment or a correction has a value for at least one field of the record."""
    # SECURITY: not whether it differs from what stands, which would confirm guesses.
    if not set(candidate.given) - _SUBJECT - _WHY:
        yield Breach(
            "Action",
            f'"Action" {candidate.action} stands in a row that says nothing else.',
            found=candidate.action,
            expected="a value in at least one column of the record",
        )


@BOOK.rule(VOCABULARY, level=Level.NOTE, on=_ANY)
def columns_are_used(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """An action uses the columns that belong to it; others on its row are ignored."""
    used = _USED.get(Action(candidate.action)) if candidate.action in _ANY else None
    ignored = [name for name in candidate.given if used is not None and name not in used]
    if ignored:
        named = ", ".join(f'"{name}"' for name in ignored)
        yield Breach(
            "Action",
            f'"{candidate.action}" leaves {named} aside.',
            found=candidate.action,
            expected="these columns blank"
            + (
                "" if candidate.of_many else f", or a row that amends CPL number {candidate.number}"
            ),
        )


add_hygiene_rules(BOOK, ITEM_COLUMNS, _LIMITS)


def columns_used(action: str) -> frozenset[str] | None:
    """The columns that the action uses, its subject's among them; None: those of all registers."""
    return _USED.get(Action(action)) if action in _ANY else None


def _near(name: str) -> str:
    wanted = name.casefold().replace(" ", "")
    return next((known for known in columns() if known.casefold().replace(" ", "") == wanted), "")
