"""What rules look at: the items of a submission as rows of the one vocabulary.

Shapes: ``Candidate.values`` is the row as it would stand after acceptance, ``before`` the row as
published today (empty on add), ``given`` the columns somebody typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.utils import timezone

from sec_registry.registers.vocabulary import (
    CLEAR,
    OF_MANY_RECORDS,
    Action,
    Cell,
    is_blank,
    split,
    text_of,
)

K = TypeVar("K")


@dataclass(slots=True)
class Candidate:
    """One item of a submission, merged with what the registers hold today."""

    row: int
    action: str
    number: int | None
    reference: str
    given: dict[str, Cell]
    before: dict[str, str] = field(default_factory=dict)
    initial_load: bool = False
    #: Which stored item this is; 0 for a row that was never stored.
    key: int = 0
    #: Whether Panel staff propose it.
    from_panel: bool = False
    #: The organisation it comes from; None where that is the Panel itself, or nobody yet.
    proposer: int | None = None
    unknown_columns: tuple[str, ...] = ()
    values: dict[str, Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.given = {name: cell for name, cell in self.given.items() if not is_blank(cell)}
        self.merge()

    def take(self, cells: Mapping[str, Cell]) -> None:
        """Add cells to those given; ``merge`` comes after the last of them."""
        for name, cell in cells.items():
            if not is_blank(cell):
                self.given[name] = cell

    def merge(self) -> None:
        """Work out ``values`` from ``before`` and ``given``."""
        if not self.amends and CLEAR not in self.given.values():
            # Most rows add, and a large file has many: one mapping serves for both.
            self.values = self.given
            return
        typed = {name: "" if cell == CLEAR else cell for name, cell in self.given.items()}
        self.values = {**(self.before if self.amends else {}), **typed}

    @property
    def amends(self) -> bool:
        """Whether blank cells keep what the register holds."""
        return self.action in (Action.AMEND, Action.CORRECT)

    @property
    def of_many(self) -> bool:
        """Whether the item names no record, and changes all that it concerns at once."""
        return self.action in OF_MANY_RECORDS

    def cell(self, column: str) -> Cell:
        """The cell as it came: a number where a spreadsheet left a number."""
        return self.values.get(column)

    def text(self, column: str) -> str:
        """The cell as text, "" when blank."""
        return text_of(self.values.get(column))

    def several(self, column: str) -> list[str]:
        """The values of a cell that may hold several."""
        return split(self.values.get(column))

    def has(self, column: str) -> bool:
        """Whether the cell holds anything."""
        return not is_blank(self.values.get(column))


class Batch:
    """All candidates of a run, and what each register knows that bears on them.

    Rules never query: ``learn`` is called once a register with facts gathered in sets, and
    ``known`` hands them out by their type.
    """

    def __init__(self, candidates: Sequence[Candidate], today: date | None = None) -> None:
        #: The day on which the rules look at it; for samples with a past not the calendar's.
        self.today = today or timezone.localdate()
        self.candidates = tuple(candidates)
        self.by_reference: dict[str, Candidate] = {}
        self.by_number: dict[int, Candidate] = {}
        for candidate in self.candidates:
            if candidate.number is not None:
                self.by_number.setdefault(candidate.number, candidate)
            if candidate.reference:
                self.by_reference.setdefault(candidate.reference, candidate)
        self._known: dict[type[Any], Any] = {}

    def learn(self, facts: object) -> None:
        """Keep the facts for ``known``."""
        self._known[type(facts)] = facts

    def known(self, kind: type[K]) -> K:
        """The facts of this type; KeyError when no register gathered them."""
        facts: K = self._known[kind]
        return facts

    @property
    def numbers(self) -> list[int]:
        """The CPL numbers that items name as their subject."""
        return [c.number for c in self.candidates if c.number is not None]
