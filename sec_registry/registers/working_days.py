"""Working Days: what the clocks of the registers count in.

The days are those of England and Wales, by local time: a decision made at 23:30 UTC in July was
made on the next day there. The calendar itself is a table that the Panel keeps.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sec_registry.registers.calendars import BankHoliday, Weekday

ENGLAND_AND_WALES = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Calendar:
    """Days of the week that are worked (ISO 8601: Monday is 1), and the holidays among them."""

    worked: frozenset[int]
    holidays: frozenset[date]

    @cached_property
    def years_known(self) -> frozenset[int]:
        """The years of which holidays are known; there is none without any."""
        return frozenset(day.year for day in self.holidays)

    @property
    def known_until(self) -> date:
        """The last day of the last year of which holidays are known."""
        last = max((day.year for day in self.holidays), default=0)
        return date(last, 12, 31) if last else date.min

    def is_working_day(self, day: date) -> bool:
        """Whether the day is a Working Day."""
        return day.isoweekday() in self.worked and day not in self.holidays


def calendar_kept() -> Calendar:
    """The calendar as the Panel keeps it now."""
    return Calendar(
        worked=frozenset(Weekday.objects.filter(worked=True).values_list("day", flat=True)),
        holidays=frozenset(BankHoliday.objects.values_list("day", flat=True)),
    )


def is_working_day(day: date, *, calendar: Calendar | None = None) -> bool:
    """Whether the day is a Working Day, by the calendar given or the one kept now."""
    return (calendar or calendar_kept()).is_working_day(day)


def working_days_after(moment: datetime, n: int, *, calendar: Calendar | None = None) -> date:
    """The n-th Working Day after the day of the moment, which itself never counts (n ≥ 1).

    ``moment`` carries its zone. What is due within n Working Days is due by the end of that day,
    local time. Raises ``ValueError`` for a moment without a zone, or when no day is ever worked.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    if n < 1:
        raise ValueError("Count at least one Working Day.")
    days = calendar or calendar_kept()
    if not days.worked:
        raise ValueError("No day of the week is a Working Day.")
    day = moment.astimezone(ENGLAND_AND_WALES).date()
    left = n
    while left:
        day += timedelta(days=1)
        left -= days.is_working_day(day)
    return day
