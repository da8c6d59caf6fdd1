"""Upgrade images: what their header says, and the Hash of the Manufacturer Image alone.

An upgrade image is a ZigBee header in little-endian order, then the Manufacturer Image, then for
electricity and gas meters `00 40` and a signature of 64 octets. Nothing here is believed of a file
but its octets: whatever does not fit together is named, all of it, and then nothing is hashed.

Assumption: a file that ends in `00 40` and 64 octets is signed, unless the Device Type that it is
for has no signature.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"\x1e\xf1\xee\x0b"
FIXED = struct.Struct("<4sHHHHHLH32sL")
#: Bits of the field control, each with the octets that it adds to the header.
CREDENTIAL, DESTINATION, HARDWARE = 0, 1, 2
OPTIONAL = {CREDENTIAL: 1, DESTINATION: 8, HARDWARE: 4}
SIGNATURE_MARK, SIGNATURE = b"\x00\x40", 66
SIGNED_TYPES = frozenset({"ESME", "GSME"})
CHUNK = 1 << 16


class UnusableImage(Exception):
    """The file is no upgrade image; ``faults`` says everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Header:
    """What the header says, codes and versions as the registry writes them."""

    version: int
    length: int
    manufacturer_code: str
    image_type: int
    file_version: str
    stack: int
    text: str
    total_size: int
    destination: str | None
    hardware: tuple[str, str] | None


@dataclass(frozen=True)
class UpgradeImage:
    """A header with the Hashes of what follows it, and of the whole file."""

    header: Header
    size: int
    ends_signed: bool
    hash_of_file: str
    hash_after_header: str
    hash_without_signature: str

    def signed(self, device_type: str | None = None) -> bool:
        """Whether a signature stands at the end, for what is known of the Device Type."""
        return self.ends_signed and (device_type is None or device_type in SIGNED_TYPES)

    def image_hash(self, device_type: str | None = None) -> str:
        """The Hash of the Manufacturer Image alone."""
        return self.hash_without_signature if self.signed(device_type) else self.hash_after_header

    def image_size(self, device_type: str | None = None) -> int:
        """How many octets the Manufacturer Image has."""
        return self.size - self.header.length - (SIGNATURE if self.signed(device_type) else 0)


def read_upgrade_image(stream: BinaryIO) -> UpgradeImage:
    """Read an upgrade image from a file that can be sought in. Raises ``UnusableImage``."""
    size = stream.seek(0, 2)
    stream.seek(0)
    header = _header(stream.read(FIXED.size + sum(OPTIONAL.values())), size)
    ends_signed = False
    if size - header.length > SIGNATURE:
        stream.seek(size - SIGNATURE)
        ends_signed = stream.read(2) == SIGNATURE_MARK
    sizes = {size, size - SIGNATURE} if ends_signed else {size}
    if header.total_size not in sizes:
        cut = "cut" if header.total_size > size else "longer than it was made"
        raise UnusableImage(
            [f"The header counts {header.total_size:,} octets, the file has {size:,}: it is {cut}."]
        )
    return UpgradeImage(
        header=header,
        size=size,
        ends_signed=ends_signed,
        hash_of_file=_hash(stream, 0, size),
        hash_after_header=_hash(stream, header.length, size),
        hash_without_signature=_hash(
            stream, header.length, size - (SIGNATURE if ends_signed else 0)
        ),
    )


def _header(octets: bytes, size: int) -> Header:
    if len(octets) < FIXED.size:
        raise UnusableImage([f"The file ends within its header of {FIXED.size} octets."])
    magic, version, length, control, code, kind, file_version, stack, text, total = FIXED.unpack(
        octets[: FIXED.size]
    )
    asked = {bit: count for bit, count in OPTIONAL.items() if control >> bit & 1}
    needed = FIXED.size + sum(asked.values())
    faults = []
    if magic != MAGIC:
        found = magic.hex(" ").upper()
        faults.append(f"The file begins with {found}, not with {MAGIC.hex(' ').upper()}.")
    if length < needed:
        faults.append(f"The header is said to have {length} octets, and needs {needed}.")
    if length >= size:
        faults.append("There is no Manufacturer Image behind the header.")
    if faults:
        raise UnusableImage(faults)
    more = dict(_optional(octets[FIXED.size :], asked))
    hardware = more.get(HARDWARE)
    return Header(
        version=version,
        length=length,
        manufacturer_code=f"{code:04X}",
        image_type=kind,
        file_version=f"{file_version:08X}",
        stack=stack,
        text=_printable(text),
        total_size=total,
        destination=more[DESTINATION][::-1].hex().upper() if DESTINATION in more else None,
        hardware=_range(hardware) if hardware is not None else None,
    )


def _optional(octets: bytes, asked: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    at = 0
    for bit, count in asked.items():
        yield bit, octets[at : at + count]
        at += count


def _range(octets: bytes) -> tuple[str, str]:
    lowest, highest = struct.unpack("<HH", octets)
    return f"{lowest:04X}", f"{highest:04X}"


def _printable(octets: bytes) -> str:
    """The text up to its first zero, without what a terminal would obey."""
    text = octets.split(b"\0", 1)[0].decode("latin-1")
    return "".join(each if each.isprintable() else "?" for each in text)


def _hash(stream: BinaryIO, start: int, end: int) -> str:
    digest = hashlib.sha256()
    stream.seek(start)
    while start < end and (octets := stream.read(min(CHUNK, end - start))):
        digest.update(octets)
        start += len(octets)
    return digest.hexdigest().upper()
