"""Asking the rules about rows that are never stored."""

from collections.abc import Iterable, Mapping

from sec_registry.registers.findings import Finding, Level
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.cells import Row
from sec_registry.submissions.checking import run_rules
from sec_registry.submissions.proposals import batch_of_rows

Breached = frozenset[tuple[str, str]]


class Asked:
    """Rows that are put one by one and asked about all together; each has a key."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._found: dict[int, list[Finding]] = {}

    def put(self, cells: Mapping[str, Cell], *, without: Iterable[str] = ()) -> int:
        """Keep the row without these columns to be asked about; gives its key."""
        left = set(without)
        key = len(self._rows) + 1
        self._rows.append(Row(key, {name: c for name, c in cells.items() if name not in left}))
        return key

    def ask(self) -> None:
        """Run the rules on what was put."""
        self._found = {row.position: [] for row in self._rows}
        for finding in run_rules(batch_of_rows(self._rows)):
            if finding.row is not None:
                self._found[finding.row].append(finding)

    def found(self, key: int) -> list[Finding]:
        """What the rules said of the row."""
        return self._found[key]

    def problems(self, key: int) -> Breached:
        """The rules that block the row, each with the column it is about."""
        return frozenset((f.rule, f.column) for f in self._found[key] if f.level == Level.PROBLEM)

    def worse(self, key: int, than: int) -> bool:
        """Whether the row has a problem that the other has not."""
        return bool(self.problems(key) - self.problems(than))
