"""The findings of a rehearsal: all of them counted, the first of each level in full.

Assumption: whoever looks at them reads some hundreds. A file of fifty thousand rows that are all
wrong would not fit beside its own findings.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sec_registry.registers.findings import Level
from sec_registry.submissions.visibility import SeenFinding

#: So many findings of each level are kept in full.
KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Alike:
    """Findings of one level, rule and column: the first, and the row of each (None: the file)."""

    first: SeenFinding
    rows: list[int | None] = field(default_factory=list)


class Findings:
    """What was found, by level and then in the order in which it was taken in."""

    def __init__(self, found: Iterable[SeenFinding] = ()) -> None:
        self._kept: dict[str, list[SeenFinding]] = {level: [] for level in Level.values}
        self._alike: dict[tuple[str, str, str], Alike] = {}
        for finding in found:
            kind = (finding.level, finding.rule, finding.column)
            alike = self._alike.get(kind) or self._alike.setdefault(kind, Alike(finding))
            alike.rows.append(finding.row)
            if len(kept := self._kept[finding.level]) < KEPT:
                kept.append(finding)

    @property
    def first(self) -> list[SeenFinding]:
        """The first of each level, problems before advisories before notes."""
        return [finding for level in Level.values for finding in self._kept[level]]

    def first_of(self, level: Level) -> list[SeenFinding]:
        """The first findings of this level."""
        return self._kept[level]

    def alike(self, level: Level) -> list[Alike]:
        """All findings of this level, those of one rule and column together."""
        return [alike for kind, alike in self._alike.items() if kind[0] == level]

    def by_rule(self, level: Level) -> Counter[str]:
        """How many findings of this level each rule has."""
        counts: Counter[str] = Counter()
        for alike in self.alike(level):
            counts[alike.first.rule] += len(alike.rows)
        return counts

    def count(self, level: Level) -> int:
        """How many findings of this level there are."""
        return self.by_rule(level).total()
