"""Rows of the vocabulary for invented Device Models, worked out from line, hardware and release.

Shapes: a row is what a workbook's row is, column name to cell. Other Device Models are named by
their Reference; ``load`` puts CPL numbers there where they have one.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sec_registry.registers.vocabulary import join
from sec_registry.submissions.sample.lines import LINES, Line
from sec_registry.submissions.sample.makers import MAKERS

Cells = dict[str, str]
#: From this release on a line has its second set of certificates, which ends two years later.
SECOND_CERTIFICATES = 4
_WITH_DLMS = frozenset({"ESME", "HCALCS", "SAPC"})
_WITHOUT_CPA = frozenset({"PPMID"})
_NOTES = (
    "Keeps the clock through a long outage.",
    "Corrects the order in which alerts are sent after power returns.",
    "Shortens the time to join the home area network.",
    "Shows debt in whole pence.",
    "Answers a repeated request once.",
    "Security maintenance; nothing to see for the consumer.",
)


@dataclass(frozen=True)
class Release:
    """One Device Model: a release of a line for a hardware version."""

    line: Line
    hardware: str
    index: int

    @property
    def reference(self) -> str:
        return f"{self.line.maker}-{self.line.model}-{self.hardware}-{self.firmware}"

    @property
    def firmware(self) -> str:
        """Eight digits that ascend with the releases of a line."""
        serial, step = LINES.index(self.line) + 1, self.index + 1
        if self.line.coding == "BCD":
            return f"{step:02d}{serial:02d}{(serial * 7 + step * 3) % 100:02d}00"
        return f"1A{step:02X}{serial:02X}{(serial * 37 + step * 11) % 256:02X}"

    @property
    def submitter(self) -> str:
        return MAKERS[self.line.maker].submitter

    @property
    def taken_over(self) -> bool:
        return self.index < self.line.taken_over

    @property
    def silent(self) -> bool:
        """Whether it was taken over without its parts of the two repositories."""
        return self.index < self.line.silent

    def sibling(self, index: int) -> "Release":
        return Release(self.line, self.hardware, index)


def every_release() -> Iterator[Release]:
    """Every Device Model of the sample, families in order and each in the order of its releases."""
    for line in LINES:
        for hardware in line.hardware:
            for index in range(line.releases):
                yield Release(line, hardware, index)


def release(model: str, hardware: str, index: int) -> Release:
    """The Device Model of this model identifier, hardware version and release."""
    line = next(line for line in LINES if line.model == model)
    return Release(line, hardware, index)


def row(of: Release, today: date) -> Cells:
    """The row that adds the Device Model."""
    return {**listed(of, today), **firmware_part(of), **zigbee_part(of)}


def listed(of: Release, today: date) -> Cells:
    """The columns of the Central Products List."""
    line = of.line
    return {
        "Action": "add",
        "Reference": of.reference,
        "Device type": line.device_type,
        "Generation": line.generation,
        "Manufacturer code": line.maker,
        "Manufacturer": MAKERS[line.maker].name,
        "Model identifier": line.model,
        "Model name": line.name,
        "Hardware version": of.hardware,
        "Firmware version": of.firmware,
        "Firmware coding": line.coding,
        "ESME variant": line.variant,
        "SMETS/CHTS version": join([version for version, _ in line.versions]),
        "GBCS version": join([gbcs for _, gbcs in line.versions if gbcs]),
        **_certificates(of, today),
        **({} if of.silent else _image(of)),
    }


def firmware_part(of: Release) -> Cells:
    """The columns of the Firmware Information Repository."""
    baselines = [of.sibling(index).reference for index in of.line.baselines(of.index)]
    phrase = _NOTES[(LINES.index(of.line) + of.index) % len(_NOTES)]
    return {
        **MAKERS[of.line.maker].contact,
        "Release notes": f"{of.line.name}, release {of.index + 1} ({of.firmware}).\n{phrase}",
        "Upgrade": "yes" if baselines else "not applicable",
        "Baselines": join(baselines),
    }


def zigbee_part(of: Release) -> Cells:
    """The columns of the Device Zigbee Information Repository."""
    return {
        "ZigBee chipset vendor": join([vendor for vendor, _ in of.line.radios]),
        "ZigBee stack version": join([stack for _, stack in of.line.radios]),
    }


def _certificates(of: Release, today: date) -> Cells:
    line = of.line
    if line.generation == "SMETS1":
        return {}
    issue = 2 if of.index >= SECOND_CERTIFICATES else 1
    name = f"{line.maker}-{line.model}"
    cells = {"ZigBee certificate": f"SAMPLE-ZIG-{name}-{issue}", "ZigBee standard": "ZSE 1.4"}
    if line.device_type in _WITH_DLMS:
        cells |= {
            "DLMS certificate": f"SAMPLE-DLMS-{name}",
            "DLMS standard": "Blue Book 12",
        }
    if line.device_type not in _WITHOUT_CPA:
        ends = today + timedelta(days=line.cpa_days + 730 * (issue - 1))
        cells |= {
            "CPA certificate": f"SAMPLE-CPA-{name}-{issue}",
            "CPA standard": "CPA 1.3",
            "CPA date": ends.isoformat(),
            "CPA date kind": "RENEWAL" if line.renews else "EXPIRY",
            "Security Characteristics version": "1.3",
        }
    return cells


def _image(of: Release) -> Cells:
    maker = MAKERS[of.line.maker]
    hardware = "all" if of.line.shared_image == of.index else of.hardware
    image = f"{of.line.model}-{hardware}-{of.firmware}.ota"
    return {
        "Image creator": maker.name,
        "Image descriptor": image,
        "Image hash": hashlib.sha256(f"sample image {maker.code} {image}".encode())
        .hexdigest()
        .upper(),
    }
