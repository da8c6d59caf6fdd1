"""Killing a process between any two of its steps.

A step is what somebody else could see afterwards: a statement that writes, and the end of a
transaction. A process is killed *before* its n-th step, by SIGKILL, so nothing of it tidies up.
Reading changes nothing, so killing between two readings is killing before the next step.
"""

import hashlib
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.core.mail import EmailMessage
from django.db import connection
from psycopg import Cursor

from tests.processes import run_and_die, run_stepwise

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


#: What Python's audit calls changes that no transaction takes back; opening to write is another.
_OUTSIDE = re.compile(
    r"os\.(remove|rename|link|symlink|mkdir|rmdir|truncate|utime|system|posix_spawn)"
    r"|(shutil|smtplib)\.\w+|socket\.(connect|sendto)|subprocess\.Popen"
)
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def tell_outside(tell: Tell) -> None:
    """Tell of whatever is done outside of the database; this process must end with it."""

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str | os.PathLike) and flags & _TO_WRITE:
                tell(f"open {os.path.basename(path)}")
        elif _OUTSIDE.fullmatch(event):
            tell(event)

    send = EmailMessage.send

    def sent(letter: EmailMessage, *arguments: Any, **options: Any) -> int:
        tell("mail")
        return send(letter, *arguments, **options)

    EmailMessage.send = sent  # type: ignore[assignment,method-assign]
    sys.addaudithook(heard)


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying_before(step: int, job: Job, *, outside: bool = False) -> Callable[[], None]:
    """The job of a process that is killed when it comes to its step of this number, from 0.

    ``outside`` counts what it does outside of the database among the steps.
    """

    def work() -> None:
        left = step

        def tell(_: str) -> None:
            nonlocal left
            if left == 0:
                die()
            left -= 1

        with steps_told(tell):
            if outside:
                tell_outside(tell)
            job()

    return work


def killed_before(step: int, job: Job, *, outside: bool = False) -> None:
    """Run the job in a process of its own, and kill it before the step."""
    ended = run_and_die(dying_before(step, job, outside=outside))
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


#: What has been committed, in whatever words the database has for it.
Committed = frozenset[object]


def seen_beside(job: Job) -> list[tuple[str, Committed]]:
    """Every step of a job, outside ones too, each with what others saw just before it was taken.

    The job runs in a process of its own which waits at each step until this one has looked, and is
    killed when it is over and nobody was told.
    """
    seen: list[tuple[str, Committed]] = []

    def work(tell: Tell) -> None:
        with steps_told(tell):
            tell_outside(tell)
            job()

    for step in run_stepwise(work):
        seen.append((step, _committed()))
        if step == RETURNED:
            break
    return seen


def _committed() -> Committed:
    """Something that is another whenever anybody else has committed a change.

    SQLite counts the commits of other connections. PostgreSQL numbers the transactions that write:
    the one under way keeps its number until it ends, and a second one would have another.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
        else:
            cursor.execute(
                "SELECT backend_xid::text FROM pg_stat_activity WHERE backend_xid IS NOT NULL "
                "AND datname = current_database() AND backend_type = 'client backend'"
            )
        return frozenset(cursor.fetchall())


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
