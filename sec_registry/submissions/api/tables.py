"""Lists of submissions and of findings as tables, for a spreadsheet: one row each.

SECURITY: rows are made of what the answer in JSON says, never of anything else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sec_registry.registers.declaration import Reader
from sec_registry.registers.moments import written
from sec_registry.registers.table_answers import marking_cells
from sec_registry.registers.tables import MARKING_COLUMNS

_SUBMISSION = (
    "Submission",
    "Title",
    "State",
    "Made by",
    "Organisation",
    "On behalf of",
    "Created at",
    "Submitted at",
    "Decided at",
    "Decided by",
    "Reason",
    "Publication",
    "Items",
    "Problems",
    "Advisories",
    "Notes",
)
_FINDING = ("Level", "Rule", "Clause", "Row", "Column", "Message", "Found", "Expected", "Waived by")


def submissions_table(told: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The headings, and a row for each submission that was told."""
    yield list(_SUBMISSION)
    for each in told:
        maker, found = each["made_by"], each["findings"]
        decision, behalf = each["decision"] or {}, each["on_behalf_of"] or {}
        yield _cells(
            each["id"],
            each["title"],
            each["state"],
            maker["email"],
            maker["organisation"],
            behalf.get("organisation"),
            _moment(each["created_at"]),
            _moment(each["submitted_at"]),
            _moment(decision.get("at")),
            decision.get("by"),
            decision.get("reason"),
            each["publication"],
            each["items"],
            found["problem"],
            found["advisory"],
            found["note"],
        )


def findings_table(
    told: Iterable[Mapping[str, Any]], markings: Sequence[str], reader: Reader
) -> Iterator[list[str]]:
    """The headings, and a row for each finding that was told; marked where the page is."""
    marking = marking_cells("; ".join(markings), reader) if markings else []
    yield [*_FINDING, *(MARKING_COLUMNS if markings else ())]
    for each in told:
        told_cells = _cells(
            each["level"],
            each["rule"],
            each["clause"],
            each["row"],
            each["column"],
            each["message"],
            each["found"],
            each["expected"],
            (each["waived"] or {}).get("by"),
        )
        yield [*told_cells, *marking]


def _cells(*values: Any) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _moment(at: Any) -> str | None:
    return None if at is None else written(at)
