"""What became of the sample's publications at DCC: most is loaded, the last weeks are under way.

Assumption: the chapters of the last weeks are those of ``plot``: nine days ago a certificate was
renewed, five days ago the last releases came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from sec_registry.deliveries.results import Result, deliveries_record
from sec_registry.registers.models import Delivery, DeliveryStep, Publication
from sec_registry.submissions.sample.calendar import Calendar

People = Mapping[str, User]
SENT, CONFIRMED, LOADED = timedelta(hours=3), timedelta(hours=7), timedelta(days=1, hours=4)
BEFORE = "Loaded before the registry was set up."
FAILED = "The Security Characteristics version is not known to the test system yet."


@dataclass(frozen=True)
class Entry:
    """Results that one person entered at one time."""

    by: str
    after: timedelta
    state: str
    numbers: Sequence[int]
    reason: str = ""


def deliveries_entered(publication: Publication, calendar: Calendar, people: People) -> bool:
    """Enter what DCC did with the publication; False where results are there, or nothing is."""
    rows = Delivery.objects.filter(publication=publication)
    numbers = list(rows.order_by("cpl_number").values_list("cpl_number", flat=True))
    if not numbers or DeliveryStep.objects.filter(delivery__publication=publication).exists():
        return False
    age = (calendar.today - publication.published_at.date()).days
    for entry in _story(age, publication.number, numbers):
        deliveries_record(
            results=[
                Result(publication.number, number, entry.state, entry.reason)
                for number in entry.numbers
            ],
            by=people[entry.by],
            at=_at(publication, entry.after),
        )
    return True


def _story(age: int, publication: int, numbers: Sequence[int]) -> Iterator[Entry]:
    if publication == 1:
        yield Entry("panel", SENT, "loaded", numbers, BEFORE)
    elif age <= 5:
        yield from _of_this_week(numbers)
    else:
        yield Entry("panel", SENT, "sent", numbers)
        yield Entry("dcc", CONFIRMED, "acknowledged", numbers)
        refused = numbers[:2] if age <= 9 else ()
        loaded = numbers[len(refused) :]
        if refused:
            yield Entry("dcc", LOADED, "failed", refused, FAILED)
        if loaded:
            yield Entry("dcc", LOADED, "loaded", loaded)


def _of_this_week(numbers: Sequence[int]) -> Iterator[Entry]:
    """Half is given to DCC, which confirmed some of it; the rest was forgotten."""
    sent = numbers[: (len(numbers) + 1) // 2]
    yield Entry("panel", SENT, "sent", sent)
    yield Entry("dcc", CONFIRMED, "acknowledged", sent[: (len(sent) + 1) // 2])


def _at(publication: Publication, after: timedelta) -> datetime:
    return publication.published_at + after
