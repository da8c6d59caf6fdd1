"""The cast of a test of the desk."""

import pytest

from tests.admin.desk import Cast, make_cast
from tests.stage import Stage


@pytest.fixture(scope="class")
def kept_cast(stage: Stage) -> Cast:
    """The cast, made once for all tests that stand beside each other."""
    return stage.world(make_cast)


@pytest.fixture
def cast(kept_cast: Cast, db: None) -> Cast:
    """Everybody, two records and a draft."""
    return kept_cast
