"""What a row of an inventory says of its devices; identities are read as ``cpl.spellings`` does."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from cpl.spellings import (
    DUIS,
    FIRMWARE,
    HARDWARE,
    MANUFACTURER,
    MODEL,
    NEEDED,
    SHOWN,
    TYPE,
    Wrong,
    identity_read,
    perhaps_damaged,
)
from sec_registry.registers.tables import unescaped

NUMBER = "cpl_number"
COUNT = "count"
#: The members of a row that name its devices, in this order.
NAMING = (NUMBER, TYPE, MANUFACTURER, MODEL, HARDWARE, FIRMWARE, DUIS)
#: Both functions of one Communications Hub are listed by some inventories.
HUB_FUNCTIONS = ("CHF", "GPF")
HUB = "CH"
#: No fleet has more devices in one row.
MOST_DEVICES = 999_999_999

_NEEDED = frozenset(NEEDED)
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")


class Named(NamedTuple):
    """The devices that a row names: by identity, by CPL number (0: none), or by both.

    ``device_type`` is blank where it is not said; without an identity ``manufacturer`` is blank.
    ``function`` is CHF or GPF where the row counts one of a hub's two functions.
    """

    cpl_number: int = 0
    device_type: str = ""
    manufacturer: str = ""
    model: str = ""
    hardware_version: str = ""
    firmware_version: str = ""
    function: str = ""


#: Most inventories name their devices by CPL number alone.
Device = int | Named


def device_named(cells: Mapping[str, str]) -> Device | list[Wrong]:
    """What the cells name, or everything that is wrong with them; blank cells may be left out."""
    given = {name: text for name, text in cells.items() if text}
    text = given.pop(NUMBER, "")
    number = number_said(text)
    if number and not given:
        return number
    read, wrong = identity_read(given)
    if text and not number:
        detail = "A CPL number is a whole number above 0."
        wrong.insert(0, Wrong(NUMBER, detail, text[:SHOWN], "digits alone"))
    missing = _missing(read, text)
    if missing:
        wrong.append(missing)
    if wrong:
        return wrong
    device_type = read.get(TYPE, "")
    is_function = device_type in HUB_FUNCTIONS
    return Named(
        number,
        HUB if is_function else device_type,
        read.get(MANUFACTURER, ""),
        read.get(MODEL, ""),
        read.get(HARDWARE, ""),
        read.get(FIRMWARE, ""),
        device_type if is_function else "",
    )


def damage_told(named: Named) -> str:
    """What may have been done to model or hardware, which the list may hold in any form."""
    short = [each for each in (named.model, named.hardware_version) if perhaps_damaged(each)]
    if not short:
        return ""
    return f" Of {' and '.join(short)} a spreadsheet may have made something else than it was."


def plain(text: str) -> str:
    """The text without blanks around it and without the escape of formulas."""
    if text.isalnum():
        # Most cells: neither a blank is in them nor an escape.
        return text
    return unescaped(text.strip()).strip()


def whole_count(text: str) -> int | Wrong:
    """How many devices the cell says."""
    text = _without_marks(text)
    if text.isascii() and text.isdecimal() and len(text) <= 12 and 0 < int(text) <= MOST_DEVICES:
        return int(text)
    detail = "How many devices there are is a whole number above 0."
    return Wrong(COUNT, detail, text[:SHOWN], f"1 to {MOST_DEVICES}, digits alone")


def _without_marks(text: str) -> str:
    """The number without what tables put into whole ones: ``1,200``, and ``12.0`` for 12."""
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text.removesuffix(".0")


def number_said(text: str) -> int:
    """The CPL number, perhaps as a spreadsheet writes it (``12.0``); 0 for what is none."""
    text = text.removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0


def _missing(read: Mapping[str, str], number: str) -> Wrong | None:
    if read.keys() >= _NEEDED:
        return None
    missing = [name for name in NEEDED if name not in read]
    if number and len(missing) == len(NEEDED):
        return None
    expected = f"{NUMBER}, or {', '.join(NEEDED)}"
    if len(missing) == len(NEEDED):
        return Wrong(NUMBER, "Nothing here says which Device Model it is.", expected=expected)
    return Wrong(missing[0], f"The identity lacks {', '.join(missing)}.", expected=expected)
