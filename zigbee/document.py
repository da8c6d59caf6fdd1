"""The published document of a Zigbee record, and back into the vocabulary's columns.

SECURITY: the contact is the record's own and never read from the firmware record, so that nothing
of the Firmware Information Repository leaves through this register. ``cells`` leaves it out: the
Contact columns of the vocabulary belong to the other register.
"""

from collections.abc import Sequence
from typing import Any

from cpl.chunks import matching
from firmware.document import device_block
from sec_registry.registers.digests import Document
from sec_registry.registers.vocabulary import join
from zigbee.columns import CHIPSET_VENDOR, STACK_VERSION
from zigbee.models import Radio, ZigbeeRecord


def render(numbers: Sequence[int]) -> dict[int, Document]:
    """The documents of these records from the live rows, by CPL number."""
    radios: dict[int, list[dict[str, Any]]] = {}
    for radio in matching(Radio.objects.order_by("position"), "record", numbers):
        radios.setdefault(radio.record_id, []).append(_radio(radio))
    live = ZigbeeRecord.objects.select_related("device_model__manufacturer")
    return {
        record.device_model_id: _document(record, radios.get(record.device_model_id, []))
        for record in matching(live, "device_model", numbers)
    }


def cells(document: Document) -> dict[str, str]:
    """The radios as a row of the vocabulary; paired columns hold one value per radio."""
    radios = document["radios"]
    return {
        CHIPSET_VENDOR: join([radio["chipset_vendor"] for radio in radios]),
        STACK_VERSION: join([radio["stack_version"] for radio in radios]),
    }


def _document(record: ZigbeeRecord, radios: list[dict[str, Any]]) -> Document:
    return {
        "cpl_number": record.device_model_id,
        "state": record.state,
        "device": device_block(record.device_model),
        "radios": radios,
        "contact": {
            "email": record.contact_email,
            "telephone": record.contact_telephone,
            "address": record.contact_address,
        },
    }


def _radio(radio: Radio) -> dict[str, Any]:
    return {"chipset_vendor": radio.chipset_vendor, "stack_version": radio.stack_version}
