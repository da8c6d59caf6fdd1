"""The Working Day clocks (policy): by when a published record is to be with DCC, and loaded there.

A clock runs from the decision, which is the moment of the publication. The decision's own day never
counts; days are those of England and Wales. Where the Panel's calendar knows no bank holidays of a
year that the count would run into, there is no date: the clock says so instead of guessing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from sec_registry.deliveries.models import RUNS_IN, Clock, ClockDays
from sec_registry.registers.deliveries import Delivery, DeliveryState
from sec_registry.registers.loading import under_way
from sec_registry.registers.models import Publication
from sec_registry.registers.working_days import (
    ENGLAND_AND_WALES,
    Calendar,
    calendar_kept,
    working_days_after,
)


class Running(StrEnum):
    """How a clock stands on a day."""

    DUE = "due"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Due:
    """By the end of which day something is due; without a day, ``unknown`` says why."""

    on: date | None
    unknown: str = ""

    def standing(self, today: date) -> Running:
        """How it stands on the day."""
        if self.on is None:
            return Running.UNKNOWN
        return Running.OVERDUE if today > self.on else Running.DUE


@dataclass(frozen=True)
class Clocks:
    """The clocks as the Panel keeps them now; one look at the tables serves any number of dates.

    ``days`` lists for each clock, the latest first, from when on how many Working Days count.
    """

    calendar: Calendar
    days: Mapping[str, tuple[tuple[date, int], ...]]

    def due(self, clock: Clock, decided: datetime) -> Due:
        """When the clock of what was decided at this moment runs out."""
        day = decided.astimezone(ENGLAND_AND_WALES).date()
        counted = next((n for start, n in self.days.get(clock, ()) if start <= day), None)
        if counted is None:
            return Due(None, f"The Panel's table has no Working Days for decisions of {day}.")
        if not self.calendar.worked:
            return Due(None, "The Panel's calendar has no Working Day in the week.")
        on = working_days_after(decided, counted, calendar=self.calendar)
        first_counted = day + timedelta(days=1)
        unknown = set(range(first_counted.year, on.year + 1)) - self.calendar.years_known
        if unknown:
            return Due(None, f"The Panel's calendar has no bank holidays of {min(unknown)}.")
        return Due(on)

    def running(self, state: str, decided: datetime) -> Due | None:
        """The clock that runs in this state; None where none does."""
        clock = RUNS_IN.get(DeliveryState(state))
        return None if clock is None else self.due(clock, decided)


def clocks_kept() -> Clocks:
    """The clocks and the calendar as they are kept now."""
    days: dict[str, list[tuple[date, int]]] = {}
    for row in ClockDays.objects.order_by("-decided_from"):
        days.setdefault(row.clock, []).append((row.decided_from, row.working_days))
    return Clocks(calendar_kept(), {clock: tuple(rows) for clock, rows in days.items()})


def today_here(now: datetime | None = None) -> date:
    """The day it is in England and Wales."""
    return (now or timezone.now()).astimezone(ENGLAND_AND_WALES).date()


def standing_as(
    running: str, *, clocks: Clocks | None = None, today: date | None = None
) -> QuerySet[Delivery]:
    """The deliveries under way whose clock stands so: due, overdue, or without a date."""
    kept, day = clocks or clocks_kept(), today or today_here()
    open_ones = under_way()
    publications = Publication.objects.filter(
        pk__in=open_ones.order_by().values("publication_id").distinct()
    )
    found: dict[Clock, list[int]] = {clock: [] for clock in Clock}
    for number, decided in publications.values_list("number", "published_at"):
        for clock in Clock:
            if kept.due(clock, decided).standing(day) == running:
                found[clock].append(number)
    within = Q(pk__in=[])
    for state, clock in RUNS_IN.items():
        within |= Q(state=state, publication_id__in=found[clock])
    return open_ones.filter(within)


def overtaken(deliveries: Iterable[Delivery]) -> set[int]:
    """The keys of those not loaded of whose record a later change is loaded: no clock runs."""
    waiting = {each.pk for each in deliveries if each.state != DeliveryState.LOADED}
    listed = sorted(waiting)
    for start in range(0, len(listed), 500):
        open_ones = under_way().filter(pk__in=listed[start : start + 500])
        waiting -= set(open_ones.values_list("pk", flat=True))
    return waiting
