"""Invented product lines: each is a model with its hardware versions and a row of releases.

A line and a hardware version make one family of upgrade pathways. ``shape`` says which earlier
releases each release takes as its baselines; release 0 is the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

Radio = tuple[str, str]


class Shape(Enum):
    """How a family's releases follow one another."""

    CHAIN = "each from the one before"
    WIDE = "each from the two before"
    FORK = "the last two from the same one: two newest"
    BYPASS = "each from the one before; release 3 from release 1 too"
    ALONE = "never upgraded"


@dataclass(frozen=True)
class Line:
    """A product line; versions are pairs of SMETS or CHTS version and GBCS version.

    ``taken_over`` counts the releases that the initial load brought, ``silent`` those of them
    that came without what the two repositories ask for. ``cpa_days`` is when the line's first
    CPA Certificate ends, in days from today. One image for all hardware: ``shared_image``.
    """

    maker: str
    device_type: str
    model: str
    name: str
    releases: int
    taken_over: int
    radios: tuple[Radio, ...]
    cpa_days: int = 0
    renews: bool = False
    generation: str = "SMETS2+"
    coding: str = "HEX"
    hardware: tuple[str, ...] = ("0100", "0200")
    versions: tuple[tuple[str, str], ...] = (("5.0", "4.1"),)
    shape: Shape = Shape.CHAIN
    variant: str = ""
    silent: int = 0
    shared_image: int | None = None

    def baselines(self, release: int) -> Sequence[int]:
        """The releases from which this one can be reached in one step."""
        last = self.releases - 1
        if release == 0 or self.shape == Shape.ALONE:
            return ()
        if self.shape == Shape.WIDE and release > 1:
            return (release - 2, release - 1)
        if self.shape == Shape.FORK and release == last:
            return (release - 2,)
        if self.shape == Shape.BYPASS and release == 3:
            return (1, 2)
        return (release - 1,)


_SILICON: Radio = ("Fictional Silicon", "ExampleZ 7.4.1")
_SILICON_OLD: Radio = ("Fictional Silicon Ltd", "ExampleZ 6.10.2.0")
_RADIO: Radio = ("Sample Radio Works", "SampleMesh 3.2.0")
_RADIO_OLD: Radio = ("Sample Radio Works", "SampleMesh 2.9")
_SUB_GHZ: Radio = ("Pretend Semiconductors", "MadeUpStack 1.8.0.3")
_OLD = (("4.2", "3.2"),)
_BOTH = (("4.2", "3.2"), ("5.0", "4.1"))
_CHTS = (("1.3", "3.2"), ("1.4", "4.1"))
_S1 = (("1.2", ""),)
LINES = (
    Line("FA01", "ESME", "A101", "Fable One", 7, 3, (_SILICON,), 45, versions=_BOTH, variant="A",
         hardware=("0100", "0101", "0200")),
    Line("FA01", "ESME", "A102", "Fable Twin", 8, 3, (_SILICON,), 200, True, shape=Shape.WIDE,
         variant="B"),
    Line("FA01", "ESME", "A103", "Fable Poly", 6, 2, (_RADIO,), 340, shape=Shape.FORK,
         variant="C"),
    Line("FA01", "GSME", "A120", "Fable Gas", 7, 4, (_SILICON_OLD,), -60, coding="BCD",
         versions=_OLD, shape=Shape.BYPASS),
    Line("FA02", "ESME", "B201", "Invention E", 7, 3, (_RADIO,), 150, versions=_BOTH,
         variant="ADE", shape=Shape.FORK),
    Line("FA02", "GSME", "B202", "Invention G", 7, 5, (_RADIO_OLD,), 75, True, versions=_OLD,
         hardware=("0100", "0101", "0200")),
    Line("FA02", "HCALCS", "B230", "Invention Switch", 6, 2, (_RADIO,), 520, hardware=("0100",)),
    Line("FA03", "HCALCS", "C301", "Pretext Switch", 7, 3, (_SILICON,), 310, shape=Shape.WIDE),
    Line("FA03", "SAPC", "C302", "Pretext Charge", 6, 1, (_SILICON,), 900, True,
         versions=(("5.1", "4.2"),)),
    Line("FA03", "PPMID", "C303", "Pretext Display", 7, 3, (_SILICON_OLD,), versions=_BOTH,
         shape=Shape.BYPASS, shared_image=5),
    Line("FA04", "ESME", "D401", "Legacy Single", 7, 5, (_RADIO_OLD,), generation="SMETS1",
         coding="BCD", versions=_S1, variant="A", silent=2),
    Line("FA04", "GSME", "D402", "Legacy Gas", 7, 5, (_RADIO_OLD,), generation="SMETS1",
         versions=_S1, silent=1),
    Line("FA04", "PPMID", "D403", "Legacy Display", 4, 4, (_RADIO_OLD,), generation="SMETS1",
         versions=_S1, shape=Shape.ALONE, silent=1),
    Line("FA05", "CH", "E501", "Storyhub Dual Band", 7, 3, (_SILICON, _SUB_GHZ), 20, True,
         versions=_CHTS),
    Line("FA05", "CH", "E502", "Storyhub Single Band", 7, 3, (_SILICON,), -14,
         versions=(("1.3", "3.2"),), shape=Shape.WIDE),
    Line("FA05", "CH", "E510", "Storyhub Legacy", 7, 4, (_RADIO_OLD,), generation="SMETS1",
         versions=_S1, silent=1),
    Line("FA06", "PPMID", "F601", "Mirage Mini", 7, 3, (_RADIO,), versions=_BOTH,
         hardware=("0100", "0101", "0200")),
    Line("FA06", "PPMID", "F602", "Mirage Colour", 7, 3, (_SILICON,), shape=Shape.FORK),
    Line("FA07", "SAPC", "F701", "Hearsay Charge", 7, 2, (_RADIO,), 1100, True,
         versions=(("5.1", "4.2"),), shape=Shape.WIDE),
    Line("FA07", "HCALCS", "F702", "Hearsay Relay", 7, 3, (_SUB_GHZ,), 100),
    Line("FA08", "ESME", "F801", "Specimen Plus", 7, 4, (_SILICON_OLD,), 260, coding="BCD",
         versions=_BOTH, variant="AD"),
    Line("FA08", "GSME", "F802", "Specimen Gas", 7, 3, (_SILICON,), 1500, True),
)  # fmt: skip
