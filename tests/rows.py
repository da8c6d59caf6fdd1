"""Rows of the one vocabulary for tests: complete, valid and plainly fictional.

Assumptions: no Manufacturer, person, chipset or stack here exists; dates are far from today.
"""

import hashlib
from datetime import date

from sec_registry.registers.vocabulary import Cell

Cells = dict[str, Cell]

MANUFACTURER_CODE = "FA0A"
OTHER_MANUFACTURER_CODE = "FB0B"
CPA_DATE = "2999-12-31"

_ESME: Cells = {
    "Action": "add",
    "Device type": "ESME",
    "Generation": "SMETS2+",
    "Manufacturer code": MANUFACTURER_CODE,
    "Manufacturer": "Fictional Meters Ltd",
    "Model identifier": "0A01",
    "Model name": "Imaginary One",
    "Hardware version": "0100",
    "Firmware version": "00000001",
    "Firmware coding": "HEX",
    "ESME variant": "A",
    "SMETS/CHTS version": "4.2; 5.0",
    "GBCS version": "3.2; 4.2",
    "ZigBee certificate": "ZIG-FICTION-1",
    "ZigBee standard": "ZSE 1.4",
    "DLMS certificate": "DLMS-FICTION-1",
    "DLMS standard": "Blue Book 12",
    "CPA certificate": "CPA-FICTION-1",
    "CPA standard": "CPA 1.3",
    "CPA date": CPA_DATE,
    "CPA date kind": "RENEWAL",
    "Security Characteristics version": "1.3",
    "Image creator": "Fictional Meters Ltd",
    "Image descriptor": "imaginary-one-00000001.ota",
    "Image hash": hashlib.sha256(b"imaginary image").hexdigest().upper(),
    "Contact email": "firmware@fictional.example",
    "Contact telephone": "+442079460000",
    "Contact address": "1 Nowhere Street, Erewhon",
    "Release notes": "First release.",
    "Upgrade": "not applicable",
    "ZigBee chipset vendor": "Imaginary Silicon",
    "ZigBee stack version": "HouseOfCards 1.2.3.4",
}

#: What a type has otherwise than ESME; None: the column is not there.
_OTHERWISE: dict[str, Cells] = {
    "ESME": {},
    "GSME": {"ESME variant": None, "DLMS certificate": None, "DLMS standard": None},
    "PPMID": {
        "ESME variant": None,
        "DLMS certificate": None,
        "DLMS standard": None,
        "CPA certificate": None,
        "CPA standard": None,
        "CPA date": None,
        "CPA date kind": None,
        "Security Characteristics version": None,
    },
    "HCALCS": {"ESME variant": None},
    "SAPC": {"ESME variant": None},
    "CH": {
        "ESME variant": None,
        "SMETS/CHTS version": "1.3",
        "GBCS version": "3.2",
        "DLMS certificate": None,
        "DLMS standard": None,
        "ZigBee chipset vendor": "Imaginary Silicon; Pretend Radios",
        "ZigBee stack version": "HouseOfCards 1.2.3.4; MakeBelieve 2.0",
    },
}
DEVICE_TYPES = tuple(_OTHERWISE)

_CERTIFICATES = (
    "ZigBee certificate",
    "ZigBee standard",
    "DLMS certificate",
    "DLMS standard",
    "CPA certificate",
    "CPA standard",
    "CPA date",
    "CPA date kind",
    "Security Characteristics version",
)
_SMETS1: Cells = {
    "Generation": "SMETS1",
    "SMETS/CHTS version": "1.2",
    "GBCS version": None,
    **dict.fromkeys(_CERTIFICATES),
}


def valid_row(**changes: Cell) -> Cells:
    """A SMETS2+ ESME with every column of the three registers; None takes a column out."""
    return _changed(_ESME, changes)


def row_of(device_type: str, /, **changes: Cell) -> Cells:
    """A valid SMETS2+ row of the type; a Communications Hub has two radios."""
    otherwise = _OTHERWISE[device_type]
    return _changed(_ESME, {"Device type": device_type, **otherwise, **changes})


def smets1_row(device_type: str = "ESME", /, **changes: Cell) -> Cells:
    """A valid SMETS1 row: version 1.2, no GBCS version, no certificates."""
    return row_of(device_type, **{**_SMETS1, **changes})


def numbered_row(number: int, /, **changes: Cell) -> Cells:
    """A valid row unlike those of other numbers: firmware version, image, certificates."""
    own: Cells = {
        "Reference": f"row {number}",
        "Firmware version": f"{number:08X}",
        "ZigBee certificate": f"ZIG-FICTION-{number}",
        "DLMS certificate": f"DLMS-FICTION-{number}",
        "CPA certificate": f"CPA-FICTION-{number}",
        "Image descriptor": f"imaginary-one-{number:08X}.ota",
        "Image hash": hashlib.sha256(b"imaginary image %d" % number).hexdigest().upper(),
    }
    return _changed(_ESME, {**own, **changes})


def planned_removal(number: int, day: date, /, **changes: Cell) -> Cells:
    """A removal of the Device Model on that day, whose reason is not public."""
    removal: Cells = {
        "Action": "remove",
        "CPL number": number,
        "Removal reason": "Superseded in a story",
        "Removal authority": "Minutes of a fictional meeting",
        "Removal date": day.isoformat(),
        "Reason public": "no",
    }
    return _changed(removal, changes)


def _changed(row: Cells, changes: Cells) -> Cells:
    merged = {**row, **changes}
    return {column: cell for column, cell in merged.items() if cell is not None}
