"""Findings about the file rather than about a Device Model in it.

SECURITY: a value under a heading that nobody knows may be Zigbee data under a misspelt name, so
these findings name columns and rows, never the values that stand there.
"""

from collections import Counter
from typing import Any

from sec_registry.registers.clauses import Ground
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.rules import VOCABULARY

#: So many findings of one kind are kept one by one; the rest of that kind only as a count.
MOST_OF_A_KIND = 200
LONGEST_HEADING = 80


class IntakeNotes:
    """Collects the findings in the order of the file."""

    def __init__(self) -> None:
        self._notes: list[dict[str, Any]] = []
        self._seen: Counter[str] = Counter()
        self._left_aside = 0

    def add(
        self,
        rule: str,
        message: str,
        *,
        row: int | None = None,
        column: str = "",
        found: str = "",
        expected: str = "",
        level: Level = Level.PROBLEM,
        ground: Ground = VOCABULARY,
    ) -> None:
        """Keep one finding, unless there are too many of its kind already."""
        self._seen[rule] += 1
        if self._seen[rule] <= MOST_OF_A_KIND:
            self._keep(rule, message, row, column, found, expected, level, ground)

    def leave_aside(self) -> None:
        """Count a row of an export about a removed Device Model, for which nothing is asked."""
        self._left_aside += 1

    def all(self) -> list[dict[str, Any]]:
        """The findings, with a count of those that were not kept one by one."""
        for rule, seen in self._seen.items():
            if seen > MOST_OF_A_KIND:
                more = f"{seen - MOST_OF_A_KIND:,} more of the same kind."
                self._keep(rule, more, None, "", "", "", Level.PROBLEM, VOCABULARY)
        self._seen.clear()
        if self._left_aside:
            said = f"{self._left_aside:,} rows of an export without an Action, about removed Device"
            message = f"{said} Models, were left aside."
            rule = "removed-is-left-aside"
            self._keep(rule, message, None, "Action", "", "", Level.NOTE, VOCABULARY)
            self._left_aside = 0
        return self._notes

    def _keep(
        self,
        rule: str,
        message: str,
        row: int | None,
        column: str,
        found: str,
        expected: str,
        level: Level,
        ground: Ground,
    ) -> None:
        self._notes.append(
            {
                "rule": rule,
                "ground": str(ground),
                "level": level.value,
                "register": ITEM,
                "row": row,
                "column": column[:LONGEST_HEADING],
                "message": message,
                "found": found,
                "expected": expected,
            }
        )
