"""Clauses that no rule about rows can hold, and readings that the text leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Otherwise:
    """How a clause is held without a rule, and the file of tests that shows it."""

    how: str
    test: str


_BY_KEY = "The CPL number is the record's primary key, given on acceptance."
_TOGETHER = "All registers are written in one acceptance, or none is."

HELD_OTHERWISE: Mapping[str, Otherwise] = {
    "App. Z 2.1(i)": Otherwise(
        "Struck out: there is no such column; a file that has one is told so when it is read.",
        "tests/submissions/workbook/test_headings.py",
    ),
    "F2.15(a)": Otherwise(_BY_KEY, "tests/firmware/test_constraints.py"),
    "F2.16": Otherwise(_TOGETHER, "tests/firmware/test_services.py"),
    "F2.17B": Otherwise(
        "The read door: who knocks, and how far they see.", "tests/firmware/test_access.py"
    ),
    "F2.34(c)": Otherwise(_BY_KEY, "tests/zigbee/test_constraints.py"),
    "F2.35": Otherwise(_TOGETHER, "tests/zigbee/test_services.py"),
    "F2.36": Otherwise(_BY_KEY, "tests/zigbee/test_constraints.py"),
    "F2.38": Otherwise(
        "The read door asks the Security Sub Committee's grants.", "tests/zigbee/test_access.py"
    ),
}


@dataclass(frozen=True)
class Reading:
    """A place where the text leaves open what it means, and how the registry reads it."""

    place: str
    doubt: str
    reading: str


OPEN_READINGS = (
    Reading(
        "F2.37",
        "It refers to the details listed in F2.15, which are those of the Firmware Information "
        "Repository.",
        "F2.34 is meant: one submission supplies the details of both repositories.",
    ),
    Reading(
        "F2.15",
        "Its last item is printed as \u201c(e)(d)\u201d.",
        "It is item (d), the baseline Device Models.",
    ),
    Reading(
        "F2.33",
        "It speaks of Manufacturer contact details, which F2.34 does not list.",
        "The Zigbee record keeps a contact of its own, filled from the same submission, so that "
        "nothing of the Firmware Information Repository leaves through it.",
    ),
    Reading(
        "F2.33 and F2.34",
        "They name no Physical Device Types, as F2.14 does.",
        "Every Device Model on the Central Products List has a Zigbee record.",
    ),
    Reading(
        "F2.17A, F2.18 to F2.32, Appendix Z clause 4",
        "Their text was not at hand.",
        "Nothing here rests on them.",
    ),
)
