"""An upgrade image beside the Central Products List: whose Hash it is, and what else agrees."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser

from cpl.columns import REGISTER
from cpl.lookups import Records
from cpl.upgrade_images import Header, UpgradeImage
from sec_registry.registers.catalogue import register
from sec_registry.registers.paging import Standing, as_published, standing


@dataclass(frozen=True)
class Compared:
    """One matter: what the image says, and what is listed; ``same`` where both say something."""

    matter: str
    image: str
    listed: str
    same: bool


@dataclass(frozen=True)
class Check:
    """An image beside one Device Model."""

    cpl_number: int
    device_type: str
    status: str
    holds: bool
    #: What the listed Hash is of, where it is not of the Manufacturer Image alone.
    mistaken: str
    compared: tuple[Compared, ...]


def records_listed() -> Records:
    """What the list holds today, as anybody reads it."""
    door = register(REGISTER)
    stand = standing(door) or Standing()
    return as_published(cast("Records", door.visible_to(AnonymousUser())), stand.publication)


def whose_hash(image: UpgradeImage) -> list[tuple[int, str]]:
    """The Device Models, with their status, that list the Hash of this Manufacturer Image."""
    rows = records_listed().values_list("cpl_number", "status", "image_hash", "device_type")
    found = rows.filter(image_hash__in={image.hash_without_signature, image.hash_after_header})
    return [
        (number, status)
        for number, status, listed, kind in found.order_by("cpl_number")
        if listed == image.image_hash(kind)
    ]


def image_check(image: UpgradeImage, number: int) -> Check | None:
    """The image beside this Device Model; None where the list has no such number."""
    record = records_listed().filter(cpl_number=number).first()
    if record is None:
        return None
    document: dict[str, Any] = json.loads(record.document)
    listed, found = record.image_hash, image.image_hash(record.device_type)
    matters = [Compared("Hash", found, listed, same=bool(listed) and listed == found)]
    return Check(
        cpl_number=number,
        device_type=record.device_type,
        status=record.status,
        holds=matters[0].same,
        mistaken="" if matters[0].same else _mistaken(image, listed),
        compared=(*matters, *_identity(image.header, document)),
    )


def _mistaken(image: UpgradeImage, listed: str) -> str:
    of = {
        image.hash_of_file: "the whole file, its header included",
        image.hash_after_header: "the Manufacturer Image with the signature behind it",
        image.hash_without_signature: "the Manufacturer Image without its last 66 octets",
    }
    return of.get(listed, "")


def _identity(header: Header, document: dict[str, Any]) -> Iterator[Compared]:
    """What tells another image than the one that was meant; the Hash alone decides."""
    code, firmware = document["manufacturer"]["code"], document["firmware_version"]
    yield Compared(
        "Manufacturer code", header.manufacturer_code, code, same=header.manufacturer_code == code
    )
    yield Compared(
        "Firmware version", header.file_version, firmware, same=header.file_version == firmware
    )
    if header.hardware is not None:
        lowest, highest = header.hardware
        hardware = document["hardware_version"]
        # Codes of one length compare as the numbers that they write.
        fits = len(hardware) == len(lowest) and lowest <= hardware <= highest
        yield Compared("Hardware version", f"{lowest} to {highest}", hardware, same=fits)
