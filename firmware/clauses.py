"""Clauses of the Firmware Information Repository, and the policies that go beyond them."""

from sec_registry.registers.clauses import Clause, Policy

F2_14 = Clause(
    "F2.14",
    "A list of firmware releases, updates, and corresponding Manufacturer contact details for "
    "ESME, GSME, PPMID, HCALCS, SAPC, and SMETS1 CH or SMETS2+ Communications Hub.",
)
F2_15_A = Clause(
    "F2.15(a)",
    "A number which uniquely identifies a record on the Central Products List, which is a "
    "mandatory field.",
)
F2_15_B = Clause(
    "F2.15(b)",
    "Manufacturer contact details, which is a mandatory field, to include email address, "
    "telephone number and business address.",
)
F2_15_C = Clause(
    "F2.15(c)",
    "A free text field for release notes, which is a mandatory field for completion but the "
    "content is at the discretion of the Manufacturer.",
)
# Printed as "(e)(d)" in the redlined text; read as (d).
F2_15_D = Clause(
    "F2.15(d)",
    "Where a firmware upgrade to the Device Model is possible, the number(s) of the record(s) on "
    "the Central Products List which identify the suitable baseline Device Model(s), which is a "
    "mandatory field.",
)
F2_16 = Clause(
    "F2.16",
    "The Firmware Information Repository will be updated alongside the Central Products List, "
    "with the number of its record providing a cross reference.",
)
F2_17 = Clause(
    "F2.17",
    "The Party or any other person submitting Device details for addition to the Central Products "
    "List shall also supply the details listed in F2.15 for the same Device.",
)
F2_17B = Clause(
    "F2.17B",
    "The information contained within the Firmware Information Repository shall be available to "
    "SEC Parties only and must not be shared.",
)

CLAUSES = (F2_14, F2_15_A, F2_15_B, F2_15_C, F2_15_D, F2_16, F2_17, F2_17B)

EDGES = Policy(
    "U1",
    "Upgrade pathways are explicit: from a baseline to a Device Model, declared or blocked.",
)
PLAUSIBLE = Policy(
    "U2",
    "A pathway that leads in a circle, from another Manufacturer, model or hardware version, or "
    "to a lower firmware version is looked at twice.",
)
STARTS_ONLY = Policy(
    "U4",
    "A Device Model that was removed from the list is a start of upgrades, never a step or a goal.",
)
