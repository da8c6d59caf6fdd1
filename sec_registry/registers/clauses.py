"""Clauses of the law and policies of the Panel: what every rule quotes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """A clause: its code as cited ("F2.15(d)"), its words in short, and where it stands."""

    code: str
    text: str
    source: str = "MP231 Annex A, legal text 1.1"

    is_law = True

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Policy:
    """A default the Panel (for Zigbee data the Security Sub Committee) may change; never law."""

    code: str
    text: str

    is_law = False

    def __str__(self) -> str:
        return f"policy: {self.code}"


Ground = Clause | Policy
