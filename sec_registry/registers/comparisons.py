"""Two publications of one register compared: each record that differs, and how.

Whatever happened in between, only what it comes to counts. Either may be the earlier one; looking
back, what was added later is not there yet.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from sec_registry.registers.digests import Document
from sec_registry.registers.filters import Narrowing
from sec_registry.registers.models import Change, PublishedRecord
from sec_registry.registers.paging import Standing, as_published

#: Looking back, of a record that the earlier publication does not hold yet.
ABSENT = "absent"
#: The status of what was removed, as the documents of every register say it.
GONE = "REMOVED"
#: How a record may differ, with the words for it.
KINDS = (*Change.choices, (ABSENT, "Not there yet"))

P = TypeVar("P", bound=PublishedRecord)


@dataclass(frozen=True)
class RecordDifference:
    """One record that differs; a document is None where the publication does not hold it."""

    cpl_number: int
    change: str
    before: Document | None
    after: Document | None


@dataclass(frozen=True)
class Sides:
    """The two publications, in the order in which they were asked for."""

    start: Standing
    end: Standing

    @property
    def earlier(self) -> Standing:
        return min(self.start, self.end, key=lambda each: each.publication)

    @property
    def later(self) -> Standing:
        return max(self.start, self.end, key=lambda each: each.publication)

    @property
    def looks_back(self) -> bool:
        return self.start.publication > self.end.publication


def differing(records: QuerySet[P], sides: Sides) -> QuerySet[P]:
    """Of the records those that differ, each once, as it stands in the later publication.

    Nothing leaves a register, so that the later publication holds them all. What was changed and
    changed back is left out.
    """
    earlier, later = sides.earlier.publication, sides.later.publication
    same = as_published(records, earlier).filter(
        cpl_number=OuterRef("cpl_number"), document=OuterRef("document")
    )
    changed = as_published(records, later).filter(published_in__gt=earlier)
    return changed.exclude(Exists(same.order_by()))


def narrowed(
    records: QuerySet[P], sides: Sides, filters: Narrowing, after: int = 0
) -> QuerySet[PublishedRecord]:
    """Those that differ above the CPL number, in order, that the filters let through.

    By either publication: a record that left what is filtered for, or came to it, is what somebody
    who follows one Manufacturer's current Device Models, say, asks about.
    """
    rows = differing(records, sides)
    if not filters:
        return filters.narrow(rows, after)
    earlier, later = sides.earlier.publication, sides.later.publication
    was = as_published(records, earlier).filter(superseded_in__lte=later)
    now = as_published(records, later).filter(published_in__gt=earlier)
    found = Q()
    for each in (was, now):
        numbers = filters.narrow(each).order_by().values("cpl_number")
        found |= Q(cpl_number__in=numbers)
    return rows.filter(found, cpl_number__gt=after).order_by("cpl_number")


def differences_of(
    records: QuerySet[P], sides: Sides, later: Sequence[tuple[int, str]]
) -> list[RecordDifference]:
    """How these records differ; ``later`` are their numbers with the later documents."""
    numbers = [number for number, _ in later]
    there = as_published(records.filter(cpl_number__in=numbers), sides.earlier.publication)
    earlier = dict(there.order_by().values_list("cpl_number", "document"))
    corrected = _corrected(records, sides, numbers)
    found = []
    for number, text in later:
        was = json.loads(earlier[number]) if number in earlier else None
        now = json.loads(text)
        before, after = (now, was) if sides.looks_back else (was, now)
        change = _net(before, after, number in corrected)
        found.append(RecordDifference(number, change, before, after))
    return found


def _corrected(records: QuerySet[P], sides: Sides, numbers: Sequence[int]) -> set[int]:
    """Those of the numbers that a publication between the two put right."""
    between = records.filter(
        cpl_number__in=numbers,
        published_in__gt=sides.earlier.publication,
        published_in__lte=sides.later.publication,
        change=Change.CORRECTED,
    )
    return set(between.order_by().values_list("cpl_number", flat=True))


def _net(before: Document | None, after: Document | None, corrected: bool) -> str:
    """What it comes to: the status decides, then whether anything in between was a correction."""
    if before is None or after is None:
        return Change.ADDED if before is None else ABSENT
    was, now = _status(before), _status(after)
    if was != now:
        return Change.REMOVED if now == GONE else Change.REINSTATED
    return Change.CORRECTED if corrected else Change.AMENDED


def _status(document: Document) -> str:
    """The Device Model's, which other registers' documents keep with its identity."""
    return str(document.get("device", document)["status"])
