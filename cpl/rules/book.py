"""The rule book of the Central Products List, and the words its rules share."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from cpl.columns import REGISTER
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.clauses import Ground
from sec_registry.registers.findings import Breach, Check, Level, RuleBook
from sec_registry.registers.vocabulary import Action

BOOK = RuleBook(REGISTER)


def on_entry(ground: Ground, *, level: Level = Level.PROBLEM) -> Callable[[Check], Check]:
    """Declare a rule about a record as it would stand, added or amended.

    An amendment of a number that is not on the list has no record to speak of; another rule says
    so, and this one keeps silent.
    """

    def declare(check: Check) -> Check:
        @wraps(check)
        def where_it_stands(candidate: Candidate, batch: Batch) -> Iterable[Breach]:
            stands = candidate.action == Action.ADD or candidate.before
            return check(candidate, batch) if stands else ()

        return BOOK.rule(ground, level=level, on=(Action.ADD, Action.AMEND))(where_it_stands)

    return declare


def missing(candidate: Candidate, column: str, expected: str = "") -> Iterator[Breach]:
    """A breach where the cell is blank."""
    if not candidate.has(column):
        yield Breach(column, f'"{column}" is missing.', expected=expected)
