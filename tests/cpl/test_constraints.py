"""What the database itself refuses, whoever writes: by raw SQL, with the ledger open."""

import pytest
from django.db import IntegrityError, connection, transaction

from sec_registry.registers.ledger import opened_ledger
from tests.cpl.desk import enlist
from tests.rows import smets1_row, valid_row

pytestmark = pytest.mark.django_db

DEVICE_MODEL = "UPDATE cpl_devicemodel"
PAIR = "UPDATE cpl_specificationpair"
CERTIFICATE = "UPDATE cpl_assurancecertificate"
REFUSED = [
    pytest.param(f"{DEVICE_MODEL} SET cpl_number = 0", id="2.1-number-not-positive"),
    pytest.param(f"{DEVICE_MODEL} SET generation = 'SMETS3'", id="2.1-generation-unknown"),
    pytest.param(f"{DEVICE_MODEL} SET manufacturer_id = '10E'", id="2.1(a)-no-such-code"),
    pytest.param("UPDATE cpl_manufacturer SET code = '10e0'", id="2.1(a)-code-form"),
    pytest.param("UPDATE cpl_manufacturer SET name = ''", id="2.1(a)-name-blank"),
    pytest.param(f"{DEVICE_MODEL} SET model_identifier = ''", id="2.1(a)-model-blank"),
    pytest.param(f"{DEVICE_MODEL} SET hardware_version = ''", id="2.1(b)-blank"),
    pytest.param(f"{DEVICE_MODEL} SET firmware_version = '1'", id="2.1(c)-form"),
    pytest.param(f"{DEVICE_MODEL} SET firmware_coding = 'OCT'", id="2.1(c)-coding"),
    pytest.param(f"{PAIR} SET gbcs_version = ''", id="2.1(d)-no-GBCS"),
    pytest.param(f"{PAIR} SET version = 'four'", id="2.1(d)-form"),
    pytest.param(f"{PAIR} SET version = '4.2', gbcs_version = '3.2'", id="2.1(d)-twice"),
    pytest.param(f"{CERTIFICATE} SET standard_version = ''", id="2.1(f)-blank"),
    pytest.param(
        f"{CERTIFICATE} SET scheme = 'ZIGBEE', number = 'X' WHERE scheme <> 'CPA'",
        id="2.1(f)-twice",
    ),
    pytest.param(f"{CERTIFICATE} SET date = NULL WHERE scheme = 'CPA'", id="2.1(g)-no-date"),
    pytest.param(
        f"{CERTIFICATE} SET date_kind = '' WHERE scheme = 'CPA'",
        id="2.1(g)-no-kind",
    ),
    pytest.param(
        f"{CERTIFICATE} SET security_characteristics_version = '' WHERE scheme = 'CPA'",
        id="2.1(g)-no-Security-Characteristics",
    ),
    pytest.param(
        f"{CERTIFICATE} SET date_kind = 'EXPIRY' WHERE scheme = 'ZIGBEE'",
        id="2.1(g)-not-CPA",
    ),
    pytest.param("UPDATE cpl_manufacturerimage SET creator = ''", id="2.1(h)-no-creator"),
    pytest.param("UPDATE cpl_manufacturerimage SET descriptor = ''", id="2.1(h)-no-descriptor"),
    pytest.param("UPDATE cpl_manufacturerimage SET hash = 'ab'", id="2.1(h)-hash-form"),
    pytest.param(f"{DEVICE_MODEL} SET status = 'GONE'", id="status-unknown"),
    pytest.param(
        f"{DEVICE_MODEL} SET corrected_in = 1, corrected_on = '2001-02-03'",
        id="S1-correction-without-reason",
    ),
    pytest.param(
        f"{DEVICE_MODEL} SET correction_reason = 'typo'", id="S1-correction-without-publication"
    ),
    pytest.param(
        f"{DEVICE_MODEL} SET removal_planned_for = '2999-01-01'", id="S9-plan-without-reason"
    ),
    pytest.param(
        f"{DEVICE_MODEL} SET status = 'REMOVED', removal_planned_for = '2999-01-01', "
        "removal_reason = 'x', removal_authority = 'x', removal_decided_in = 1",
        id="S9-plan-for-what-is-removed",
    ),
    pytest.param(
        f"{DEVICE_MODEL} SET removal_reason = 'x', removal_authority = 'x'",
        id="S9-reason-without-removal",
    ),
    pytest.param(f"{DEVICE_MODEL} SET status = 'REMOVED'", id="S9-removal-without-reason"),
    pytest.param(
        f"{DEVICE_MODEL} SET device_type_id = 'ESME', generation = 'SMETS2+', "
        "hardware_version = '0100'",
        id="listed-twice",
    ),
]


@pytest.fixture
def two_device_models() -> None:
    enlist(valid_row(), smets1_row("GSME"))


def run(statement: str) -> int:
    """Run the statement with the ledger open; returns how many rows it changed."""
    with opened_ledger(), connection.cursor() as cursor:
        cursor.execute(statement)
        changed: int = cursor.rowcount
        connection.check_constraints()
    return changed


@pytest.mark.usefixtures("two_device_models")
@pytest.mark.parametrize("statement", REFUSED)
def test_database_refuses(statement: str) -> None:
    with pytest.raises(IntegrityError):
        run(statement)


@pytest.mark.usefixtures("two_device_models")
def test_database_takes_what_is_right() -> None:
    assert run(f"{DEVICE_MODEL} SET model_name = 'Other'") == 2


@pytest.mark.usefixtures("two_device_models")
@pytest.mark.parametrize(
    "table",
    [
        "cpl_devicemodel",
        "cpl_manufacturer",
        "cpl_specificationpair",
        "cpl_assurancecertificate",
        "cpl_devicemodelcertificate",
        "cpl_manufacturerimage",
        "cpl_historicaldevicemodel",
    ],
)
def test_closed_ledger_refuses_every_table(table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(f"DELETE FROM {table}")
