"""The world that redactions are made in."""

import pytest

from tests.redactions.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
