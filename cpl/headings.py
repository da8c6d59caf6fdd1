"""Columns found by their headings: what a Device Model's identity is called where people list some.

Headings are the API's names, the workbook's columns or DUIS's words, in any letters.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cpl.spellings import DUIS, FIRMWARE, HARDWARE, MANUFACTURER, MODEL, TYPE

#: What each part may be called, in small letters without blanks, dashes and underlines; what
#: stands first counts where a table has several: an export has code *and* name.
CALLED: Mapping[str, tuple[str, ...]] = {
    TYPE: ("devicetype", "type", "physicaldevicetype"),
    MANUFACTURER: ("manufacturercode", "devicemanufacturer", "manufacturer"),
    MODEL: ("modelidentifier", "model"),
    HARDWARE: ("hardwareversion", "devicehardwareversion"),
    FIRMWARE: ("firmwareversion", "devicefirmwareversion"),
    DUIS: ("duismodel", "duismodelcode", "devicemodel"),
}
# A blank that does not break is one as well; pages and word processors leave it.
_DROPPED = str.maketrans("", "", " _-.\u00a0")


class Places(NamedTuple):
    """Where each member stands, from 0; and the headings of those that stand there twice."""

    found: dict[str, int]
    twice: list[str]


def places_of(headings: Sequence[str], called: Mapping[str, tuple[str, ...]]) -> Places:
    """The members that the headings name; ``called`` says by which words."""
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        places.setdefault(heading.translate(_DROPPED).casefold(), []).append(place)
    found: dict[str, int] = {}
    twice: list[str] = []
    for member, words in called.items():
        word = next((each for each in words if each in places), None)
        if word is not None:
            found[member] = places[word][0]
            if len(places[word]) > 1:
                twice.append(headings[found[member]])
    return Places(found, twice)
