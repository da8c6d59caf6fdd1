"""
Worlds that many tests begin from: made once, and kept open around one test after another.

A world is made by the verbs that people use, which takes longer than most of what is then asked of
it. So it is made in a transaction of its own; each test has its transaction inside that one, and
finds the world as it was made. The first test that asks for another world, or for none, ends it.

Assumptions: fixtures that take a world from here are called ``kept_…`` and are class-scoped. For a
test outside a class that means once for each test, before the transaction of the test begins.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from copy import deepcopy
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction

W = TypeVar("W")
KEPT = "kept_"


@contextmanager
def as_it_was() -> Iterator[None]:
    """Leave the database as it was before the block, whatever is done there."""
    around = transaction.atomic()
    # As Django's own test case does: a disclosure asks for the outermost transaction, which
    # in a test is this one.
    around._from_testcase = True  # type: ignore[attr-defined]  # not in the stubs
    with around:
        yield
        transaction.set_rollback(True)


def asks_for_a_kept_world(item: pytest.Item) -> bool:
    """Whether the test takes a world from the stage."""
    return any(name.startswith(KEPT) for name in getattr(item, "fixturenames", ()))


class Stage:
    """The one world that is open, if any is."""

    def __init__(self) -> None:
        self._made: Any = None
        self._by: Callable[[], Any] | None = None
        self._around = ExitStack()
        #: Lets the database be asked; pytest-django forbids it outside of tests that say so.
        self.unblocked: Callable[[], AbstractContextManager[None]] = nullcontext

    def world(self, make: Callable[[], W]) -> W:
        """The world that ``make`` makes, for one test: its objects are nobody else's."""
        if self._by is not make or not _stands():
            self.close()
            with self.unblocked():
                self._around.enter_context(as_it_was())
                self._made, self._by = make(), make
        made: W = deepcopy(self._made)
        return made

    def close(self) -> None:
        """End the world that is open."""
        if self._by is not None:
            self._made = self._by = None
            with self.unblocked():
                self._around.close()


def _stands() -> bool:
    """Whether the transaction around the world survived the test before."""
    lost = connection.needs_rollback or connection.closed_in_transaction
    return connection.in_atomic_block and not lost
