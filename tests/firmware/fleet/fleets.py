"""A small published list for tests of fleet plans: a family with a block, and another alone.

101 → 102 → 103 and 102 → 104, blocked; 105 is not provided; 110 is a hub of its own, 111 removed.
"""

from typing import Any

from tests.published import Documents, documents_of, publish

API = "/api/v1/firmware/fleet-plans/"
HUB: dict[str, Any] = {"device_type": "CH", "model": {"identifier": "0C01", "name": ""}}
GAS: dict[str, Any] = {"device_type": "GSME"}


def listed(number: int, *baselines: int, blocked: int = 0, **facts: Any) -> Documents:
    """A Device Model's documents with its baselines, and one from which the step is blocked."""
    documents = documents_of(number, **facts)
    block = {"cpl_number": blocked, "reason": "=bricks it", "since": "2025-01-02"}
    documents["firmware"]["upgrade"] = {
        "state": "listed" if baselines else "not_applicable",
        "baselines": list(baselines),
        "blocked": [block] if blocked else [],
    }
    return documents


def publish_list() -> int:
    """Publish it; returns the publication's number."""
    unknown = listed(105, **GAS)
    unknown["firmware"]["upgrade"]["state"] = "not_provided"
    unknown["firmware"]["contact"] = dict.fromkeys(("email", "telephone", "address"), "")
    return publish(
        listed(101),
        listed(102, 101),
        listed(103, 101, 102),
        listed(104, blocked=103),
        listed(106, **GAS, firmware_version="00000001"),
        unknown,
        listed(110, **HUB),
        listed(111, **HUB, firmware_version="00000001", status="REMOVED"),
    )
