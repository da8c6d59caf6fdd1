"""
Write a workbook of fictional Device Models: `python -m benchmarks.generate_workbook 5000 FILE`.

Assumptions: the same arguments give the same rows. Families of six firmware versions on a pathway
each, all six device types and both generations, Communications Hubs with two radios; nothing and
nobody in it exists. FILE ends in .csv or .xlsx.
"""

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

COLUMNS = (
    "Action",
    "Reference",
    "Device type",
    "Generation",
    "Manufacturer code",
    "Manufacturer",
    "Model identifier",
    "Model name",
    "Hardware version",
    "Firmware version",
    "Firmware coding",
    "ESME variant",
    "SMETS/CHTS version",
    "GBCS version",
    "ZigBee certificate",
    "ZigBee standard",
    "DLMS certificate",
    "DLMS standard",
    "CPA certificate",
    "CPA standard",
    "CPA date",
    "CPA date kind",
    "Security Characteristics version",
    "Image creator",
    "Image descriptor",
    "Image hash",
    "Contact email",
    "Contact telephone",
    "Contact address",
    "Release notes",
    "Upgrade",
    "Baselines",
    "ZigBee chipset vendor",
    "ZigBee stack version",
)
DEVICE_TYPES = ("ESME", "GSME", "PPMID", "HCALCS", "SAPC", "CH")
WITH_DLMS = frozenset({"ESME", "HCALCS", "SAPC"})
WITHOUT_CPA = frozenset({"PPMID"})
FAMILY = 6
MANUFACTURERS = 40


def rows(number: int) -> Iterator[dict[str, str]]:
    """So many rows, each naming the one before it in its family as its baseline."""
    for place in range(number):
        yield _row(place)


def _row(place: int) -> dict[str, str]:
    family, step = divmod(place, FAMILY)
    device_type = DEVICE_TYPES[family % len(DEVICE_TYPES)]
    # Each manufacturer has models of its own; every seventh family is of the first generation.
    manufacturer = family % MANUFACTURERS
    row = {
        "Action": "add",
        "Reference": f"family {family} step {step}",
        "Device type": device_type,
        "Generation": "SMETS1" if family % 7 == 0 else "SMETS2+",
        "Manufacturer code": f"F{manufacturer:03X}",
        "Manufacturer": f"Fictional Devices {manufacturer}",
        "Model identifier": f"{family // MANUFACTURERS:04X}",
        "Model name": f"Imaginary {family}",
        "Hardware version": f"{family % 16:02X}00",
        "Firmware version": f"{step + 1:02X}{family % 0x1000000:06X}",
        "Firmware coding": "HEX",
        "Image creator": f"Fictional Devices {manufacturer}",
        "Image descriptor": f"imaginary-{family}-{step}.ota",
        "Image hash": hashlib.sha256(f"imaginary image {place}".encode()).hexdigest().upper(),
        "Contact email": f"firmware@devices{manufacturer}.example",
        "Contact telephone": "+442071234567",
        "Contact address": f"{manufacturer + 1} Nowhere Street, Erewhon",
        "Release notes": f"Release {step + 1} of family {family}: nothing that exists changed.",
        "Upgrade": "yes" if step else "not applicable",
        "Baselines": f"family {family} step {step - 1}" if step else "",
        "ZigBee chipset vendor": "Imaginary Silicon; Pretend Radios"
        if device_type == "CH"
        else "Imaginary Silicon",
        "ZigBee stack version": f"HouseOfCards {step}.1; MakeBelieve {step}.2"
        if device_type == "CH"
        else f"HouseOfCards {step}.1.0.0",
    }
    if row["Generation"] == "SMETS1":
        return {**row, "SMETS/CHTS version": "1.2"}
    return {**row, **_assurance(place, device_type)}


def _assurance(place: int, device_type: str) -> dict[str, str]:
    """What a second-generation Device Model has on top: versions and certificates."""
    cells = {
        "SMETS/CHTS version": "1.3" if device_type == "CH" else "4.2",
        "GBCS version": "3.2",
        "ZigBee certificate": f"ZIG-FICTION-{place}",
        "ZigBee standard": "ZSE 1.4",
    }
    if device_type in WITH_DLMS:
        cells |= {"DLMS certificate": f"DLMS-FICTION-{place}", "DLMS standard": "Blue Book 12"}
    if device_type not in WITHOUT_CPA:
        cells |= {
            "CPA certificate": f"CPA-FICTION-{place}",
            "CPA standard": "CPA 1.3",
            "CPA date": "2999-12-31",
            "CPA date kind": "RENEWAL",
            "Security Characteristics version": "1.3",
        }
    return cells


def write_csv(file: Path, number: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(number))


def write_xlsx(file: Path, number: int) -> None:
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for line, row in enumerate(rows(number), start=1):
            for column, name in enumerate(COLUMNS):
                if row.get(name):
                    sheet.write_string(line, column, row[name])


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a workbook of fictional Device Models.")
    parser.add_argument("number", type=int, help="how many rows")
    parser.add_argument("file", type=Path, help="a name that ends in .csv or .xlsx")
    arguments = parser.parse_args()
    write = {".csv": write_csv, ".xlsx": write_xlsx}.get(arguments.file.suffix)
    if write is None:
        sys.exit("The file's name must end in .csv or .xlsx.")
    write(arguments.file, arguments.number)


if __name__ == "__main__":
    main()
