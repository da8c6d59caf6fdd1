"""The contact that a Manufacturer's records have today, for the form that changes it in all.

SECURITY: it is read from the Firmware Information Repository through the reader's own right, and
the look is recorded before the form that shows it is made. Whoever has no right finds the fields
empty, and nothing that says whether there is a contact.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import User
from cpl.models import Manufacturer
from firmware.columns import CONTACT_ADDRESS, CONTACT_EMAIL, CONTACT_TELEPHONE
from firmware.register import FIR
from sec_registry.registers.disclosure import Channel, disclose

_MEMBERS = {CONTACT_EMAIL: "email", CONTACT_TELEPHONE: "telephone", CONTACT_ADDRESS: "address"}


@dataclass(frozen=True)
class ContactToday:
    """``cells`` by column where all records that have a contact have one and the same.

    ``said`` is what the page says of it, with the marking; nothing where there is nothing to say.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


def contact_today(maker: Manufacturer, *, by: User, channel: Channel) -> ContactToday:
    """The contact as this person may read it; recorded first."""
    reach = FIR.reach(by)
    current = FIR.within(reach).filter(manufacturer=maker.code, superseded_in__isnull=True)
    numbers: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, document in current.values_list("cpl_number", "document").iterator():
        contact = json.loads(document)["contact"]
        cells = tuple(contact[member] for member in _MEMBERS.values())
        if any(cells):
            numbers[cells].append(number)
    if not numbers:
        return ContactToday()
    shown = sorted(number for each in numbers.values() for number in each)
    disclose(register=FIR, by=by, numbers=shown, right=reach.right, channel=channel)
    if len(numbers) > 1:
        differing = f"Its records have {len(numbers)} different contacts today"
        return ContactToday({}, f"{differing}, all of which the new one replaces. {FIR.marking}")
    (cells,) = numbers
    told = dict(zip(_MEMBERS, cells, strict=True))
    return ContactToday(told, f"What stands below is the contact of today. {FIR.marking}")
