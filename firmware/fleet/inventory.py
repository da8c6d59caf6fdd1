"""An inventory of devices: how many of each, whatever number of rows said so.

Rows that name the same devices in the same words are one entry from the beginning, so that work
and memory grow with how many different ones there are.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cpl.spellings import Wrong
from firmware.fleet.cells import HUB_FUNCTIONS, Device

#: So many problems are listed; the rest is counted.
MOST_PROBLEMS = 1_000
#: There are not as many Device Models on any list.
MOST_DIFFERENT = 200_000


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row (0: in all of it); ``field`` is a member's name or a heading."""

    row: int
    field: str
    detail: str
    found: str = ""
    expected: str = ""


class InventoryRefused(ValueError):
    """Nothing was planned: ``problems`` are the first of ``count``."""

    def __init__(self, problems: Sequence[Problem], count: int | None = None) -> None:
        self.problems = list(problems)
        self.count = len(self.problems) if count is None else count
        plural = "one problem" if self.count == 1 else f"{self.count:,} problems"
        super().__init__(f"The inventory has {plural}; nothing was planned.")


@dataclass(frozen=True)
class Inventory:
    """How many devices there are of each that the rows name; ``notes`` are for who sent it."""

    devices: Mapping[Device, int]
    rows: int
    notes: Sequence[str] = field(default=())


class Tally:
    """Rows as they come in, added up; problems are gathered, and raised together at the end."""

    def __init__(self) -> None:
        #: By the words: the first row that has them, how many have, and of how many devices.
        self._entries: dict[Hashable, list[int]] = {}
        self._problems: list[Problem] = []
        self._count = 0

    def add(self, row: int, words: Hashable, count: int) -> None:
        """So many devices of what the words name; raises ``InventoryRefused`` past all measure."""
        entry = self._entries.get(words)
        if entry is not None:
            entry[1] += 1
            entry[2] += count
            return
        if len(self._entries) >= MOST_DIFFERENT:
            self.refuse(row, Wrong("row", f"More than {MOST_DIFFERENT:,} different devices."))
            raise self._refused()
        self._entries[words] = [row, 1, count]

    def refuse(self, row: int, *wrong: Wrong, further: int = 0) -> None:
        """Note what is wrong in the row, and how many further rows say the same."""
        others = "one further row" if further == 1 else f"{further:,} further rows"
        like_it = f" (and {others} like it)" if further else ""
        for each in wrong:
            self._count += 1 + further
            if len(self._problems) < MOST_PROBLEMS:
                detail = f"{each.detail}{like_it}"
                self._problems.append(Problem(row, each.field, detail, each.found, each.expected))

    def inventory(
        self, read: Callable[[Hashable], Device | list[Wrong]], notes: Collection[str] = ()
    ) -> Inventory:
        """What all rows say together; raises ``InventoryRefused`` with everything wrong in them."""
        counts: dict[Device, int] = {}
        for words, (first, rows, devices) in self._entries.items():
            found = read(words)
            if isinstance(found, list):
                self.refuse(first, *found, further=rows - 1)
            else:
                counts[found] = counts.get(found, 0) + devices
        if not self._entries and not self._count:
            self.refuse(0, Wrong("row", "There is no row with devices in it."))
        if self._count:
            raise self._refused()
        rows = sum(rows for _, rows, _ in self._entries.values())
        return Inventory(counts, rows, tuple(notes))

    def _refused(self) -> InventoryRefused:
        found = sorted(self._problems, key=lambda each: each.row)
        return InventoryRefused(list(islice(found, MOST_PROBLEMS)), self._count)


def hubs_of(functions: Mapping[str, int]) -> int:
    """How many Communications Hubs the rows of their functions speak of.

    A hub whose two functions are listed is one device. Which CHF row belongs to which GPF row no
    inventory says; of one Device Model there are as many hubs as of the function listed more often.
    """
    return max(functions.get(function, 0) for function in HUB_FUNCTIONS)


def problems_told(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems as lines of text."""
    for each in problems:
        place = f"Row {each.row}, {each.field}" if each.row else each.field
        found = f" Found: {each.found}." if each.found else ""
        expected = f" Expected: {each.expected}." if each.expected else ""
        yield f"{place}: {each.detail}{found}{expected}"
