"""The cast of a test of the desk."""

import pytest

from tests.admin.desk import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, two records and a draft."""
    return make_cast()
