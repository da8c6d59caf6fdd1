"""The published document of a firmware record, and back into the vocabulary's columns.

Assumption: every CPL number asked for has its firmware record (F2.15(a)); one that has none is
absent from the answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cpl.chunks import matching
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
from firmware.models import FirmwareRecord, UpgradePathway
from sec_registry.registers.digests import Document
from sec_registry.registers.vocabulary import join

UPGRADE_WORDS = {
    UpgradeState.LISTED: YES,
    UpgradeState.NOT_APPLICABLE: NOT_APPLICABLE,
    UpgradeState.NOT_PROVIDED: NOT_PROVIDED,
}


#: What is read of the Device Model that a record belongs to, for ``device_block``.
DEVICE = (
    "device_model__device_type_id",
    "device_model__generation",
    "device_model__manufacturer_id",
    "device_model__manufacturer__name",
    "device_model__model_identifier",
    "device_model__model_name",
    "device_model__hardware_version",
    "device_model__firmware_version",
    "device_model__status",
)
_RECORD = (
    "device_model_id",
    "state",
    "contact__email",
    "contact__telephone",
    "contact__address",
    "release_notes",
    "upgrade",
)


def render(numbers: Sequence[int]) -> dict[int, Document]:
    """The documents of these records from the live rows, by CPL number."""
    pathways = _pathways(numbers)
    live = FirmwareRecord.objects.values(*_RECORD, *DEVICE)
    return {
        row["device_model_id"]: _document(row, pathways.get(row["device_model_id"], []))
        for row in matching(live, "device_model", numbers)
    }


def device_block(row: Mapping[str, Any]) -> dict[str, Any]:
    """The identity that cross-refers to the Central Products List (F2.16, F2.35)."""
    kind, generation, code, name, identifier, model_name, hardware, firmware, status = (
        row[member] for member in DEVICE
    )
    return {
        "device_type": kind,
        "generation": generation,
        "manufacturer": {"code": code, "name": name},
        "model": {"identifier": identifier, "name": model_name},
        "hardware_version": hardware,
        "firmware_version": firmware,
        "status": status,
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


def _document(row: Mapping[str, Any], pathways: Sequence[UpgradePathway]) -> Document:
    return {
        "cpl_number": row["device_model_id"],
        "state": row["state"],
        "device": device_block(row),
        # Without a contact each of its members is NULL.
        "contact": {
            member: row[f"contact__{member}"] or "" for member in ("email", "telephone", "address")
        },
        "release_notes": row["release_notes"],
        "upgrade": {
            "state": row["upgrade"],
            "baselines": [p.baseline_id for p in pathways if p.state == PathwayState.DECLARED],
            "blocked": [_blocked(p) for p in pathways if p.state == PathwayState.BLOCKED],
        },
    }


def _blocked(pathway: UpgradePathway) -> dict[str, Any]:
    return {
        "cpl_number": pathway.baseline_id,
        "reason": pathway.blocked_reason,
        "since": pathway.blocked_since.isoformat() if pathway.blocked_since else "",
    }
