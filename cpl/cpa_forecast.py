"""Which CPA Certificates expire or are to be renewed, by window, with the Device Models they cover.

Worked out from the published documents, as everything that is read; only current Device Models
count. Nothing is removed by itself: a date that is past is a reason to decide, not a decision.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, islice
from operator import itemgetter

from cpl.choices import Scheme, Status
from cpl.models import PublishedDeviceModel
from sec_registry.registers.digests import Document
from sec_registry.registers.paging import as_published

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

    @property
    def key(self) -> Key:
        """Where it stands in the order of certificates."""
        return self.on, (
            self.number,
            self.standard_version,
            self.date_kind,
            self.security_characteristics_version,
        )

    def days_left(self, today: date) -> int:
        """Days until the date; below 0 once it is past."""
        return (self.on - today).days


@dataclass(frozen=True)
class Forecast:
    """Certificates whose date is past, and those whose date falls into the window, by date.

    ``following`` is the key of the last one where another page follows.
    """

    today: date
    days: int
    overdue: tuple[DatedCertificate, ...]
    ahead: tuple[DatedCertificate, ...]
    following: Key | None = None

    @property
    def until(self) -> date:
        """The last day of the window."""
        return self.today + timedelta(days=self.days)

    @property
    def certificates(self) -> tuple[DatedCertificate, ...]:
        """All of them, the earliest date first."""
        return (*self.overdue, *self.ahead)


def cpa_forecast(
    *,
    today: date,
    days: int = DEFAULT,
    limit: int | None = None,
    after: Key | None = None,
    publication: int | None = None,
) -> Forecast:
    """The forecast from the day on; the day itself and the last one belong to the window.

    ``limit`` is for a page, which begins after the certificate of this key (none: with the first);
    ``publication`` asks for what was published then.
    """
    found = certificates_due(today=today, days=days, after=after, publication=publication)
    certificates = list(found if limit is None else islice(found, limit + 1))
    shown = certificates if limit is None else certificates[:limit]
    return Forecast(
        today=today,
        days=days,
        overdue=tuple(each for each in shown if each.on < today),
        ahead=tuple(each for each in shown if each.on >= today),
        following=shown[-1].key if len(shown) < len(certificates) else None,
    )


def certificates_due(
    *, today: date, days: int, after: Key | None = None, publication: int | None = None
) -> Iterator[DatedCertificate]:
    """The certificates up to the last day of the window, by date; one date in memory at a time."""
    rows = PublishedDeviceModel.objects.filter(
        status=Status.CURRENT, cpa_date__lte=today + timedelta(days=days)
    )
    if publication is None:
        rows = rows.filter(superseded_in__isnull=True)
    else:
        rows = as_published(rows, publication)
    if after is not None:
        rows = rows.filter(cpa_date__gte=after[0])
    found = rows.order_by("cpa_date", "cpl_number").values_list(
        "cpa_date", "cpl_number", "document"
    )
    for day, of_day in groupby(found.iterator(), key=itemgetter(0)):
        covers: dict[tuple[str, ...], list[CoveredModel]] = defaultdict(list)
        for _, number, text in of_day:
            document = json.loads(text)
            covers[_certificate(document)].append(CoveredModel(number, document))
        for said in sorted(covers):
            if after is None or (day, said) > after:
                yield _dated((day, said), covers[said])


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
