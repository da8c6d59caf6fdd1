"""The published document of a Zigbee record, and back into the vocabulary's columns.

SECURITY: the contact is the record's own and never read from the firmware record, so that nothing
of the Firmware Information Repository leaves through this register. ``cells`` leaves it out: the
Contact columns of the vocabulary belong to the other register.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cpl.chunks import matching
from firmware.document import DEVICE, device_block
from sec_registry.registers.digests import Document
from sec_registry.registers.vocabulary import join
from zigbee.columns import CHIPSET_VENDOR, STACK_VERSION
from zigbee.models import Radio, ZigbeeRecord

_RADIO = ("chipset_vendor", "stack_version")
_RECORD = ("device_model_id", "state", "contact_email", "contact_telephone", "contact_address")


def render(numbers: Sequence[int]) -> dict[int, Document]:
    """The documents of these records from the live rows, by CPL number."""
    radios: dict[int, list[dict[str, Any]]] = {}
    described = Radio.objects.order_by("position").values("record_id", *_RADIO)
    for radio in matching(described, "record", numbers):
        radios.setdefault(radio.pop("record_id"), []).append(radio)
    live = ZigbeeRecord.objects.values(*_RECORD, *DEVICE)
    return {
        row["device_model_id"]: _document(row, radios.get(row["device_model_id"], []))
        for row in matching(live, "device_model", numbers)
    }


def cells(document: Document) -> dict[str, str]:
    """The radios as a row of the vocabulary; paired columns hold one value per radio."""
    radios = document["radios"]
    return {
        CHIPSET_VENDOR: join([radio["chipset_vendor"] for radio in radios]),
        STACK_VERSION: join([radio["stack_version"] for radio in radios]),
    }


def _document(row: Mapping[str, Any], radios: list[dict[str, Any]]) -> Document:
    return {
        "cpl_number": row["device_model_id"],
        "state": row["state"],
        "device": device_block(row),
        "radios": radios,
        "contact": {
            "email": row["contact_email"],
            "telephone": row["contact_telephone"],
            "address": row["contact_address"],
        },
    }
