"""
What the whole suite shares: the clean-up between tests that really commit.

Most tests roll back and need nothing of this. Tests with `django_db(transaction=True)` or
`live_server` are cleaned up by Django's `flush`, which does not do here:

- append-only and ledger triggers refuse it, so they are disarmed around it and armed again after;
- it empties rows that migrations made (the ledger's one row, device types, content types), so
  those are put back from copies that were taken when the test database was new;
- it truncates every table there is, which takes seconds on PostgreSQL, where few hold a row.

Assumption: the tests' database user may set `session_replication_role` (a superuser may).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from tests.settings import TEST_DATABASE
from tests.stage import Stage, asks_for_a_kept_world
from tests.template import template_left, template_taken

# Machines have much else to do: no property fails for the time that it took.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

STAGE = Stage()
#: What a test takes that asks the database.
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_setup",
    "live_server",
    "made_world",
    "stage",
}
COPY = "kept_"
# Django's own record of migrations is not emptied, so it needs no copy.
LEFT_ALONE = {"django_migrations"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL ask only what a database answers.

    What touches none, and what only a browser shows, is the same on both and was asked on SQLite.
    """
    if TEST_DATABASE != "postgresql":
        return
    once = [item for item in items if not asks_the_database(item)]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if item not in set(once)]


def pytest_collection_finish() -> None:
    """Keep what is imported by now out of the collector's rounds, and let it look less often.

    Some thousand modules and tests live to the end; to look through them again and again took one
    second of twenty.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def asks_the_database(item: pytest.Item) -> bool:
    """Whether the test's answer may depend on the database; what a browser shows does not."""
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    in_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return "open_page" not in fixtures and (marked or in_case or bool(fixtures & DATABASE_FIXTURES))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """End the world of the tests before for a test that asks for none."""
    if not asks_for_a_kept_world(item):
        STAGE.close()


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Where worlds are kept that many tests begin from."""
    STAGE.unblocked = django_db_blocker.unblock
    yield STAGE
    STAGE.close()


@contextmanager
def triggers_disarmed() -> Iterator[None]:
    """Let the clean-up do what no one else may, for the rest of its transaction at most."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def tables_with_rows() -> list[str]:
    """Return the tables of all models that hold a row."""
    tables = set(connection.introspection.django_table_names(only_existing=True)) - LEFT_ALONE
    question = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [table for (table,) in cursor.fetchall()]


def copy_rows_of_migrations() -> list[str]:
    """Copy every table that migrations filled, inside the database, and return their names."""
    quote = connection.ops.quote_name
    filled = tables_with_rows()
    with connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DROP TABLE IF EXISTS {quote(COPY + table)}")
            cursor.execute(f"CREATE TABLE {quote(COPY + table)} AS SELECT * FROM {quote(table)}")
    return filled


def empty_and_put_back(filled: list[str]) -> None:
    """Make the tables what the migrations left; foreign keys are looked at when all are full."""
    quote = connection.ops.quote_name
    with transaction.atomic(), triggers_disarmed(), connection.cursor() as cursor:
        for table in tables_with_rows():
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table in filled:
            cursor.execute(f"INSERT INTO {quote(table)} SELECT * FROM {quote(COPY + table)}")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begin from a migrated copy where there is one."""
    return template_taken()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Extend the test database's set-up by copies, and the clean-up by their return."""
    with django_db_blocker.unblock():
        template_left()
        filled = copy_rows_of_migrations()

    def clean_up(_test_case: TransactionTestCase) -> None:
        empty_and_put_back(filled)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clean_up)
        yield
