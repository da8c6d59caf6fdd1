"""What the database itself refuses, whoever writes: raw SQL past every rule (F2.34, F2.38)."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from sec_registry.registers.ledger import opened_ledger
from tests.accounts.factories import make_party, make_person
from tests.registry import accept, make_panel
from tests.rows import numbered_row
from tests.zigbee.grants import make_grant, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registers() -> None:
    accept(numbered_row(1), numbered_row(2), panel=make_panel())
    member = make_member()
    make_grant(member, person=make_person())
    make_grant(member, organisation=make_party())


@pytest.fixture
def open_ledger() -> Iterator[None]:
    with opened_ledger():
        yield


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        # Foreign keys are looked at when a transaction ends; a test's never does.
        connection.check_constraints()


RADIO = "INSERT INTO zigbee_radio (record_id, position, chipset_vendor, stack_version) VALUES "


@pytest.mark.usefixtures("open_ledger")
@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "INSERT INTO zigbee_zigbeerecord (device_model_id, state, contact_email, "
            "contact_telephone, contact_address) VALUES (1, 'not_provided', '', '', '')",
            id="F2.34(c) second record",
        ),
        pytest.param(
            "UPDATE zigbee_zigbeerecord SET contact_email = ''", id="F2.33 provided, no contact"
        ),
        pytest.param(RADIO + "(1, 2, '', '1.0')", id="F2.34(a) blank vendor"),
        pytest.param(RADIO + "(1, 2, 'Imaginary', '')", id="F2.34(b) blank stack"),
        pytest.param(RADIO + "(1, 1, 'Imaginary', '1.0')", id="F2.34 position taken"),
        pytest.param(RADIO + "(99, 1, 'Imaginary', '1.0')", id="F2.36 no such number"),
        pytest.param("UPDATE zigbee_publishedzigbeerecord SET document = '{}'", id="P1 published"),
        pytest.param("DELETE FROM zigbee_publishedzigbeerecord", id="P1 unpublished"),
        pytest.param("DELETE FROM zigbee_historicalradio", id="B3 history"),
    ],
)
def test_database_refuses(sql: str) -> None:
    with pytest.raises(IntegrityError):
        run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE zigbee_zigbeerecord SET contact_address = 'x'",
        "UPDATE zigbee_radio SET stack_version = 'x'",
        "DELETE FROM zigbee_radio",
        RADIO + "(1, 2, 'Imaginary', '1.0')",
    ],
)
def test_database_refuses_every_write_while_the_ledger_is_closed(sql: str) -> None:
    with pytest.raises(IntegrityError, match="ledger"):
        run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("UPDATE zigbee_accessgrant SET purpose = ''", id="F2.38 no purpose"),
        pytest.param("UPDATE zigbee_accessgrant SET until = starts", id="Z1 no time"),
        pytest.param(
            "UPDATE zigbee_accessgrant SET person_id = decided_by_id WHERE person_id IS NOT NULL",
            id="Z1 to oneself",
        ),
        pytest.param("UPDATE zigbee_accessgrant SET person_id = decided_by_id", id="Z1 to two"),
        pytest.param("UPDATE zigbee_accessgrant SET person_id = NULL", id="Z1 to nobody"),
        pytest.param(
            "UPDATE zigbee_accessgrant SET revoked_at = starts", id="Z1 revoked by nobody"
        ),
        pytest.param("UPDATE zigbee_accessscope SET value = 'ESME'", id="Z2 all with a value"),
        pytest.param(
            "INSERT INTO zigbee_accessscope (kind, value) VALUES ('all', '')", id="Z2 scope twice"
        ),
        pytest.param(
            "INSERT INTO zigbee_accessscope (kind, value) VALUES ('records', '')",
            id="Z2 record without number",
        ),
        pytest.param("UPDATE zigbee_accessgrant SET role = 'PANEL_REVIEWER'", id="Z1 to two more"),
        pytest.param(
            "UPDATE zigbee_accessgrant SET person_id = NULL, organisation_id = NULL, "
            "role = 'AUDITOR'",
            id="Z1 to a role that is not the Panel's",
        ),
        pytest.param(
            "UPDATE zigbee_accessgrant SET members_needed = 2, countersigned_by_id = "
            "decided_by_id, countersigned_at = starts",
            id="Z1 signed twice by one",
        ),
        pytest.param(
            "UPDATE zigbee_accessgrant SET members_needed = 2, countersigned_by_id = person_id, "
            "countersigned_at = starts WHERE person_id IS NOT NULL",
            id="Z1 countersigned by the holder",
        ),
        pytest.param("UPDATE zigbee_accessgrant SET members_needed = 0", id="Z1 by no member"),
        pytest.param("UPDATE zigbee_accesspolicy SET longest_days = 0", id="Z1 no longest"),
        pytest.param("UPDATE zigbee_accesspolicy SET members = 3", id="Z1 by three"),
        pytest.param("UPDATE zigbee_review SET state = 'reviewed'", id="Z5 by nobody"),
        pytest.param("DELETE FROM zigbee_historicalaccessgrant", id="B3 history of grants"),
    ],
)
def test_database_refuses_a_grant_or_review_that_makes_no_sense(sql: str) -> None:
    with pytest.raises(IntegrityError):
        run(sql)
