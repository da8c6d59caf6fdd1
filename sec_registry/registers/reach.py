"""How far a person's right to read a register goes: all of it, some scopes of it, or nothing.

Grants become scopes *before* the query, so that reading costs no join on permission rows and no
request's words ever reach the ORM.

SECURITY: a right is tested on what a record is today. A correction of device type or Manufacturer
moves all that was ever published of the record into, or out of, a reach.
"""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from sec_registry.registers.models import PublishedRecord

P = TypeVar("P", bound=PublishedRecord)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Paths:
    """Where a queryset's model keeps what a reach is tested on."""

    number: str
    device_type: str
    manufacturer: str


#: Published records carry the identity themselves, as it was published.
PUBLISHED = Paths("cpl_number", "device_type", "manufacturer")


@dataclass(frozen=True)
class Reach:
    """A right to read. ``right`` names it for the disclosure record ("SEC Party", "grant 12")."""

    right: str = ""
    everything: bool = False
    device_types: frozenset[str] = frozenset()
    manufacturers: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.everything or self.device_types or self.manufacturers or self.numbers)

    def restrict(self, queryset: QuerySet[M], paths: Paths = PUBLISHED) -> QuerySet[M]:
        """The rows of the queryset within this reach."""
        if self.everything:
            return queryset
        if not self:
            return queryset.none()
        within = Q()
        for path, values in (
            (paths.number, self.numbers),
            (paths.device_type, self.device_types),
            (paths.manufacturer, self.manufacturers),
        ):
            if values:
                within |= Q(**{f"{path}__in": sorted(values)})
        return queryset.filter(within)

    def restrict_published(self, records: QuerySet[P]) -> QuerySet[P]:
        """The published records, of all times, of what is within this reach today."""
        if not (self.device_types or self.manufacturers):
            # A number is a record's for good.
            return self.restrict(records)
        today = self.restrict(records.filter(superseded_in__isnull=True))
        return records.filter(cpl_number__in=today.order_by().values("cpl_number"))


NOTHING = Reach()


def everything(right: str) -> Reach:
    """A reach over the whole register."""
    return Reach(right=right, everything=True)
