"""Device Models that share a CPA Certificate."""

import pytest

from tests.registry import Panel, accept, make_panel
from tests.rows import Cells, numbered_row
from tests.submissions.renewals.words import OLD


@pytest.fixture
def panel() -> Panel:
    """1 to 3 share a CPA Certificate, and 3 is removed; 4 has its own."""
    panel = make_panel()
    shared: Cells = {"CPA certificate": OLD}
    accept(*(numbered_row(n, **shared) for n in (1, 2, 3)), numbered_row(4), panel=panel)
    removal: Cells = {
        "Action": "remove",
        "CPL number": "3",
        "Removal reason": "error",
        "Removal authority": "Panel",
        "Removal date": "2024-01-05",
        "Reason public": "no",
    }
    accept(removal, panel=panel)
    return panel
