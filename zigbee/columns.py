"""The columns of the one vocabulary that belong to the Device Zigbee Information Repository.

Stack versions are kept verbatim: three- and four-part versions exist, and ``7.10`` is not ``7.1``.
"""

from sec_registry.registers.vocabulary import Column, Kind

CODE = "zigbee"

CHIPSET_VENDOR = "ZigBee chipset vendor"
STACK_VERSION = "ZigBee stack version"

#: What columns come together about.
RADIOS = "Radios"

COLUMNS = (
    Column(CHIPSET_VENDOR, CODE, Kind.TEXT, several=True, hint="one per radio", group=RADIOS),
    Column(
        STACK_VERSION,
        CODE,
        Kind.VERSION,
        several=True,
        hint="one per radio, verbatim",
        group=RADIOS,
    ),
)
