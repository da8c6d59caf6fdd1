"""The Central Products List as a table, and the columns that the other tables begin with."""

from cpl.choices import Scheme
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    DEVICE_TYPE,
    ESME_VARIANT,
    FIRMWARE_CODING,
    FIRMWARE_VERSION,
    GBCS_VERSION,
    GENERATION,
    HARDWARE_VERSION,
    IMAGE_CREATOR,
    IMAGE_DESCRIPTOR,
    IMAGE_HASH,
    MANUFACTURER,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
    MODEL_NAME,
    SECURITY_CHARACTERISTICS_VERSION,
    SPECIFICATION_VERSION,
    STANDARD,
)
from cpl.document import cells
from sec_registry.registers.digests import Document
from sec_registry.registers.tables import Table

CPL_NUMBER = "CPL number"
#: Not in the vocabulary: what an acceptance writes and nobody types.
STATUS = "Status"
STATUS_DATE = "Status date"
REMOVAL_DATE = "Removal date"
REMOVAL_REASON = "Removal reason"
ADDED_IN = "Added in publication"
AMENDED_IN = "Amended in publication"
CORRECTION = "Correction"

_COLUMNS = {
    CPL_NUMBER: "cpl_number",
    DEVICE_TYPE: "device_type",
    GENERATION: "generation",
    MANUFACTURER_CODE: "manufacturer",
    MANUFACTURER: "manufacturer",
    MODEL_IDENTIFIER: "model",
    MODEL_NAME: "model",
    HARDWARE_VERSION: "hardware_version",
    FIRMWARE_VERSION: "firmware_version",
    FIRMWARE_CODING: "firmware_coding",
    ESME_VARIANT: "esme_variant",
    SPECIFICATION_VERSION: "specifications",
    GBCS_VERSION: "specifications",
    **{heading[scheme]: "certificates" for scheme in Scheme for heading in (CERTIFICATE, STANDARD)},
    CPA_DATE: "cpa",
    CPA_DATE_KIND: "cpa",
    SECURITY_CHARACTERISTICS_VERSION: "cpa",
    IMAGE_CREATOR: "image",
    IMAGE_DESCRIPTOR: "image",
    IMAGE_HASH: "image",
    STATUS: "status",
    STATUS_DATE: "status_date",
    REMOVAL_DATE: "removal",
    REMOVAL_REASON: "removal",
    ADDED_IN: "added_in",
    AMENDED_IN: "amended_in",
    CORRECTION: "correction",
}
_IDENTITY = (
    DEVICE_TYPE,
    GENERATION,
    MANUFACTURER_CODE,
    MANUFACTURER,
    MODEL_IDENTIFIER,
    MODEL_NAME,
    HARDWARE_VERSION,
    FIRMWARE_VERSION,
    STATUS,
)

#: Of a record of another register: its number, and the Device Model it belongs to.
RECORD_COLUMNS = {CPL_NUMBER: "cpl_number", **dict.fromkeys(_IDENTITY, "device")}


def record_cells(document: Document) -> dict[str, str]:
    """The cells of ``RECORD_COLUMNS`` from another register's document."""
    device = document["device"]
    return {
        CPL_NUMBER: str(document["cpl_number"]),
        DEVICE_TYPE: device["device_type"],
        GENERATION: device["generation"],
        MANUFACTURER_CODE: device["manufacturer"]["code"],
        MANUFACTURER: device["manufacturer"]["name"],
        MODEL_IDENTIFIER: device["model"]["identifier"],
        MODEL_NAME: device["model"]["name"],
        HARDWARE_VERSION: device["hardware_version"],
        FIRMWARE_VERSION: device["firmware_version"],
        STATUS: device["status"],
    }


def _row(document: Document) -> dict[str, str]:
    return {
        **cells(document),
        CPL_NUMBER: str(document["cpl_number"]),
        STATUS: document["status"],
        STATUS_DATE: document["status_date"],
        REMOVAL_DATE: (document["removal"] or {}).get("date", ""),
        REMOVAL_REASON: (document["removal"] or {}).get("reason", ""),
        ADDED_IN: str(document["added_in"]),
        AMENDED_IN: str(document["amended_in"] or ""),
        CORRECTION: (document["correction"] or {}).get("reason", ""),
    }


TABLE = Table(columns=_COLUMNS, row=_row)
