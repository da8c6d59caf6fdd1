"""The suite runs on the database it was asked to run on, set up as in production."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from accounts.models import Organisation
from accounts.services import organisation_add
from tests.settings import TEST_DATABASE

pytestmark = pytest.mark.django_db


def test_database_is_the_one_asked_for() -> None:
    assert connection.vendor == TEST_DATABASE


def add_permission_of_nothing() -> None:
    with transaction.atomic():
        Permission.objects.create(name="of nothing", content_type_id=0, codename="nothing")
        connection.check_constraints()


def test_foreign_keys_are_enforced() -> None:
    with pytest.raises(IntegrityError):
        add_permission_of_nothing()


@pytest.mark.skipif(TEST_DATABASE != "sqlite", reason="SQLite's own settings")
def test_sqlite_keeps_a_write_ahead_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


@pytest.mark.parametrize("run", ["first", "after a flush"])
@pytest.mark.django_db(transaction=True)
def test_flush_between_tests_keeps_what_migrations_made(run: str) -> None:
    assert ContentType.objects.filter(app_label="contenttypes").exists()


@pytest.mark.parametrize("run", ["first", "after a flush"])
@pytest.mark.django_db(transaction=True)
def test_flush_between_tests_empties_append_only_tables_and_arms_them_again(run: str) -> None:
    organisation_add(by="test suite", name="Example Energy")

    assert Organisation.history.count() == 1
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Organisation.history.all().delete()
