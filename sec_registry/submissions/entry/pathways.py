"""What the form that blocks or unblocks baselines says of those there are.

SECURITY: the upgrade pathways are read through their register's own door, as published; to whoever
may not read them nothing is said, neither that there are any nor that there are none.
"""

import json
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from firmware.columns import CODE
from sec_registry.registers.catalogue import register
from sec_registry.submissions.entry.standing import Standing, nothing_stands


def pathways_standing(
    number: int, by: User, *, seen: Mapping[str, int] | None = None
) -> tuple[Standing, str]:
    """What the person was shown of the record (its publication), and the pathways in a sentence."""
    firmware = register(CODE)
    rows = firmware.within(firmware.reach(by)).filter(cpl_number=number)
    current = rows.filter(superseded_in__isnull=True).first()
    if current is None:
        return nothing_stands(), ""
    shown = (seen or {}).get(CODE, current.published_in_id)
    standing = Standing(number, seen={CODE: shown}, readable=nothing_stands().readable)
    return standing, _told(json.loads(current.document)["upgrade"])


def _told(upgrade: Mapping[str, Any]) -> str:
    declared = ", ".join(f"CPL {number}" for number in upgrade["baselines"])
    blocked = ", ".join(
        f"CPL {each['cpl_number']} ({each['reason']})" for each in upgrade["blocked"]
    )
    return f"Declared now: {declared or 'none'}. Blocked: {blocked or 'none'}."
