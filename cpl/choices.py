"""Codes of the Central Products List, as the contract spells them."""

from django.db import models


class Generation(models.TextChoices):
    SMETS1 = "SMETS1", "SMETS1"
    SMETS2_PLUS = "SMETS2+", "SMETS2+"


class Specification(models.TextChoices):
    """The Technical Specification a Device Model is certified against."""

    SMETS = "SMETS", "SMETS"
    CHTS = "CHTS", "CHTS"


class Coding(models.TextChoices):
    """How a firmware version's eight digits are meant."""

    HEX = "HEX", "HEX"
    BCD = "BCD", "BCD"


class Scheme(models.TextChoices):
    """Assurance Certificate schemes."""

    ZIGBEE = "ZIGBEE", "ZigBee"
    DLMS = "DLMS", "DLMS"
    CPA = "CPA", "CPA"


class DateKind(models.TextChoices):
    """What the date of a CPA Certificate means: lifetime certificates renew."""

    EXPIRY = "EXPIRY", "Expiry"
    RENEWAL = "RENEWAL", "Renewal"


class Status(models.TextChoices):
    CURRENT = "CURRENT", "Current"
    REMOVED = "REMOVED", "Removed"


#: The version that Appendix Z 2.1(e) names for every SMETS1 Device Model.
SMETS1_VERSION = "1.2"


class Characters(models.TextChoices):
    """Of what a code usually consists."""

    HEX = "HEX", "Hexadecimal digits"
    DIGITS = "DIGITS", "Digits"
    LETTERS = "LETTERS", "Letters and digits"
    ANY = "ANY", "Any characters"


class Inferred(models.TextChoices):
    """Columns whose form no public source quotes: the Panel's table says how they usually look."""

    MODEL_IDENTIFIER = "Model identifier", "Model identifier"
    HARDWARE_VERSION = "Hardware version", "Hardware version"


#: Forms quoted in public sources, which block; inferred ones stand in the Panel's table and advise.
MANUFACTURER_CODE = r"^[0-9A-F]{4}$"
FIRMWARE_VERSION = r"^[0-9A-F]{8}$"
HASH = r"^[0-9A-F]{64}$"
SPEC_VERSION = r"^[0-9]+(\.[0-9]+)*$"

#: What older lists call the two parts of a Communications Hub.
PARTS_OF_A_HUB = {"CHF": "CH", "GPF": "CH"}


def normal_device_type(code: str) -> str:
    """The Physical Device Type that a typed code means: ``CHF`` and ``GPF`` are read as ``CH``."""
    return PARTS_OF_A_HUB.get(code, code)
