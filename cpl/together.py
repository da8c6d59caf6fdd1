"""Which rows of a batch change all records of a Manufacturer, and which change one of them alone.

The Firmware Information Repository's rules ask here too: a row names a Manufacturer's code, or a
CPL number whose Manufacturer stands on the public list.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpl.columns import MANUFACTURER, MANUFACTURER_CODE
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.vocabulary import WRITES, Action


@dataclass(frozen=True)
class Together:
    """Rows by the Manufacturer whose records they change, in the order of the rows."""

    _of_all: Mapping[tuple[str, str], list[Candidate]]
    _of_one: Mapping[str, list[Candidate]]
    _new_names: Mapping[str, set[str]]

    def same(self, candidate: Candidate) -> list[Candidate]:
        """The rows with this row's action that name this row's Manufacturer; itself among them."""
        return self._of_all.get((candidate.action, candidate.text(MANUFACTURER_CODE)), [])

    def of_one(self, candidate: Candidate) -> list[Candidate]:
        """The rows about single records of the Manufacturer that this row names."""
        return self._of_one.get(candidate.text(MANUFACTURER_CODE), [])

    def new_names(self, code: str) -> set[str]:
        """The names that rows of the batch give the Manufacturer instead of its old one."""
        return self._new_names.get(code, set())


def together(batch: Batch, manufacturers: Mapping[int, str]) -> Together:
    """Sort the batch's rows; ``manufacturers`` gives the code of each CPL number on the list."""
    of_all: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    of_one: dict[str, list[Candidate]] = defaultdict(list)
    new_names: dict[str, set[str]] = defaultdict(set)
    for candidate in batch.candidates:
        if candidate.action == Action.RENAME_MANUFACTURER:
            new_names[candidate.text(MANUFACTURER_CODE)].add(candidate.text(MANUFACTURER))
        if candidate.of_many:
            of_all[candidate.action, candidate.text(MANUFACTURER_CODE)].append(candidate)
        elif candidate.action in WRITES:
            listed = manufacturers.get(candidate.number or 0)
            of_one[listed or candidate.text(MANUFACTURER_CODE)].append(candidate)
    return Together(of_all, of_one, new_names)


def rows_named(candidates: Sequence[Candidate]) -> str:
    """The rows in words: "row 3", "row 3 and 4 more"."""
    first, more = candidates[0].row, len(candidates) - 1
    return f"row {first} and {more} more" if more else f"row {first}"
