"""What happens in the sample: chapters of two years, each of them one publication.

Assumptions: the initial load takes over the early releases; every later release arrives in one of
its submitter's waves, after the releases that it can be upgraded from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sec_registry.submissions.sample.afterwards import (
    blocks,
    completed,
    corrected,
    expired,
    notes_amended,
    removals,
    renewed,
    stacks_amended,
    superseded,
)
from sec_registry.submissions.sample.calendar import Calendar
from sec_registry.submissions.sample.lines import LINES
from sec_registry.submissions.sample.rows import (
    Cells,
    Release,
    every_release,
    listed,
    row,
)

#: CPL numbers that the records had before the registry: with gaps, as lists that have lived have.
FIRST_NUMBER = 101
WAVES = {"manufacturer": 4, "party": 5, "panel": 4}
SAME_IMAGE = "The maker confirms one image for both hardware versions (mapping evidence seen)."


@dataclass(frozen=True)
class Proposal:
    """A submission to be; ``key`` finds it again, ``waiver`` is why its advisories may pass."""

    key: str
    title: str
    by: str
    rows: Sequence[Cells]
    initial_load: bool = False
    waiver: str = ""


@dataclass(frozen=True)
class Chapter:
    """Submissions that are accepted together, days before the sample's last day."""

    days_ago: int
    reason: str
    proposals: Sequence[Proposal]


def past(calendar: Calendar) -> list[Chapter]:
    """The chapters in order."""
    today = calendar.today

    def told(days_ago: int, reason: str, *proposals: Proposal) -> Chapter:
        return Chapter(days_ago, reason, proposals)

    def wave(by: str, number: int, *more: Cells) -> Proposal:
        rows = [row(each, today) for each in _wave(by, number)]
        title = f"New releases, {_ORDINALS[number]} batch"
        return Proposal(f"{by} {number + 1}", title, by, [*rows, *more], waiver=SAME_IMAGE)

    def panel(key: str, title: str, *rows: Cells) -> Proposal:
        return Proposal(key, title, "panel", rows)

    notes = Proposal("notes", "Release notes with errata", "manufacturer", notes_amended())
    return [
        told(730, "Taken over as it stood.", _taken_over(today)),
        told(675, "In order.", wave("manufacturer", 0)),
        told(622, "In order.", wave("party", 0)),
        told(570, "In order; one legacy record completed.", wave("panel", 0, completed())),
        told(518, "In order.", wave("manufacturer", 1)),
        told(466, "Decided together.", wave("manufacturer", 2), wave("party", 1)),
        told(405, "Panel decision.", panel("removals", "Removals", *removals(calendar))),
        told(350, "In order.", wave("panel", 1)),
        told(300, "In order.", wave("party", 2)),
        told(245, "Release notes only.", notes),
        told(190, "At the maker's request.", panel("blocks", "Pathways blocked", *blocks())),
        told(140, "In order.", wave("party", 3)),
        told(95, "In order; stack versions put right.", wave("panel", 2, *stacks_amended())),
        told(50, "Decided together.", wave("manufacturer", 3), wave("party", 4)),
        told(
            21,
            "CPA Certificate expired.",
            panel("expiry", "Removals", expired(calendar), superseded(calendar)),
        ),
        told(12, "Certificate seen again.", panel("correction", "Correction", corrected())),
        told(9, "CPA Certificate renewed.", panel("renewal", "Renewal", renewed(calendar))),
        told(5, "In order.", wave("panel", 3)),
    ]


_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def _taken_over(today: date) -> Proposal:
    rows = [
        {**_as_kept(each, today), "CPL number": str(FIRST_NUMBER + place + place // 10)}
        for place, each in enumerate(each for each in every_release() if each.taken_over)
    ]
    return Proposal("initial load", "Central Products List as it stood", "panel", rows, True)


def _as_kept(of: Release, today: date) -> Cells:
    """The row as the old list had it; some records lack what the repositories ask for."""
    if not of.silent:
        return row(of, today)
    if of.index == 0:
        return listed(of, today)
    return {**row(of, today), "Upgrade": "not provided", "Baselines": ""}


def _wave(by: str, number: int) -> list[Release]:
    return [
        each
        for each in every_release()
        if each.submitter == by and not each.taken_over and _wave_of(each) == number
    ]


def _wave_of(of: Release) -> int:
    """Spread a family's new releases over its submitter's waves, in order."""
    waves, new = WAVES[of.submitter], of.line.releases - of.line.taken_over
    return ((of.index - of.line.taken_over) * waves + LINES.index(of.line) % waves) // new
