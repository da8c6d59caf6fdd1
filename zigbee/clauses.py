"""Clauses of the Device Zigbee Information Repository, and who answers for its policies."""

from sec_registry.registers.clauses import Clause

F2_33 = Clause(
    "F2.33",
    "A list of Device Zigbee releases, updates and corresponding Manufacturer contact details.",
)
F2_34_A = Clause("F2.34(a)", "ZigBee chipset vendor, which is a mandatory field.")
F2_34_B = Clause("F2.34(b)", "ZigBee stack version, which is a mandatory field.")
F2_34_C = Clause("F2.34(c)", "Central Product List entry ID.")
F2_35 = Clause(
    "F2.35",
    "The Device Zigbee Information Repository will be updated alongside the Firmware Information "
    "Repository and the Central Products List, with the number of the record there providing a "
    "cross reference.",
)
F2_36 = Clause(
    "F2.36",
    "The Device Zigbee Information Repository will include the Central Products List entry ID to "
    "allow its Data to be mapped to the Device on the Central Product List.",
)
# It cites F2.15 where F2.34 is evidently meant: one submission supplies both.
F2_37 = Clause(
    "F2.37",
    "The Party or any other person submitting Device details for addition to the Central Products "
    "List shall also supply these details for the same Device.",
)
F2_38 = Clause(
    "F2.38",
    "The Security Sub Committee shall manage the access to the Device Zigbee Information "
    "Repository.",
)

CLAUSES = (F2_33, F2_34_A, F2_34_B, F2_34_C, F2_35, F2_36, F2_37, F2_38)
