"""The book that the repository's rules are written in, and what several of them ask."""

from firmware.columns import CODE, NAMES
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.findings import RuleBook
from sec_registry.registers.vocabulary import CLEAR, Action, text_of

BOOK = RuleBook(CODE)


def supplies_nothing(candidate: Candidate) -> bool:
    """Whether the row leaves the whole part blank."""
    return not any(candidate.has(name) for name in NAMES)


def stands(candidate: Candidate) -> bool:
    """Whether the row is about a record: one it adds, or one that is on the list already."""
    return candidate.action == Action.ADD or bool(candidate.before)


def typed(candidate: Candidate, column: str) -> str:
    """The text that somebody typed in the cell; "" for an untouched or emptied one."""
    cell = candidate.given.get(column)
    return "" if cell == CLEAR else text_of(cell)


def is_missing(candidate: Candidate, column: str) -> bool:
    """Whether a mandatory cell is missing: blank on add, emptied on amend or correct.

    A part that is missing as a whole, and an initial load, have rules of their own.
    """
    if candidate.amends:
        return candidate.given.get(column) == CLEAR
    if candidate.initial_load or supplies_nothing(candidate):
        return False
    return not candidate.has(column)


def is_missing_in_initial_load(candidate: Candidate, column: str) -> bool:
    """Whether an initial load leaves the cell blank in a part that it does supply."""
    return (
        candidate.action == Action.ADD
        and candidate.initial_load
        and not supplies_nothing(candidate)
        and not candidate.has(column)
    )
