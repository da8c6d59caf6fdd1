"""The cast of a test of the submitters' pages: that of the desk, which is the same people."""

import pytest

from tests.admin.desk import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, two accepted records and a draft of the submitter."""
    return make_cast()
