"""The committee's review queue: what waits, by chipset vendor and stack version (Z5).

SECURITY: it tells of every record; whoever shows any of it has made sure that a member of the
Security Sub Committee asks, and records first that the records are disclosed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, QuerySet

from cpl.chunks import matching
from zigbee.choices import ReviewState
from zigbee.models import Radio, Review, ZigbeeRecord


class StackWaiting(NamedTuple):
    """So many records with such a radio wait for a review."""

    chipset_vendor: str
    stack_version: str
    records: int


def reviews_with(
    reviews: QuerySet[Review], *, vendor: str | None, stack: str | None
) -> QuerySet[Review]:
    """Those of records that have one radio of this vendor and stack version, each where given."""
    if vendor is None and stack is None:
        return reviews
    radios = Radio.objects.order_by()
    if vendor is not None:
        radios = radios.filter(chipset_vendor=vendor)
    if stack is not None:
        radios = radios.filter(stack_version=stack)
    return reviews.filter(record__in=radios.values("record"))


def reviews_waiting() -> QuerySet[Review]:
    """The reviews that nobody has come to, of amended records too."""
    return Review.objects.filter(state=ReviewState.UNREVIEWED)


def records_waiting(*, vendor: str, stack: str) -> QuerySet[ZigbeeRecord]:
    """The records with such a radio that wait for a review."""
    waiting = reviews_with(reviews_waiting(), vendor=vendor, stack=stack)
    return ZigbeeRecord.objects.filter(pk__in=waiting.order_by().values("record"))


def stacks_waiting() -> list[StackWaiting]:
    """What waits by vendor and stack version; a record with two radios counts under each."""
    waiting = reviews_waiting().order_by().values("record")
    rows = Radio.objects.filter(record__in=waiting).order_by("chipset_vendor", "stack_version")
    counted = rows.values_list("chipset_vendor", "stack_version").annotate(
        records=Count("record", distinct=True)
    )
    return [StackWaiting(*row) for row in counted]


def radios_of(numbers: Iterable[int]) -> dict[int, list[dict[str, str]]]:
    """The records' radios as they stand, by CPL number."""
    found: dict[int, list[dict[str, str]]] = {}
    rows = Radio.objects.order_by("position").values("record_id", "chipset_vendor", "stack_version")
    for row in matching(rows, "record", numbers):
        found.setdefault(row.pop("record_id"), []).append(row)
    return found
