"""Published is not loaded: which records DCC's systems do not hold as the list has them.

A record is loaded when DCC reported so of its last change, or of a later one. Before that an
earlier form of it may be in use there: a renewed certificate that is under way takes nothing out
of DCC's systems, but the list says something that they do not know yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from sec_registry.registers.deliveries import Delivery, DeliveryState

BATCH = 500


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
    """
    changed: dict[int, int] = {}
    loaded: dict[int, int] = {}
    for number, changed_in, state in _rows(numbers):
        if publication is None or changed_in <= publication:
            changed[number] = max(changed_in, changed.get(number, 0))
        if state == DeliveryState.LOADED:
            loaded[number] = max(changed_in, loaded.get(number, 0))
    return {number: Loading(each, loaded.get(number)) for number, each in changed.items()}


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


def _rows(numbers: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), BATCH):
        of_these: QuerySet[Delivery] = Delivery.objects.filter(
            cpl_number__in=wanted[start : start + BATCH]
        )
        yield from of_these.order_by().values_list("cpl_number", "publication_id", "state")
