"""``check_image``: the Hash is of the Manufacturer Image alone, and what is no image is named."""

import hashlib
import io
import struct
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cpl.upgrade_images import UnusableImage, UpgradeImage, read_upgrade_image
from tests.published import publish_numbers

CONTENT = b"made up \x00\x40 content of an image" * 40
SIGNATURE = b"\x00\x40" + bytes(range(64))


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest().upper()


def upgrade_image(
    content: bytes = CONTENT, *, more: bytes = b"", control: int = 0, total: int | None = None
) -> bytes:
    """A file as a manufacturer makes it; ``more`` are the optional parts of its header."""
    length = 56 + len(more)
    size = length + len(content) if total is None else total
    fixed = struct.pack(
        "<4sHHHHHLH32sL",
        *(b"\x1e\xf1\xee\x0b", 0x0100, length, control, 0xFA0A, 0x0102, 0x65, 2),
        *(b"imaginary\x1b[1m", size),
    )
    return fixed + more + content


def read(octets: bytes) -> UpgradeImage:
    return read_upgrade_image(io.BytesIO(octets))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "image.ota"


def check(file: Path, capsys: pytest.CaptureFixture[str], cpl: int | None = None) -> str:
    """What the command says of a Device Model, which it finds to be the image's or not."""
    try:
        call_command("check_image", file, cpl=cpl)
    except CommandError as refused:
        return f"{refused.returncode} {capsys.readouterr().out}{refused}"
    return f"0 {capsys.readouterr().out}"


@pytest.mark.django_db
def test_hash_is_of_the_manufacturer_image_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = {"creator": "F", "descriptor": "f.ota", "hash_algorithm": "SHA-256"}
    hardware = struct.pack("<BQHH", 0, 0x0123456789ABCDEF, 0x0100, 0x01FF)
    octets = upgrade_image(CONTENT + SIGNATURE, more=hardware, control=7)
    file.write_bytes(octets)
    for number, kind, of in (
        (101, "ESME", CONTENT),
        (102, "ESME", CONTENT + SIGNATURE),
        (103, "ESME", octets),
        (104, "ESME", b"another"),
        (105, "PPMID", CONTENT + SIGNATURE),
    ):
        publish_numbers(number, device_type=kind, image={**listed, "hash": sha(of)})

    said = {number: check(file, capsys, number) for number in (101, 102, 103, 104, 105)}

    assert said[101].splitlines() == [
        "0 Header:             version 0100, 69 octets of 1,335",
        "Manufacturer code:  FA0A",
        "Image type:         0102",
        "File version:       00000065",
        "Protocol level:     2 (ZigBee PRO)",
        "Text:               imaginary?[1m",
        "For hardware:       0100 to 01FF",
        "For one device:     0123456789ABCDEF",
        "Signature:          66 octets at the end",
        "Manufacturer Image: 1,200 octets",
        f"Hash (SHA-256):     {sha(CONTENT)}",
        "Beside CPL 101 (ESME, CURRENT):",
        f"  Hash:               {sha(CONTENT)}: the same",
        "  Manufacturer code:  FA0A: the same",
        "  Firmware version:   00000065: the same",
        "  Hardware version:   0100 to 01FF: the same",
    ]
    assert said[102].startswith("1 ")
    assert "that of the Manufacturer Image with the signature behind it" in said[102]
    assert "Firmware version:   00000065: listed is 00000066" in said[102]
    assert "that of the whole file, its header included (App. Z 2.1(h))" in said[103]
    assert said[104].endswith("This is not the Manufacturer Image that CPL 104 lists.")
    # A PPMID's image has no signature: what looks like one belongs to it.
    assert said[105].startswith("0 ")
    assert "Signature:          none" in said[105]
    assert check(file, capsys).endswith("listed for CPL 101 (CURRENT), CPL 105 (CURRENT).\n")


@pytest.mark.django_db
def test_what_is_not_there_is_unusable(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read: No such file" in check(file, capsys)
    file.write_bytes(upgrade_image())
    assert check(file, capsys, 999) == "2 The Central Products List has no CPL 999."
    assert check(file, capsys).endswith("This Hash is not listed.\n")
    file.write_bytes(b"PK\x03\x04" + bytes(80))
    assert check(file, capsys).startswith(f"2 {file} is no upgrade image. The file begins with 50")


@pytest.mark.parametrize(
    ("octets", "faults"),
    [
        (b"", ["The file ends within its header of 56 octets."]),
        (upgrade_image()[:55], ["The file ends within its header of 56 octets."]),
        (
            b"MZ" + upgrade_image(b"", control=4)[2:],
            [
                "The file begins with 4D 5A EE 0B, not with 1E F1 EE 0B.",
                "The header is said to have 56 octets, and needs 60.",
                "There is no Manufacturer Image behind the header.",
            ],
        ),
        (
            upgrade_image()[:-1],
            ["The header counts 1,256 octets, the file has 1,255: it is cut."],
        ),
        (
            upgrade_image() + b"\n",
            ["The header counts 1,256 octets, the file has 1,257: it is longer than it was made."],
        ),
    ],
)
def test_everything_that_does_not_fit_is_named(octets: bytes, faults: list[str]) -> None:
    with pytest.raises(UnusableImage) as refused:
        read(octets)
    assert refused.value.faults == faults


def test_a_signature_may_be_counted_or_not() -> None:
    counted = read(upgrade_image(CONTENT + SIGNATURE))
    beside = read(upgrade_image(CONTENT, total=None) + SIGNATURE)

    for image in (counted, beside):
        assert (image.image_hash(), image.image_hash("HCALCS")) == (
            sha(CONTENT),
            sha(CONTENT + SIGNATURE),
        )
