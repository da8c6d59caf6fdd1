"""``check_image``: what an upgrade image is, its Hash, and whether that is the one listed.

Exit status: 0 read, and the Hash is the listed one where a Device Model was named; 1 it is not;
2 a file that is no upgrade image, or a CPL number that is not there. Nothing is kept of the file.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.arguments import UNUSABLE
from cpl.image_checks import Check, image_check, whose_hash
from cpl.upgrade_images import UnusableImage, UpgradeImage, read_upgrade_image

STACKS = {0: "ZigBee 2006", 1: "ZigBee 2007", 2: "ZigBee PRO", 3: "ZigBee IP"}
DIFFERS = 1


class Command(BaseCommand):
    help = "Reads an upgrade image, takes the Hash of its Manufacturer Image and compares it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--cpl", type=int, metavar="NUMBER", help="Compare with this one.")

    def handle(self, *args: Any, file: Path, cpl: int | None, **options: Any) -> None:
        image = _read(file)
        check = image_check(image, cpl) if cpl is not None else None
        if cpl is not None and check is None:
            raise CommandError(f"The Central Products List has no CPL {cpl}.", returncode=UNUSABLE)
        kind = check.device_type if check else None
        for line in (*_header_told(image, kind), *_hash_told(image, kind)):
            self.stdout.write(line)
        if check is None:
            self.stdout.write(_listed_told(image))
            return
        for line in _check_told(check):
            self.stdout.write(line)
        if not check.holds:
            raise CommandError(_why_not(check), returncode=DIFFERS)


def _read(file: Path) -> UpgradeImage:
    try:
        with file.open("rb") as stream:
            return read_upgrade_image(stream)
    except UnusableImage as fault:
        raise CommandError(f"{file} is no upgrade image. {fault}", returncode=UNUSABLE) from fault
    except OSError as fault:
        raise CommandError(f"{file} cannot be read: {fault.strerror}.", returncode=UNUSABLE) from (
            fault
        )


def _header_told(image: UpgradeImage, kind: str | None) -> Iterator[str]:
    header = image.header
    hardware = " to ".join(header.hardware) if header.hardware else "any"
    told = {
        "Header": f"version {header.version:04X}, {header.length} octets of {image.size:,}",
        "Manufacturer code": header.manufacturer_code,
        "Image type": f"{header.image_type:04X}",
        "File version": header.file_version,
        # Not what the DZIR calls a stack version.
        "Protocol level": f"{header.stack} ({STACKS.get(header.stack, 'not known')})",
        "Text": header.text or "none",
        "For hardware": hardware,
        "For one device": header.destination or "no",
        "Signature": "66 octets at the end" if image.signed(kind) else "none",
    }
    for name, value in told.items():
        yield f"{name + ':':<20}{value}"


def _hash_told(image: UpgradeImage, kind: str | None) -> Iterator[str]:
    yield f"{'Manufacturer Image:':<20}{image.image_size(kind):,} octets"
    yield f"{'Hash (SHA-256):':<20}{image.image_hash(kind)}"


def _listed_told(image: UpgradeImage) -> str:
    found = [f"CPL {number} ({status})" for number, status in whose_hash(image)]
    return f"This Hash is listed for {', '.join(found)}." if found else "This Hash is not listed."


def _check_told(check: Check) -> Iterator[str]:
    yield f"Beside CPL {check.cpl_number} ({check.device_type}, {check.status}):"
    for each in check.compared:
        word = "the same" if each.same else f"listed is {each.listed or 'none'}"
        yield f"  {each.matter + ':':<20}{each.image}: {word}"


def _why_not(check: Check) -> str:
    said = f"This is not the Manufacturer Image that CPL {check.cpl_number} lists."
    if check.mistaken:
        return f"{said} The Hash listed there is that of {check.mistaken} (App. Z 2.1(h))."
    return said
