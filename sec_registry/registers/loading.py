"""Published is not loaded: which records DCC's systems do not hold as the list has them.

A record is loaded when DCC reported so of its last change, or of a later one. Before that an
earlier form of it may be in use there: a renewed certificate that is under way takes nothing out
of DCC's systems, but the list says something that they do not know yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from sec_registry.registers.deliveries import Delivery, DeliveryState

#: So many numbers are asked about in one query; both databases take more.
BATCH = 10_000
#: No publication has a higher number.
LAST = 2**31 - 1
#: Written out: each answer on pathways asks it of a few numbers.
_LOADED = """
    SELECT cpl_number,
           MAX(CASE WHEN publication_id <= %s THEN publication_id END),
           MAX(CASE WHEN state = %s THEN publication_id END)
    FROM registers_delivery
    WHERE cpl_number IN ({})
    GROUP BY cpl_number
"""


@dataclass(frozen=True)
class Loading:
    """Of one record: the publication of its last change, and the last one that DCC loaded."""

    changed_in: int
    loaded_in: int | None

    @property
    def is_loaded(self) -> bool:
        """Whether DCC holds the record as it was changed last."""
        return self.loaded_in is not None and self.loaded_in >= self.changed_in


def loading_of(numbers: Iterable[int], *, publication: int | None = None) -> dict[int, Loading]:
    """How far these records are loaded, by CPL number; one that was never published is not there.

    ``publication`` asks for the records as they stood in that one. What DCC has is always what it
    has today: it was, or was not, reported; and whoever loaded a later change holds this one too.
    One query answers, one row for each record.
    """
    return {
        number: Loading(changed_in, loaded_in)
        for number, changed_in, loaded_in in _rows(numbers, publication or LAST)
        if changed_in is not None
    }


def not_loaded(numbers: Iterable[int], *, publication: int | None = None) -> set[int]:
    """Those of the CPL numbers whose records DCC has not loaded, as they stand or stood then."""
    asked = set(numbers)
    found = loading_of(asked, publication=publication)
    return {number for number in asked if number not in found or not found[number].is_loaded}


def last_state(number: str) -> Subquery:
    """For a query over records: the state of the delivery of each one's last change.

    ``number`` is where the outer query keeps the CPL number.
    """
    last = Delivery.objects.filter(cpl_number=OuterRef(number)).order_by("-publication_id")
    return Subquery(last.values("state")[:1])


def under_way() -> QuerySet[Delivery]:
    """The deliveries that are not loaded, nor overtaken: no later change of the record is loaded.

    DCC takes a record as it stands; whoever loaded a later change has no use for this one.
    """
    later = Delivery.objects.filter(
        cpl_number=OuterRef("cpl_number"),
        publication_id__gt=OuterRef("publication_id"),
        state=DeliveryState.LOADED,
    )
    return Delivery.objects.exclude(state=DeliveryState.LOADED).exclude(Exists(later))


def _rows(numbers: Iterable[int], publication: int) -> Iterator[tuple[int, int | None, int | None]]:
    """CPL number, publication of its last change then, and the last one that DCC loaded."""
    wanted = sorted(set(numbers))
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(_LOADED.format(marks), [publication, DeliveryState.LOADED, *some])
            yield from cursor.fetchall()
