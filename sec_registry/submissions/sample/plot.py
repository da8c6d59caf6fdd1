"""What happens in the sample: chapters of two years, each of them one publication.

Assumptions: the initial load takes over the early releases; every later release arrives in one of
its submitter's waves, after the releases that it can be upgraded from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sec_registry.submissions.sample.lines import LINES
from sec_registry.submissions.sample.rows import (
    Cells,
    Release,
    every_release,
    firmware_part,
    listed,
    release,
    row,
    zigbee_part,
)

YEARS = timedelta(days=730)
#: CPL numbers that the records had before the registry: with gaps, as lists that have lived have.
FIRST_NUMBER = 101
WAVES = {"manufacturer": 4, "party": 5, "panel": 4}

SAME_IMAGE = "The maker confirms one image for both hardware versions (mapping evidence seen)."


@dataclass(frozen=True)
class Calendar:
    """The sample's days, all of them counted back from the day on which it was begun."""

    today: date

    def at(self, days_ago: int) -> datetime:
        """The moment of a decision: ten in the morning of that day."""
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time(10), tzinfo=UTC)

    @property
    def begins(self) -> datetime:
        """When the people took office: before anything was sent."""
        return self.at(YEARS.days + 30)


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

    return [
        told(730, "Taken over as it stood.", _taken_over(today)),
        told(675, "In order.", wave("manufacturer", 0)),
        told(622, "In order.", wave("party", 0)),
        told(570, "In order; one legacy record completed.", wave("panel", 0, _completed())),
        told(518, "In order.", wave("manufacturer", 1)),
        told(466, "Decided together.", wave("manufacturer", 2), wave("party", 1)),
        told(405, "Panel decision.", panel("removals", "Removals", *_removals(calendar))),
        told(350, "In order.", wave("panel", 1)),
        told(300, "In order.", wave("party", 2)),
        told(245, "Release notes only.", _notes_amended()),
        told(190, "At the maker's request.", panel("blocks", "Pathways blocked", *_blocks())),
        told(140, "In order.", wave("party", 3)),
        told(95, "In order; stack versions put right.", wave("panel", 2, *_stacks_amended())),
        told(50, "Decided together.", wave("manufacturer", 3), wave("party", 4)),
        told(
            21,
            "CPA Certificate expired.",
            panel("expiry", "Removals", _expired(calendar), _superseded(calendar)),
        ),
        told(12, "Certificate seen again.", panel("correction", "Correction", _corrected())),
        told(9, "CPA Certificate renewed.", panel("renewal", "Renewal", _renewed(calendar))),
        told(5, "In order.", wave("panel", 3)),
    ]


_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def removal(of: Release, reason: str, *, authority: str, on: date, public: bool) -> Cells:
    """The row that removes the Device Model."""
    return {
        "Action": "remove",
        "CPL number": of.reference,
        "Removal reason": reason,
        "Removal authority": authority,
        "Removal date": on.isoformat(),
        "Reason public": "yes" if public else "no",
    }


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


def _amend(of: Release, cells: Cells) -> Cells:
    return {"Action": "amend", "CPL number": of.reference, **cells}


def _completed() -> Cells:
    legacy = release("D401", "0100", 0)
    return _amend(legacy, {**firmware_part(legacy), **zigbee_part(legacy)})


def _removals(calendar: Calendar) -> list[Cells]:
    day = calendar.at(405).date()
    return [
        removal(
            release("B202", "0101", 2),
            "Assurance Certificate withdrawn",
            authority="Panel, sample meeting 41",
            on=day,
            public=True,
        ),
        removal(
            release("C303", "0100", 2),
            "Direction of the Security Sub Committee",
            authority="Security Sub Committee, sample meeting 17",
            on=day,
            public=False,
        ),
    ]


def _expired(calendar: Calendar) -> Cells:
    return removal(
        release("A120", "0200", 0),
        "CPA Certificate expired",
        authority="Panel, sample meeting 60",
        on=calendar.at(21).date(),
        public=True,
    )


def _superseded(calendar: Calendar) -> Cells:
    """A removal that everybody sees coming."""
    return removal(
        release("F601", "0101", 0),
        "Superseded",
        authority="Panel, sample meeting 60",
        on=calendar.today + timedelta(days=60),
        public=True,
    )


def _corrected() -> Cells:
    return {
        "Action": "correct",
        "CPL number": release("A101", "0101", 6).reference,
        "ESME variant": "AD",
        "Reason": "The variant was misread from the certificate.",
        "Reason public": "yes",
    }


def _renewed(calendar: Calendar) -> Cells:
    """The hubs' first CPA Certificate has run out; one row renews it for all that it covers."""
    return {
        "Action": "renew certificate",
        "Replaces certificate": "SAMPLE-CPA-FA05-E502-1",
        "CPA certificate": "SAMPLE-CPA-FA05-E502-1R",
        "CPA standard": "CPA 1.4",
        "CPA date": (calendar.today + YEARS).isoformat(),
        "CPA date kind": "EXPIRY",
        "Security Characteristics version": "1.3",
    }


def _notes_amended() -> Proposal:
    rows = [
        _amend(each, {"Release notes": f"{firmware_part(each)['Release notes']}\nErratum: none."})
        for each in (release("A101", "0100", 0), release("A101", "0100", 1))
    ]
    return Proposal("notes", "Release notes with errata", "manufacturer", rows)


def _blocks() -> list[Cells]:
    def block(of: Release, baseline: int, reason: str) -> Cells:
        return {
            "Action": "block baselines",
            "CPL number": of.reference,
            "Baselines": of.sibling(baseline).reference,
            "Reason": reason,
        }

    return [
        block(
            release("A102", "0200", 2), 1, "Devices lose their tariff table on this step; go past."
        ),
        block(
            release("D402", "0100", 3), 2, "Devices at this baseline do not restart by themselves."
        ),
    ]


def _stacks_amended() -> list[Cells]:
    return [
        _amend(release("E502", "0100", index), {"ZigBee stack version": "ExampleZ 7.4.2"})
        for index in (0, 1)
    ]
