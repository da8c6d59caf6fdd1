"""
What the whole suite shares: the flush between tests that really commit.

Most tests roll back and need nothing of this. Tests with `django_db(transaction=True)` or
`live_server` are cleaned up by Django's `flush`, which two things here forbid or break:

- append-only and ledger triggers refuse it, so they are disarmed around it and armed again after;
- it empties rows that migrations made (the ledger's one row, device types, content types), so
  those are put back from copies that were taken when the test database was new.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

COPY = "kept_"
# Django's own record of migrations is not flushed, so it needs no copy.
NOT_COPIED = {"django_migrations"}


@contextmanager
def triggers_disarmed() -> Iterator[None]:
    """Let the flush do what no one else may; only the tests' own superuser can do this."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("RESET session_replication_role")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        try:
            yield
        finally:
            for _, sql in triggers:
                cursor.execute(sql)


def copy_rows_of_migrations() -> list[str]:
    """Copy every table that migrations filled, inside the database, and return their names."""
    quote = connection.ops.quote_name
    filled = []
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1")
            if table not in NOT_COPIED and cursor.fetchone():
                cursor.execute(f"DROP TABLE IF EXISTS {quote(COPY + table)}")
                cursor.execute(
                    f"CREATE TABLE {quote(COPY + table)} AS SELECT * FROM {quote(table)}"
                )
                filled.append(table)
    return filled


def put_back(tables: list[str]) -> None:
    """Fill the flushed tables from their copies; foreign keys are looked at when all are full."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"INSERT INTO {quote(table)} SELECT * FROM {quote(COPY + table)}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Extend the test database's set-up by copies, and the flush by their return."""
    with django_db_blocker.unblock():
        tables = copy_rows_of_migrations()

    def flush_and_put_back(_test_case: TransactionTestCase) -> None:
        with triggers_disarmed():
            # Cascade: a package's own table whose model is swapped out is no longer in the list.
            call_command(
                "flush",
                verbosity=0,
                interactive=False,
                allow_cascade=True,
                inhibit_post_migrate=True,
            )
            put_back(tables)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_put_back)
        yield
