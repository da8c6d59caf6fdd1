"""Rows with which the rules are asked what they require; plainly fictional, never stored.

A specimen has a good value for every column, also for those that its type has no use for: what is
asked is what gets worse when a value is taken away.
"""

from collections.abc import Mapping

from sec_registry.registers.vocabulary import Cell

#: What all of them say.
_ADDED: Mapping[str, Cell] = {
    "Action": "add",
    "Model identifier": "FFFE",
    "Model name": "Specimen",
    "Hardware version": "FFFE",
    "Firmware coding": "HEX",
    "ESME variant": "A",
    "SMETS/CHTS version": "1.2",
    "GBCS version": "1.0",
    "ZigBee standard": "1",
    "DLMS standard": "1",
    "CPA standard": "1",
    "CPA date": "2999-12-31",
    "CPA date kind": "RENEWAL",
    "Security Characteristics version": "1",
    "Image creator": "Specimen of no Manufacturer",
    "Image descriptor": "specimen",
    "Contact email": "nobody@specimen.example",
    "Contact telephone": "+442079460000",
    "Contact address": "Nowhere",
    "Release notes": "Specimen.",
    "Upgrade": "not applicable",
    "ZigBee chipset vendor": "Specimen",
    "ZigBee stack version": "1",
}

#: What other changes say beside the record that they are about.
_CHANGED: Mapping[str, Cell] = {
    "Removal reason": "Specimen.",
    "Removal authority": "Specimen.",
    "Removal date": "2000-01-01",
    "Reason": "Specimen.",
    "Reason public": "no",
    "Replaces certificate": "SPECIMEN",
    "Organisation of record": "Specimen of no organisation",
    "Baselines": "1",
}


def specimen_to_add(device_type: str, generation: str, number: int) -> dict[str, Cell]:
    """A row that adds a Device Model; ``number`` keeps it apart from other specimens.

    Manufacturer codes are counted from the end, where the lists have none.
    """
    return {
        **_ADDED,
        "Device type": device_type,
        "Generation": generation,
        "Manufacturer code": f"{0xFFFF - number:04X}",
        "Manufacturer": f"Specimen {number}",
        "Firmware version": f"{number:08X}",
        "ZigBee certificate": f"ZIGBEE-SPECIMEN-{number}",
        "DLMS certificate": f"DLMS-SPECIMEN-{number}",
        "CPA certificate": f"CPA-SPECIMEN-{number}",
        "Image hash": f"{number:064X}",
    }


def specimen_to_change(action: str) -> dict[str, Cell]:
    """A row of another action, about no record in particular."""
    return {"Action": action, **_CHANGED}
