"""The columns of the Central Products List, in the workbook's order.

Device type is no fixed list of words: the types are a table that the Panel keeps.
"""

from collections.abc import Callable

from cpl.choices import Coding, DateKind, Generation, Scheme
from cpl.models.forms import UsualForm
from sec_registry.registers.vocabulary import Column, Kind

REGISTER = "cpl"

DEVICE_TYPE = "Device type"
GENERATION = "Generation"
MANUFACTURER_CODE = "Manufacturer code"
MANUFACTURER = "Manufacturer"
MODEL_IDENTIFIER = "Model identifier"
MODEL_NAME = "Model name"
HARDWARE_VERSION = "Hardware version"
FIRMWARE_VERSION = "Firmware version"
FIRMWARE_CODING = "Firmware coding"
ESME_VARIANT = "ESME variant"
SPECIFICATION_VERSION = "SMETS/CHTS version"
GBCS_VERSION = "GBCS version"
CPA_DATE = "CPA date"
CPA_DATE_KIND = "CPA date kind"
SECURITY_CHARACTERISTICS_VERSION = "Security Characteristics version"
IMAGE_CREATOR = "Image creator"
IMAGE_DESCRIPTOR = "Image descriptor"
IMAGE_HASH = "Image hash"

#: Where each scheme's certificates and the standards they were issued against stand.
CERTIFICATE = {
    Scheme.ZIGBEE: "ZigBee certificate",
    Scheme.DLMS: "DLMS certificate",
    Scheme.CPA: "CPA certificate",
}
STANDARD = {
    Scheme.ZIGBEE: "ZigBee standard",
    Scheme.DLMS: "DLMS standard",
    Scheme.CPA: "CPA standard",
}

#: What columns come together about.
VERSIONS = "SMETS/CHTS and GBCS versions"
IMAGE = "Manufacturer Image"
CERTIFICATES = {
    Scheme.ZIGBEE: "ZigBee certificates",
    Scheme.DLMS: "DLMS certificates",
    Scheme.CPA: "CPA Certificate",
}


def _usual(column: str) -> Callable[[], str]:
    """The hint that the Panel's table of forms gives now."""

    def hint() -> str:
        form = UsualForm.objects.filter(pk=column).first()
        return f"usually {form.told()}" if form else ""

    return hint


COLUMNS = (
    Column(
        DEVICE_TYPE,
        REGISTER,
        Kind.CODE,
        hint="ESME, GSME, PPMID, HCALCS, SAPC or CH; CHF and GPF are read as CH",
    ),
    Column(GENERATION, REGISTER, Kind.WORD, words=tuple(Generation.values)),
    Column(MANUFACTURER_CODE, REGISTER, Kind.HEX, hint="four hexadecimal digits, such as 007B"),
    Column(MANUFACTURER, REGISTER, Kind.TEXT),
    Column(MODEL_IDENTIFIER, REGISTER, Kind.CODE, hint_kept=_usual(MODEL_IDENTIFIER)),
    Column(MODEL_NAME, REGISTER, Kind.TEXT, hint="where there is one"),
    Column(HARDWARE_VERSION, REGISTER, Kind.CODE, hint_kept=_usual(HARDWARE_VERSION)),
    Column(FIRMWARE_VERSION, REGISTER, Kind.HEX, hint="eight digits, with leading zeros"),
    Column(FIRMWARE_CODING, REGISTER, Kind.WORD, words=tuple(Coding.values)),
    Column(ESME_VARIANT, REGISTER, Kind.TEXT, hint="only for ESME, where it has one"),
    Column(
        SPECIFICATION_VERSION,
        REGISTER,
        Kind.VERSION,
        several=True,
        hint="CHTS for a CH",
        group=VERSIONS,
    ),
    Column(
        GBCS_VERSION,
        REGISTER,
        Kind.VERSION,
        several=True,
        hint="one for each version before",
        group=VERSIONS,
    ),
    Column(
        CERTIFICATE[Scheme.ZIGBEE],
        REGISTER,
        Kind.CODE,
        several=True,
        group=CERTIFICATES[Scheme.ZIGBEE],
    ),
    Column(
        STANDARD[Scheme.ZIGBEE],
        REGISTER,
        Kind.VERSION,
        several=True,
        group=CERTIFICATES[Scheme.ZIGBEE],
    ),
    Column(
        CERTIFICATE[Scheme.DLMS],
        REGISTER,
        Kind.CODE,
        several=True,
        group=CERTIFICATES[Scheme.DLMS],
    ),
    Column(
        STANDARD[Scheme.DLMS],
        REGISTER,
        Kind.VERSION,
        several=True,
        group=CERTIFICATES[Scheme.DLMS],
    ),
    Column(CERTIFICATE[Scheme.CPA], REGISTER, Kind.CODE, group=CERTIFICATES[Scheme.CPA]),
    Column(STANDARD[Scheme.CPA], REGISTER, Kind.VERSION, group=CERTIFICATES[Scheme.CPA]),
    Column(CPA_DATE, REGISTER, Kind.DATE, hint="YYYY-MM-DD", group=CERTIFICATES[Scheme.CPA]),
    Column(
        CPA_DATE_KIND,
        REGISTER,
        Kind.WORD,
        words=tuple(DateKind.values),
        group=CERTIFICATES[Scheme.CPA],
    ),
    Column(
        SECURITY_CHARACTERISTICS_VERSION,
        REGISTER,
        Kind.VERSION,
        group=CERTIFICATES[Scheme.CPA],
    ),
    Column(IMAGE_CREATOR, REGISTER, Kind.TEXT, group=IMAGE),
    Column(IMAGE_DESCRIPTOR, REGISTER, Kind.TEXT, group=IMAGE),
    Column(
        IMAGE_HASH,
        REGISTER,
        Kind.HEX,
        hint="SHA-256 of the Manufacturer Image alone",
        group=IMAGE,
    ),
)
