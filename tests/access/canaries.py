"""Strings that stand in every restricted field, and who alone may ever meet each of them.

A canary's text is found in an answer whatever surrounds it: letters, digits, dots and dashes only,
compared without regard to case.
"""

from collections.abc import Iterable
from itertools import count

from sec_registry.registers.vocabulary import Cell
from tests.access.people import Audience

#: How every canary begins that could be guessed at in a query.
FIR_START = "fircanary"
DZIR_START = "dzircanary"
#: Numbers of the kind that is set aside for stories, in London.
TELEPHONES = "+44207946"
#: What every canary holds; most answers hold neither, and are looked through no further.
MARKS = ("canary", TELEPHONES)


class Canaries:
    """The canaries with their readers, and the cells that hold them."""

    def __init__(self) -> None:
        self.readers: dict[str, Audience] = {}
        self._telephones = count(101)

    def mark(self, text: str, readers: Audience) -> str:
        """Keep a text as a canary; returns it."""
        assert text not in self.readers
        assert any(mark in text.lower() for mark in MARKS)
        self.readers[text.lower()] = readers
        return text

    def firmware(self, place: str, readers: Audience, contact: Audience) -> dict[str, Cell]:
        """The FIR's text columns; the contact is the Zigbee record's too, so it has its own."""
        telephone = f"{TELEPHONES}{next(self._telephones):04d}"
        return {
            "Contact email": self.mark(f"{FIR_START}.email.{place}@maker.example", contact),
            "Contact telephone": self.mark(telephone, contact),
            "Contact address": self.mark(f"{FIR_START}-address-{place}", contact),
            "Release notes": self.mark(f"{FIR_START}-notes-{place}", readers),
        }

    def zigbee(self, place: str, readers: Audience, radios: int = 1) -> dict[str, Cell]:
        """The DZIR's columns, one value for each radio."""
        vendors, stacks = [], []
        for radio in range(1, radios + 1):
            vendors.append(self.mark(f"{DZIR_START}-vendor-{place}-{radio}", readers))
            stacks.append(self.mark(f"{DZIR_START}-stack-{place}-{radio}", readers))
        return {
            "ZigBee chipset vendor": "; ".join(vendors),
            "ZigBee stack version": "; ".join(stacks),
        }

    def found_in(self, text: str) -> set[str]:
        """The canaries that the text holds."""
        lowered = text.lower()
        if not any(mark in lowered for mark in MARKS):
            return set()
        return {canary for canary in self.readers if canary in lowered}

    def readable_by(self, who: object) -> set[str]:
        """The canaries that this person may meet."""
        return {canary for canary, readers in self.readers.items() if who in readers}

    def kept_from(self, who: object, found: Iterable[str]) -> set[str]:
        """Those of the canaries that this person may not meet."""
        return set(found) - self.readable_by(who)
