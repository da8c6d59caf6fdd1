"""Killing a process between any two of its steps.

A step is what somebody else could see afterwards: a statement that writes, and the end of a
transaction. A process is killed *before* its n-th step, by SIGKILL, so nothing of it tidies up.
Reading changes nothing, so killing between two readings is killing before the next step.
"""

import hashlib
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from psycopg import Cursor

from tests.processes import run_and_die

Job = Callable[[], object]
Tell = Callable[[str], object]

_WRITES = re.compile(
    r'\s*(INSERT|UPDATE|DELETE|COPY)(?: OR IGNORE)?(?: INTO| FROM)?\s+"?(\w+)"?', re.IGNORECASE
)
COMMIT = "commit"
#: What comes after the last step: the job is over, and nobody was told.
RETURNED = "returned"

_told: list[Tell] = []


def step(name: str) -> None:
    """Tell of a step that is no statement; jobs of tests call it."""
    for tell in _told:
        tell(name)


@contextmanager
def steps_told(tell: Tell) -> Iterator[None]:
    """Tell of each step before this process takes it."""

    def told(sql: str) -> None:
        if found := _WRITES.match(sql):
            verb = found[1].lower()
            tell(f"{'insert' if verb == 'copy' else verb} {found[2]}")

    def written(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        told(sql)
        return execute(sql, params, many, context)

    # What PostgreSQL takes by COPY goes past Django.
    copy = Cursor.copy

    def copied(cursor: Any, statement: str, *arguments: Any, **options: Any) -> Any:
        told(statement)
        return copy(cursor, statement, *arguments, **options)

    commit = connection._commit  # type: ignore[attr-defined]  # where Django ends a transaction

    def committed() -> Any:
        tell(COMMIT)
        return commit()

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(written))
        stack.enter_context(patch.object(Cursor, "copy", copied))
        connection._commit = committed  # type: ignore[attr-defined]
        stack.callback(setattr, connection, "_commit", commit)
        _told.append(tell)
        stack.callback(_told.remove, tell)
        yield
        tell(RETURNED)


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_before(step: int, job: Job) -> Callable[[], None]:
    """The job of a process that is killed when it comes to its step of this number, from 0."""

    def work() -> None:
        left = step

        def tell(_: str) -> None:
            nonlocal left
            if left == 0:
                die()
            left -= 1

        with steps_told(tell):
            job()

    return work


def killed_before(step: int, job: Job) -> None:
    """Run the job in a process of its own, and kill it before the step."""
    ended = run_and_die(dying_before(step, job))
    assert ended == -signal.SIGKILL, f"ended with {ended} before step {step}"


def steps_of(job: Job, *, last: str = COMMIT) -> list[str]:
    """The steps up to the first of this name, before which their process is killed."""
    reading, writing = os.pipe()

    def work() -> None:
        def tell(step: str) -> None:
            os.write(writing, f"{step}\n".encode())
            if step == last:
                die()

        with steps_told(tell):
            job()

    assert run_and_die(work) == -signal.SIGKILL
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        return pipe.read().split("\n")[:-1]


def database_now() -> dict[str, str]:
    """A digest of each table's rows, by which one sees that nothing was written."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")  # names of our own tables
            rows = sorted(map(repr, cursor.fetchall()))
            found[model._meta.db_table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
