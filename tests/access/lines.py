"""A line of the table of routes: an address of a pattern of the URLconf, and everybody's answer.

``inside`` are let in and get ``yes``; others who are known there (at the desk, or signed in) get
``no``, the rest ``out``. Addresses hold names of the world's keys in braces.
"""

from dataclasses import dataclass

from tests.access.people import AT_THE_DESK, NOBODY, Audience, Who

#: Keys that no row has, and that may trip a database.
ODD_KEYS = ("nothing", "9" * 30, "%00", "-1")
#: What an address holds where there is nothing.
NOTHING_THERE = ("{absent}", *ODD_KEYS)


@dataclass(frozen=True)
class Line:
    """One address of a pattern and the answers to everybody's GET."""

    pattern: str
    address: str
    inside: Audience
    yes: int = 200
    no: int = 403
    out: int = 302
    known: Audience = AT_THE_DESK
    #: Others yet, with their own status.
    but: tuple[Audience, int] = (NOBODY, 0)

    @property
    def is_odd(self) -> bool:
        """Whether the address holds an odd key."""
        return any(f"/{key}/" in self.address for key in ODD_KEYS)

    def status_for(self, who: Who) -> int:
        """The status of the answer to this person."""
        if who in self.but[0]:
            return self.but[1]
        if who in self.inside:
            return self.yes
        return self.no if who in self.known else self.out
