"""What happens to Device Models of the sample once they are listed: a row for each change."""

from datetime import date, timedelta

from sec_registry.submissions.sample.calendar import YEARS, Calendar
from sec_registry.submissions.sample.rows import (
    Cells,
    Release,
    firmware_part,
    release,
    zigbee_part,
)


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


def _amend(of: Release, cells: Cells) -> Cells:
    return {"Action": "amend", "CPL number": of.reference, **cells}


def completed() -> Cells:
    """What a legacy record lacked."""
    legacy = release("D401", "0100", 0)
    return _amend(legacy, {**firmware_part(legacy), **zigbee_part(legacy)})


def removals(calendar: Calendar) -> list[Cells]:
    """Two removals, one of them for a reason that is not public."""
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


def expired(calendar: Calendar) -> Cells:
    """A removal because a certificate ran out; it is corrected later."""
    return removal(
        release("A120", "0200", 0),
        "CPA Certificate expired",
        authority="Panel, sample meeting 60",
        on=calendar.at(21).date(),
        public=True,
    )


def superseded(calendar: Calendar) -> Cells:
    """A removal that everybody sees coming."""
    return removal(
        release("F601", "0101", 0),
        "Superseded",
        authority="Panel, sample meeting 60",
        on=calendar.today + timedelta(days=60),
        public=True,
    )


def corrected() -> Cells:
    """What was misread, put right."""
    return {
        "Action": "correct",
        "CPL number": release("A101", "0101", 6).reference,
        "ESME variant": "AD",
        "Reason": "The variant was misread from the certificate.",
        "Reason public": "yes",
    }


def renewed(calendar: Calendar) -> Cells:
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


def notes_amended() -> list[Cells]:
    """Release notes, with what was found out since."""
    return [
        _amend(each, {"Release notes": f"{firmware_part(each)['Release notes']}\nErratum: none."})
        for each in (release("A101", "0100", 0), release("A101", "0100", 1))
    ]


def blocks() -> list[Cells]:
    """Pathways that are blocked, with the reasons."""

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


def stacks_amended() -> list[Cells]:
    """Stack versions, put right."""
    return [
        _amend(release("E502", "0100", index), {"ZigBee stack version": "ExampleZ 7.4.2"})
        for index in (0, 1)
    ]
