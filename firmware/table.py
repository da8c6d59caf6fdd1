"""The Firmware Information Repository as a table."""

from cpl.table import RECORD_COLUMNS, record_cells
from firmware.columns import (
    BASELINES,
    CONTACT_ADDRESS,
    CONTACT_EMAIL,
    CONTACT_TELEPHONE,
    RELEASE_NOTES,
    UPGRADE,
)
from firmware.document import cells
from sec_registry.registers.digests import Document
from sec_registry.registers.tables import Table
from sec_registry.registers.vocabulary import join

BLOCKED = "Blocked baselines"
STATE = "State"


def _row(document: Document) -> dict[str, str]:
    blocked = [str(each["cpl_number"]) for each in document["upgrade"]["blocked"]]
    return {
        **record_cells(document),
        **cells(document),
        BLOCKED: join(blocked),
        STATE: document["state"],
    }


TABLE = Table(
    columns={
        **RECORD_COLUMNS,
        CONTACT_EMAIL: "contact",
        CONTACT_TELEPHONE: "contact",
        CONTACT_ADDRESS: "contact",
        RELEASE_NOTES: "release_notes",
        UPGRADE: "upgrade",
        BASELINES: "upgrade",
        BLOCKED: "upgrade",
        STATE: "state",
    },
    row=_row,
)
