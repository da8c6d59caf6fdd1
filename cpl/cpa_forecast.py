"""Which CPA Certificates expire or are to be renewed, by window, with the Device Models they cover.

Worked out from the published documents, as everything that is read; only current Device Models
count. Nothing is removed by itself: a date that is past is a reason to decide, not a decision.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from cpl.choices import Scheme, Status
from cpl.models import PublishedDeviceModel
from sec_registry.registers.digests import Document

#: Windows may be so long, in days.
LONGEST = 3660
DEFAULT = 366

#: By which Device Models are covered together: the date, and what the documents say beside it.
Key = tuple[date, tuple[str, ...]]


@dataclass(frozen=True)
class CoveredModel:
    """A current Device Model that the certificate covers; ``document`` as published."""

    number: int
    document: Document = field(compare=False, repr=False)


@dataclass(frozen=True)
class DatedCertificate:
    """A CPA Certificate with its date, as the documents of what it covers have it."""

    number: str
    standard_version: str
    on: date
    date_kind: str
    security_characteristics_version: str
    covers: tuple[CoveredModel, ...]

    def days_left(self, today: date) -> int:
        """Days until the date; below 0 once it is past."""
        return (self.on - today).days


@dataclass(frozen=True)
class Forecast:
    """Certificates whose date is past, and those whose date falls into the window, by date."""

    today: date
    days: int
    overdue: tuple[DatedCertificate, ...]
    ahead: tuple[DatedCertificate, ...]

    @property
    def until(self) -> date:
        """The last day of the window."""
        return self.today + timedelta(days=self.days)

    @property
    def certificates(self) -> tuple[DatedCertificate, ...]:
        """All of them, the earliest date first."""
        return (*self.overdue, *self.ahead)


def cpa_forecast(*, today: date, days: int = DEFAULT) -> Forecast:
    """The forecast from the day on; the day itself and the last one belong to the window."""
    rows = PublishedDeviceModel.objects.filter(
        superseded_in__isnull=True,
        status=Status.CURRENT,
        cpa_date__lte=today + timedelta(days=days),
    ).order_by("cpl_number")
    covers: dict[Key, list[CoveredModel]] = defaultdict(list)
    for number, day, text in rows.values_list("cpl_number", "cpa_date", "document").iterator():
        if day is not None:
            document = json.loads(text)
            covers[day, _certificate(document)].append(CoveredModel(number, document))
    certificates = [_dated(key, covers[key]) for key in sorted(covers)]
    return Forecast(
        today=today,
        days=days,
        overdue=tuple(each for each in certificates if each.on < today),
        ahead=tuple(each for each in certificates if each.on >= today),
    )


def _certificate(document: Document) -> tuple[str, ...]:
    """What says which certificate gives the document its CPA date."""
    cpa = document["cpa"]
    first = next(each for each in document["certificates"] if each["scheme"] == Scheme.CPA)
    return (
        first["number"],
        first["standard_version"],
        cpa["date_kind"],
        cpa["security_characteristics_version"],
    )


def _dated(key: Key, models: list[CoveredModel]) -> DatedCertificate:
    day, (number, standard, kind, version) = key
    return DatedCertificate(number, standard, day, kind, version, tuple(models))
