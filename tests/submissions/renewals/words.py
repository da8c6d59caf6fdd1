"""Renewals as they are typed, and the CPA Certificates that are published."""

import json
from typing import Any

from sec_registry.registers.catalogue import register
from tests.rows import Cells

OLD, NEW = "CPA-FICTION-SHARED", "CPA-FICTION-RENEWED"
LATER = "3009-12-31"


def renewal(**cells: str) -> Cells:
    return {
        "Action": "renew certificate",
        "Replaces certificate": OLD,
        "CPA certificate": NEW,
        "CPA standard": "CPA 1.4",
        "CPA date": LATER,
        "CPA date kind": "EXPIRY",
        "Security Characteristics version": "1.4",
        **cells,
    }


def zigbee_renewal(**cells: str) -> Cells:
    return {
        "Action": "renew certificate",
        "Replaces certificate": "ZIG-FICTION-1",
        "ZigBee certificate": "ZIG-FICTION-1B",
        "ZigBee standard": "ZSE 1.5",
        **cells,
    }


def document(number: int) -> dict[str, Any]:
    rows = register("cpl").published._default_manager.filter(superseded_in__isnull=True)
    found: dict[str, Any] = json.loads(rows.get(cpl_number=number).document)
    return found


def cpa(number: int) -> tuple[str, str, str]:
    """The CPA Certificate that a Device Model is published with: number, date, standard."""
    (found,) = (each for each in document(number)["certificates"] if each["scheme"] == "CPA")
    return found["number"], found["date"], found["standard_version"]
