"""The published document of a firmware record, and back into the vocabulary's columns.

Assumption: every CPL number asked for has its firmware record (F2.15(a)); one that has none is
absent from the answer.
"""

from collections.abc import Sequence
from typing import Any

from cpl.chunks import matching
from cpl.models import DeviceModel
from firmware.choices import PathwayState, UpgradeState
from firmware.columns import (
    BASELINES,
    CONTACT_ADDRESS,
    CONTACT_EMAIL,
    CONTACT_TELEPHONE,
    NOT_APPLICABLE,
    NOT_PROVIDED,
    RELEASE_NOTES,
    UPGRADE,
    YES,
)
from firmware.models import ContactPoint, FirmwareRecord, UpgradePathway
from sec_registry.registers.digests import Document
from sec_registry.registers.vocabulary import join

UPGRADE_WORDS = {
    UpgradeState.LISTED: YES,
    UpgradeState.NOT_APPLICABLE: NOT_APPLICABLE,
    UpgradeState.NOT_PROVIDED: NOT_PROVIDED,
}


def render(numbers: Sequence[int]) -> dict[int, Document]:
    """The documents of these records from the live rows, by CPL number."""
    pathways = _pathways(numbers)
    live = FirmwareRecord.objects.select_related("contact", "device_model__manufacturer")
    return {
        record.device_model_id: _document(record, pathways.get(record.device_model_id, []))
        for record in matching(live, "device_model", numbers)
    }


def device_block(device: DeviceModel) -> dict[str, Any]:
    """The identity that cross-refers to the Central Products List (F2.16, F2.35)."""
    return {
        "device_type": device.device_type_id,
        "generation": device.generation,
        "manufacturer": {"code": device.manufacturer_id, "name": device.manufacturer.name},
        "model": {"identifier": device.model_identifier, "name": device.model_name},
        "hardware_version": device.hardware_version,
        "firmware_version": device.firmware_version,
        "status": device.status,
    }


def cells(document: Document) -> dict[str, str]:
    """The document as a row of the vocabulary: what an export writes and an amendment keeps."""
    return {
        CONTACT_EMAIL: document["contact"]["email"],
        CONTACT_TELEPHONE: document["contact"]["telephone"],
        CONTACT_ADDRESS: document["contact"]["address"],
        RELEASE_NOTES: document["release_notes"],
        UPGRADE: UPGRADE_WORDS[UpgradeState(document["upgrade"]["state"])],
        BASELINES: join([str(number) for number in document["upgrade"]["baselines"]]),
    }


def _pathways(numbers: Sequence[int]) -> dict[int, list[UpgradePathway]]:
    found: dict[int, list[UpgradePathway]] = {}
    live = UpgradePathway.objects.order_by("baseline")
    for pathway in matching(live, "device_model", numbers):
        found.setdefault(pathway.device_model_id, []).append(pathway)
    return found


def _document(record: FirmwareRecord, pathways: Sequence[UpgradePathway]) -> Document:
    return {
        "cpl_number": record.device_model_id,
        "state": record.state,
        "device": device_block(record.device_model),
        "contact": _contact(record.contact),
        "release_notes": record.release_notes,
        "upgrade": {
            "state": record.upgrade,
            "baselines": [p.baseline_id for p in pathways if p.state == PathwayState.DECLARED],
            "blocked": [_blocked(p) for p in pathways if p.state == PathwayState.BLOCKED],
        },
    }


def _contact(contact: ContactPoint | None) -> dict[str, str]:
    if contact is None:
        return {"email": "", "telephone": "", "address": ""}
    return {
        "email": contact.email,
        "telephone": contact.telephone,
        "address": contact.address,
    }


def _blocked(pathway: UpgradePathway) -> dict[str, Any]:
    return {
        "cpl_number": pathway.baseline_id,
        "reason": pathway.blocked_reason,
        "since": pathway.blocked_since.isoformat() if pathway.blocked_since else "",
    }
