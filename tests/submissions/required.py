"""The documentation's tables: the columns, and what the rules require of each kind of row.

What is required is found by leaving out one column at a time and running the rules.
"""

from collections.abc import Iterable, Iterator

from sec_registry.registers.catalogue import columns, register
from sec_registry.registers.findings import Level
from sec_registry.registers.vocabulary import ITEM
from sec_registry.submissions.checking import run_rules
from sec_registry.submissions.entry.needs import needs_to_add
from sec_registry.submissions.intake import Row
from sec_registry.submissions.proposals import batch_of_rows
from tests.rows import DEVICE_TYPES, Cells, row_of, smets1_row

REQUIRED = "●"
TOGETHER = "◐"
#: All of them or none.
IMAGE = ("Image creator", "Image descriptor", "Image hash")


def columns_explained() -> Iterator[str]:
    """The table of columns, as lines of Markdown."""
    yield "| column | register | form |"
    yield "|---|---|---|"
    for column in columns().values():
        part = ITEM if column.register == ITEM else register(column.register).short_title
        form = ", ".join(column.words) or column.told() or column.kind
        if column.words and column.told():
            form += f" ({column.told()})"
        several = "; several values separated by `;`" if column.several else ""
        yield f"| {column.name} | {part} | {form}{several} |"


def has_problems(row: Cells) -> bool:
    findings = list(run_rules(batch_of_rows([Row(2, row)], from_panel=True)))
    return any(finding.level == Level.PROBLEM for finding in findings)


def without(row: Cells, names: Iterable[str]) -> Cells:
    return {name: cell for name, cell in row.items() if name not in names}


def mark(row: Cells, name: str) -> str:
    """How the rules take it when this column of a valid row is left out."""
    if name not in row or not has_problems(without(row, [name])):
        return ""
    return TOGETHER if name in IMAGE and not has_problems(without(row, IMAGE)) else REQUIRED


def required_to_add() -> Iterator[str]:
    """The table for new records, as lines of Markdown: what the form at the desk marks, too."""
    needs = needs_to_add()
    kinds = sorted(needs.kinds, key=lambda kind: (kind.device_type, kind.generation))
    assert not any(has_problems(row_of(t)) or has_problems(smets1_row(t)) for t in DEVICE_TYPES)
    titles = [f"{kind.device_type} {kind.generation.removeprefix('SMETS')}" for kind in kinds]
    yield f"| column | {' | '.join(titles).replace(' 1', ' S1').replace(' 2+', ' S2+')} |"
    yield f"|---|{'---|' * len(kinds)}"
    for name in columns():
        together = needs.together.get(name, frozenset()) if name in IMAGE else frozenset()
        required = needs.required.get(name, frozenset())
        marks = [
            REQUIRED if kind in required else TOGETHER if kind in together else "" for kind in kinds
        ]
        if any(marks):
            yield f"| {name} | {' | '.join(marks)} |"


def required_of(rows: dict[str, Cells]) -> Iterator[str]:
    """The table for other actions: ``rows`` holds a valid row of each."""
    yield "| action | required columns |"
    yield "|---|---|"
    for action, row in rows.items():
        names = [name for name in row if name != "Action" and mark(row, name)]
        yield f"| {action} | {', '.join(names)} |"
