"""A candidate's cells read as matters of the Central Products List.

Rules and acceptance read through here alike. Nothing raises on damaged cells: rules speak of those
before anything is accepted, and what cannot be read reads as nothing.
"""

import datetime as dt
import re
from typing import NamedTuple

from cpl.choices import Generation, Scheme, Specification, normal_device_type
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    DEVICE_TYPE,
    FIRMWARE_VERSION,
    GBCS_VERSION,
    GENERATION,
    HARDWARE_VERSION,
    IMAGE_CREATOR,
    IMAGE_DESCRIPTOR,
    IMAGE_HASH,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
    SECURITY_CHARACTERISTICS_VERSION,
    SPECIFICATION_VERSION,
    STANDARD,
)
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.vocabulary import Action

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

IMAGE_COLUMNS = (IMAGE_CREATOR, IMAGE_DESCRIPTOR, IMAGE_HASH)

#: Every column that says something of a scheme's certificates.
SCHEME_COLUMNS = {
    Scheme.ZIGBEE: (CERTIFICATE[Scheme.ZIGBEE], STANDARD[Scheme.ZIGBEE]),
    Scheme.DLMS: (CERTIFICATE[Scheme.DLMS], STANDARD[Scheme.DLMS]),
    Scheme.CPA: (
        CERTIFICATE[Scheme.CPA],
        STANDARD[Scheme.CPA],
        CPA_DATE,
        CPA_DATE_KIND,
        SECURITY_CHARACTERISTICS_VERSION,
    ),
}


class Identity(NamedTuple):
    """What makes a Device Model that one and no other."""

    device_type: str
    manufacturer: str
    model_identifier: str
    hardware_version: str
    firmware_version: str


#: Where each member of an identity stands in a row.
IDENTITY_COLUMNS = (
    DEVICE_TYPE,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
    HARDWARE_VERSION,
    FIRMWARE_VERSION,
)


class Pair(NamedTuple):
    """A version of SMETS or CHTS with the GBCS version beside it; "" where there is none."""

    name: str
    version: str
    gbcs_version: str


class CertificateKey(NamedTuple):
    scheme: str
    number: str


class CertificateDetails(NamedTuple):
    """What a certificate says beside its number; the last three for CPA only."""

    standard_version: str
    date: dt.date | None = None
    date_kind: str = ""
    security_characteristics_version: str = ""


class Image(NamedTuple):
    creator: str
    descriptor: str
    hash: str


def device_type(candidate: Candidate) -> str:
    """The Physical Device Type, with the parts of a hub read as the hub."""
    return normal_device_type(candidate.text(DEVICE_TYPE))


def is_smets1(candidate: Candidate) -> bool:
    return candidate.text(GENERATION) == Generation.SMETS1


def identity(candidate: Candidate) -> Identity:
    return Identity(
        device_type(candidate),
        candidate.text(MANUFACTURER_CODE),
        candidate.text(MODEL_IDENTIFIER),
        candidate.text(HARDWARE_VERSION),
        candidate.text(FIRMWARE_VERSION),
    )


def recorded_identity(candidate: Candidate) -> Identity:
    """The identity that the record has today; blank where there is no record."""
    before = candidate.before
    return Identity(*(before.get(column, "") for column in IDENTITY_COLUMNS))


def moves(candidate: Candidate) -> bool:
    """Whether the row corrects what identifies its Device Model."""
    return (
        candidate.action == Action.CORRECT
        and bool(candidate.before)
        and identity(candidate) != recorded_identity(candidate)
    )


def identity_brought(candidate: Candidate) -> Identity | None:
    """The identity that the row puts among the current ones; None where it brings none."""
    if candidate.action == Action.REINSTATE and candidate.before:
        return recorded_identity(candidate)
    return identity(candidate) if candidate.action == Action.ADD or moves(candidate) else None


def specifications(candidate: Candidate, specification: str) -> list[Pair]:
    """The pairs in their order; ``specification`` is what the device type is certified to.

    A SMETS1 Device Model is under SMETS whatever its type, and has no GBCS version.
    """
    versions = candidate.several(SPECIFICATION_VERSION)
    if is_smets1(candidate):
        return [Pair(Specification.SMETS, version, "") for version in versions]
    pairs = zip(versions, candidate.several(GBCS_VERSION), strict=False)
    return [Pair(specification, version, gbcs) for version, gbcs in pairs]


def certificates(candidate: Candidate) -> dict[CertificateKey, CertificateDetails]:
    """The Assurance Certificates with what is said of each."""
    found: dict[CertificateKey, CertificateDetails] = {}
    for scheme in (Scheme.ZIGBEE, Scheme.DLMS):
        numbers = candidate.several(CERTIFICATE[scheme])
        standards = candidate.several(STANDARD[scheme])
        for number, standard in zip(numbers, standards, strict=False):
            found[CertificateKey(scheme, number)] = CertificateDetails(standard)
    if candidate.has(CERTIFICATE[Scheme.CPA]):
        number = candidate.text(CERTIFICATE[Scheme.CPA])
        found[CertificateKey(Scheme.CPA, number)] = details_typed(candidate, Scheme.CPA)
    return found


def details_typed(candidate: Candidate, scheme: Scheme) -> CertificateDetails:
    """What the scheme's columns say of the one certificate that they hold."""
    standard = candidate.text(STANDARD[scheme])
    if scheme != Scheme.CPA:
        return CertificateDetails(standard)
    return CertificateDetails(
        standard,
        iso_date(candidate.text(CPA_DATE)),
        candidate.text(CPA_DATE_KIND),
        candidate.text(SECURITY_CHARACTERISTICS_VERSION),
    )


def certificates_brought(candidate: Candidate) -> dict[CertificateKey, CertificateDetails]:
    """The certificates of which this row says something: on amend, of the schemes it typed."""
    if not candidate.amends:
        return certificates(candidate)
    return {
        key: details
        for key, details in certificates(candidate).items()
        if any(column in candidate.given for column in SCHEME_COLUMNS[Scheme(key.scheme)])
    }


def image(candidate: Candidate) -> Image | None:
    """The Manufacturer Image; None where nothing is said of one."""
    if not any(candidate.has(column) for column in IMAGE_COLUMNS):
        return None
    return Image(*(candidate.text(column) for column in IMAGE_COLUMNS))


def iso_date(text: str) -> dt.date | None:
    """The day of an ISO date; None for anything else."""
    if not ISO_DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
