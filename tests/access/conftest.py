"""The world of these tests, made once for all of them and rolled back after the last."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.access.people import Who
from tests.access.walks import Walk, walk
from tests.access.world import World, make_world
from tests.stage import as_it_was


@pytest.fixture(scope="package")
def made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world in a transaction of its own; each test then has one inside it."""
    with django_db_blocker.unblock(), as_it_was():
        yield make_world()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """The world, as it was before any other test touched it."""
    return made_world


@pytest.fixture(scope="package")
def walks() -> dict[Who, Walk]:
    """The walks made so far."""
    return {}


@pytest.fixture
def walk_of(world: World, walks: dict[Who, Walk]) -> Callable[[Who], Walk]:
    """A person's walk, made when it is first asked for."""

    def made(who: Who) -> Walk:
        if who not in walks:
            walks[who] = walk(world, who)
        return walks[who]

    return made
