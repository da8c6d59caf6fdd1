"""The whole database in one file, and back: by SQLite's own copying, or PostgreSQL's own tools.

A backup holds everything, Zigbee records and evidence too, at one moment, while the registry
serves; the key that signs publications is not in it. It comes back into an empty database alone,
whole or not at all, so that nothing is ever written over.

Assumption: whoever may run this holds the server, and with it everything.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.pq import Conninfo

from sec_registry.publications.files.whole_file import whole_file

#: How a file of each kind begins.
KINDS = {"sqlite": b"SQLite format 3\0", "postgresql": b"PGDMP"}


class BackupFault(Exception):
    """A backup cannot be written or restored; the message says why."""


def backup_write(*, to: Path) -> None:
    """Write all of the database into a file of its owner alone; whole, or not there.

    One that was there before stays until then. Raises ``BackupFault`` and ``OSError``.
    """
    with whole_file(to, private=True) as part:
        if connection.vendor == "sqlite":
            _copy_out(part)
        else:
            _run("pg_dump", "--format=custom", f"--file={part}")


def backup_restore(*, file: Path) -> None:
    """Read a backup into the database, which must be empty. Raises ``BackupFault``, ``OSError``."""
    with file.open("rb") as head:
        begins = head.read(16)
    if not begins.startswith(KINDS[connection.vendor]):
        raise BackupFault(f"{file} is no backup of a database of this kind ({connection.vendor}).")
    if tables := connection.introspection.table_names():
        raise BackupFault(
            f"The database holds something already ({len(tables)} tables): "
            "a backup is restored into an empty one."
        )
    if connection.vendor == "sqlite":
        _copy_in(file)
    else:
        quietly = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        database = connection.settings_dict["NAME"]
        _run("pg_restore", *quietly, f"--dbname={database}", str(file))


def fits_this_version() -> bool:
    """Whether what was restored was written by a registry with the same tables."""
    plan = MigrationExecutor(connection)
    known = set(plan.loader.disk_migrations)
    return not plan.migration_plan(plan.loader.graph.leaf_nodes()) and known >= {
        key for key in plan.loader.applied_migrations if key[0] in plan.loader.migrated_apps
    }


def _copy_out(part: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy)
            # Without a log beside it the file is all there is.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as fault:
        raise BackupFault(f"{part.parent}: {fault}.") from fault


def _copy_in(file: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as kept:
            (state,) = kept.execute("PRAGMA integrity_check(1)").fetchone()
            if state != "ok":
                raise BackupFault(f"{file} is damaged: {state}.")
            kept.backup(connection.connection)
    except sqlite3.Error as fault:
        raise BackupFault(f"{file} cannot be read: {fault}.") from fault


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; no password stands on its command line."""
    found = shutil.which(program, path=settings.POSTGRES_BIN or None)
    if found is None:
        raise BackupFault(f"There is no {program} here: POSTGRES_BIN names its folder.")
    done = _finished([found, *arguments], os.environ | _where())
    if done.returncode:
        raise BackupFault(f"{program}: {done.stderr.strip() or done.returncode}")


def _where() -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs read it from the environment.

    All that the registry itself connects by, what stands in the query of DATABASE_URL too.
    """
    given = connection.get_connection_params()
    known = ((option.keyword.decode(), option.envvar) for option in Conninfo.get_defaults())
    return {
        name.decode(): str(given[keyword])
        for keyword, name in known
        if name and given.get(keyword) is not None
    }


def _finished(
    command: Sequence[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # a program of the operator's, with words of our own
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
