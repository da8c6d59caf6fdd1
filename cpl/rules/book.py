"""The rule books of the Central Products List, and the words its rules share."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from cpl.columns import REGISTER
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.clauses import Ground
from sec_registry.registers.findings import Breach, Check, Level, RuleBook
from sec_registry.registers.hygiene import plain_hexadecimal
from sec_registry.registers.vocabulary import WRITES, Action


class EntryBook(RuleBook):
    """Rules of the Central Products List, among them those about a record as it would stand."""

    def __init__(self) -> None:
        super().__init__(REGISTER)

    def entry(
        self, ground: Ground, *, level: Level = Level.PROBLEM, on: Iterable[str] = WRITES
    ) -> Callable[[Check], Check]:
        """Declare a rule about a record as it would stand: added, amended or corrected.

        A change of a number that is not on the list has no record to speak of; another rule says
        so, and this one keeps silent.
        """

        def declare(check: Check) -> Check:
            @wraps(check)
            def where_it_stands(candidate: Candidate, batch: Batch) -> Iterable[Breach]:
                stands = candidate.action == Action.ADD or candidate.before
                return check(candidate, batch) if stands else ()

            return self.rule(ground, level=level, on=on)(where_it_stands)

        return declare


def missing(candidate: Candidate, column: str, expected: str = "") -> Iterator[Breach]:
    """A breach where the cell is blank."""
    if not candidate.has(column):
        yield Breach(column, f'"{column}" is missing.', expected=expected)


def ill_formed(candidate: Candidate, column: str, form: str, expected: str) -> Iterator[Breach]:
    """A breach where the cell is text of another form.

    A number, and hexadecimal text that is only untidy, are the matter of the rules on clean text.
    """
    cell = candidate.cell(column)
    if not isinstance(cell, str) or not cell.strip():
        return
    if not re.fullmatch(form, plain_hexadecimal(cell) or cell.strip()):
        yield Breach(column, f'"{column}" is not {expected}.', found=cell, expected=expected)
