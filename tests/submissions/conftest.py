"""What several tests of submissions ask of some rows."""

from collections.abc import Callable

import pytest

from sec_registry.registers.findings import Level
from sec_registry.submissions.checking import run_rules
from sec_registry.submissions.proposals import batch_of_rows
from tests.registry import rows_of
from tests.rows import Cells


@pytest.fixture
def problems() -> Callable[..., list[tuple[str, str]]]:
    """The problems of rows beside each other in one submission, as (rule, column)."""

    def found(*rows: Cells) -> list[tuple[str, str]]:
        findings = list(run_rules(batch_of_rows(rows_of(rows))))
        return [(f.rule, f.column) for f in findings if f.level == Level.PROBLEM]

    return found
