"""How far a person's right to read a register goes: all of it, some scopes of it, or nothing.

Grants become scopes *before* the query, so that reading costs no join on permission rows and no
request's words ever reach the ORM.
"""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Paths:
    """Where a queryset's model keeps what a reach is tested on."""

    number: str
    device_type: str
    manufacturer: str


#: Published records carry the identity themselves.
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


NOTHING = Reach()


def everything(right: str) -> Reach:
    """A reach over the whole register."""
    return Reach(right=right, everything=True)
