"""The cast of a test of the submitters' pages: that of the desk, which is the same people."""

import pytest

from tests.admin.desk import Cast, make_cast
from tests.stage import Stage


@pytest.fixture(scope="class")
def kept_cast(stage: Stage) -> Cast:
    """The cast, made once for all tests that stand beside each other."""
    return stage.world(make_cast)


@pytest.fixture
def cast(kept_cast: Cast, db: None) -> Cast:
    """Everybody, two accepted records and a draft of the submitter."""
    return kept_cast
