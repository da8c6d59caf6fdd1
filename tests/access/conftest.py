"""The world of these tests, made once for all of them and rolled back after the last."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access.world import World, make_world


@pytest.fixture(scope="package")
def made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world in a transaction of its own; each test then has one inside it."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        # As Django's own test case does: a disclosure asks for the outermost transaction, which
        # in a test is this one.
        around._from_testcase = True  # type: ignore[attr-defined]  # not in the stubs
        with around:
            yield make_world()
            transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """The world, as it was before any other test touched it."""
    return made_world
