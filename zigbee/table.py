"""The Device Zigbee Information Repository as a table.

SECURITY: the contact has headings of its own: under the vocabulary's, which belong to the firmware
record, an import would write the contact of this register into the other.
"""

from cpl.table import RECORD_COLUMNS, record_cells
from sec_registry.registers.digests import Document
from sec_registry.registers.tables import Table
from zigbee.columns import CHIPSET_VENDOR, STACK_VERSION
from zigbee.document import cells

STATE = "State"
_CONTACT = {
    "Zigbee contact email": "email",
    "Zigbee contact telephone": "telephone",
    "Zigbee contact address": "address",
}


def _row(document: Document) -> dict[str, str]:
    contact = {heading: document["contact"][member] for heading, member in _CONTACT.items()}
    return {**record_cells(document), **cells(document), **contact, STATE: document["state"]}


TABLE = Table(
    columns={
        **RECORD_COLUMNS,
        CHIPSET_VENDOR: "radios",
        STACK_VERSION: "radios",
        **dict.fromkeys(_CONTACT, "contact"),
        STATE: "state",
    },
    row=_row,
)
