"""What the database itself refuses, whoever writes: raw SQL past every rule (F2.15(a), U1)."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from sec_registry.registers.ledger import opened_ledger
from tests.registry import accept, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registers() -> None:
    accept(
        numbered_row(1), numbered_row(2), numbered_row(3, Upgrade="yes", Baselines="row 1"),
        panel=make_panel(),
    )  # fmt: skip


@pytest.fixture
def open_ledger() -> Iterator[None]:
    with opened_ledger():
        yield


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        # Foreign keys are looked at when a transaction ends; a test's never does.
        connection.check_constraints()


PATHWAY = (
    "INSERT INTO firmware_upgradepathway "
    "(baseline_id, device_model_id, state, blocked_reason, blocked_since) VALUES "
)


@pytest.mark.usefixtures("open_ledger")
@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "INSERT INTO firmware_firmwarerecord (device_model_id, state, release_notes, upgrade) "
            "VALUES (1, 'not_provided', '', 'not_provided')",
            id="F2.15(a) second record",
        ),
        pytest.param(
            "UPDATE firmware_firmwarerecord SET release_notes = '' WHERE device_model_id = 1",
            id="F2.15(c) provided without notes",
        ),
        pytest.param(
            "UPDATE firmware_firmwarerecord SET contact_id = NULL WHERE device_model_id = 1",
            id="F2.15(b) provided without contact",
        ),
        pytest.param(
            "UPDATE firmware_firmwarerecord SET upgrade = 'maybe' WHERE device_model_id = 1",
            id="F2.15(d) unknown state",
        ),
        pytest.param("UPDATE firmware_contactpoint SET address = ''", id="F2.15(b) blank address"),
        pytest.param(PATHWAY + "(1, 3, 'declared', '', NULL)", id="U1 pathway twice"),
        pytest.param(PATHWAY + "(3, 3, 'declared', '', NULL)", id="U1 to itself"),
        pytest.param(PATHWAY + "(2, 3, 'blocked', '', '2030-01-01')", id="U1 block, no reason"),
        pytest.param(PATHWAY + "(2, 3, 'blocked', 'why', NULL)", id="U1 block, no date"),
        pytest.param(PATHWAY + "(2, 3, 'declared', 'why', NULL)", id="U1 reason, no block"),
        pytest.param(PATHWAY + "(99, 3, 'declared', '', NULL)", id="F2.15(d) no such number"),
        pytest.param(
            "UPDATE firmware_publishedfirmwarerecord SET document = '{}'", id="P1 published"
        ),
        pytest.param("DELETE FROM firmware_publishedfirmwarerecord", id="P1 unpublished"),
        pytest.param("DELETE FROM firmware_historicalupgradepathway", id="B3 history"),
    ],
)
def test_database_refuses(sql: str) -> None:
    with pytest.raises(IntegrityError):
        run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE firmware_firmwarerecord SET release_notes = 'x'",
        "UPDATE firmware_contactpoint SET address = 'x'",
        "DELETE FROM firmware_upgradepathway",
        PATHWAY + "(2, 3, 'declared', '', NULL)",
    ],
)
def test_database_refuses_every_write_while_the_ledger_is_closed(sql: str) -> None:
    with pytest.raises(IntegrityError, match="ledger"):
        run(sql)
