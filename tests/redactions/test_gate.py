"""The gate in the database: it opens for exactly the rows and columns of a redaction under way."""

import pytest
from django.db import IntegrityError, connection, transaction

from cpl.models import PublishedDeviceModel
from sec_registry.registers.catalogue import registers
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Redaction, RedactionReach
from tests.redactions.world import World, propose, redacted

pytestmark = pytest.mark.django_db


def refused_by_the_database(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False


def test_database_lets_nothing_through_but_a_redaction_under_way(world: World) -> None:
    done = redacted(world, "model.name")
    waiting = propose(world, "contact.telephone", code="firmware")
    tables = [each.published._meta.db_table for each in registers()]
    by_hand = [
        *(f"UPDATE {table} SET document = '{{}}', salt = 'x'" for table in tables),
        "UPDATE cpl_historicaldevicemodel SET model_name = 'x'",
        "UPDATE submissions_historicalsubmission SET title = 'x'",
        "UPDATE registers_publicationregister SET redactions = 7",
        "UPDATE registers_redactionstatement SET statement = '{}'",
        f"UPDATE registers_redaction SET state = 'approved' WHERE id = {done.pk}",
        f"UPDATE registers_redaction SET state = 'done' WHERE id = {waiting.pk}",
        f"UPDATE registers_redaction SET decided_by_id = proposed_by_id, state = 'approved', "
        f"decided_at = proposed_at WHERE id = {waiting.pk}",
        f"UPDATE registers_redaction SET cpl_number = 7 WHERE id = {waiting.pk}",
        "DELETE FROM registers_redaction",
        "INSERT INTO registers_redactionreach (redaction_id, place, row_key) "
        f"VALUES ({done.pk}, 'cpl_publisheddevicemodel', 1)",
    ]

    with opened_ledger():
        assert [each for each in by_hand if not refused_by_the_database(each)] == []


def test_gate_opens_the_rows_named_and_the_columns_that_may_change(world: World) -> None:
    proposed = propose(world, "model.name")
    first, second = PublishedDeviceModel.objects.order_by("pk")[:2]

    with opened_ledger():
        Redaction.objects.filter(pk=proposed.pk).update(
            state="approved", decided_by=world.panel.reviewer, decided_at=proposed.proposed_at
        )
        RedactionReach.objects.create(
            redaction=proposed, place=PublishedDeviceModel._meta.db_table, row_key=first.pk
        )
        table = PublishedDeviceModel._meta.db_table
        assert not refused_by_the_database(f"UPDATE {table} SET salt = 'x' WHERE id = {first.pk}")
        assert refused_by_the_database(f"UPDATE {table} SET digest = 'x' WHERE id = {first.pk}")
        assert refused_by_the_database(f"UPDATE {table} SET salt = 'x' WHERE id = {second.pk}")
        assert refused_by_the_database(f"DELETE FROM {table} WHERE id = {first.pk}")
