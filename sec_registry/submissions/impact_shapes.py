"""What is told of an impact on upgrade pathways: its shapes, and its sentences."""

from dataclasses import dataclass, field
from datetime import date

from firmware.impact import CauseKind
from firmware.register import FIR

_WORDS = {
    CauseKind.BLOCKED: "The step {0} → {1} is blocked",
    CauseKind.WITHDRAWN: "{0} is no longer a baseline of {1}",
    CauseKind.REMOVED: "{1} is removed",
    CauseKind.ADDED: "{1} is new, with {0} as a baseline",
    CauseKind.DECLARED: "{0} becomes a baseline of {1}",
    CauseKind.UNBLOCKED: "The step {0} → {1} is no longer blocked",
    CauseKind.REINSTATED: "{1} is reinstated",
}


def row_said(row: int | None, submission: int | None) -> str:
    """A row in words; with its submission where there are several."""
    return f"row {row}" + (f" of submission {submission}" if submission else "")


@dataclass(frozen=True)
class Place:
    """A Device Model: by its CPL number, or by the row that is to be given one."""

    cpl_number: int | None
    row: int | None = None
    reference: str = ""
    #: Which submission the row is of, where several are told of together.
    submission: int | None = None

    def __str__(self) -> str:
        if self.cpl_number is not None:
            return f"CPL {self.cpl_number}"
        said = row_said(self.row, self.submission)
        return said + (f" ({self.reference})" if self.reference else "")


@dataclass(frozen=True)
class Because:
    """A step that opens or closes; ``row`` is the row of the submission that says so.

    ``submission``: which one that is, where several are told of together.
    """

    kind: str
    baseline: Place | None
    device_model: Place
    reason: str
    row: int | None
    submission: int | None = None

    @property
    def place(self) -> str:
        """The row that says so; nothing where none does."""
        return row_said(self.row, self.submission) if self.row else ""

    @property
    def sentence(self) -> str:
        """The step and what happens to it, in words."""
        words = _WORDS[CauseKind(self.kind)]
        return words.format(self.baseline, self.device_model)


@dataclass(frozen=True)
class DeviceModelImpact:
    """What happens to one Device Model; ``losing`` and ``gaining`` count all its destinations."""

    device_model: Place
    stranded: bool
    losing: int
    gaining: int
    lost: list[Place]
    gained: list[Place]
    newest_before: list[Place]
    newest_after: list[Place]
    causes: list[Because]


@dataclass(frozen=True)
class LaterImpact:
    """What happens afterwards, by removals planned for these days; ``first`` is mostly ``last``.

    Told against what stands by then.
    """

    first: date
    last: date
    stranded: int
    losing: int
    gaining: int
    complete: bool
    device_models: list[DeviceModelImpact]

    @property
    def any(self) -> bool:
        """Whether anything changes for any Device Model."""
        return bool(self.stranded or self.losing or self.gaining)


@dataclass(frozen=True)
class Impact:
    """The impact on upgrade pathways, bounded: counts of all, and the first Device Models in full.

    ``readable``: whether it is this person's to know; if not, the rest says nothing.
    ``publication``: what it is told against, or the publication that brought it (``happened``);
    None when the submission was turned down, which changes nothing. ``later``: what removals
    planned for later days do then, day by day; of many days the last ones together.
    """

    readable: bool
    publication: int | None = None
    happened: bool = False
    stranded: int = 0
    losing: int = 0
    gaining: int = 0
    complete: bool = True
    device_models: list[DeviceModelImpact] = field(default_factory=list)
    later: list[LaterImpact] = field(default_factory=list)
    marking: str = FIR.marking

    @property
    def any(self) -> bool:
        """Whether anything changes for any Device Model that is on the list."""
        return bool(self.stranded or self.losing or self.gaining)
