"""What rules look at: the items of a submission as rows of the one vocabulary.

Shapes: ``given`` are the columns somebody typed, ``before`` is the row as published today (empty on
add). ``Candidate.cell`` says how a cell would stand after acceptance: worked out when asked for,
since a file of fifty thousand rows could not afford every row a third time.
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
    """One item of a submission, over what the registers hold today."""

    row: int
    action: str
    number: int | None
    reference: str
    given: Mapping[str, Cell]
    before: dict[str, str] = field(default_factory=dict)
    initial_load: bool = False
    #: Which stored item this is; 0 for a row that was never stored.
    key: int = 0
    #: The submission that it stands in; 0 for a row that was never stored.
    submission: int = 0
    #: Whether Panel staff propose it.
    from_panel: bool = False
    #: The organisation it comes from; None where that is the Panel itself, or nobody yet.
    proposer: int | None = None
    unknown_columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(map(is_blank, self.given.values())):
            self.given = {name: cell for name, cell in self.given.items() if not is_blank(cell)}

    def take(self, cells: Mapping[str, Cell]) -> None:
        """Add cells to those given."""
        typed = {name: cell for name, cell in cells.items() if not is_blank(cell)}
        self.given = {**self.given, **typed}

    def stands(self, row: Mapping[str, str]) -> None:
        """Add cells to those published today; what the row repeats is held once."""
        for name, cell in row.items():
            typed = self.given.get(name)
            self.before[name] = typed if isinstance(typed, str) and typed == cell else cell

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
        typed = self.given.get(column)
        if typed is None:
            return self.before.get(column) if self.amends else None
        return "" if typed == CLEAR else typed

    def text(self, column: str) -> str:
        """The cell as text, "" when blank."""
        return text_of(self.cell(column))

    def several(self, column: str) -> list[str]:
        """The values of a cell that may hold several."""
        return split(self.cell(column))

    def has(self, column: str) -> bool:
        """Whether the cell holds anything."""
        return not is_blank(self.cell(column))


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
