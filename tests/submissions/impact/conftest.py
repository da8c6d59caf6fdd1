"""Pathways with a fork, a block and a removed Device Model."""

import pytest

from tests.registry import Panel, accept, make_panel
from tests.rows import numbered_row
from tests.submissions.impact.changes import block, removal


@pytest.fixture
def panel() -> Panel:
    """A fork at 2, a block from 4 to 5, and 6 that was removed: 1 → 2 → 3, 2 → 4 → 5, 6 → 3."""
    panel = make_panel()
    accept(
        numbered_row(1),
        numbered_row(2, Upgrade="yes", Baselines="row 1"),
        numbered_row(3, Upgrade="yes", Baselines="row 2; row 6"),
        numbered_row(4, Upgrade="yes", Baselines="row 2"),
        numbered_row(5, Upgrade="yes", Baselines="row 4"),
        numbered_row(6),
        panel=panel,
    )
    accept(block(5, 4), removal(6), panel=panel)
    return panel
