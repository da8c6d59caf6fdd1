"""The bank holidays of England and Wales by rule, to fill the Panel's calendar with.

Holidays that were moved or proclaimed once (a coronation, say) follow no rule: the Panel enters
those, and takes away what did not hold, in the calendar itself.
"""

from collections.abc import Iterator
from datetime import date, timedelta

MONDAY, SATURDAY = 0, 5


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    From the age of the moon: its place in the cycle of 19 years, corrected for the leap days that
    centuries drop and for the moon's own drift, gives the full moon on or after 21 March; Easter
    is the Sunday after it.
    """
    golden = year % 19
    century = year // 100
    dropped = century - century // 4
    drift = (8 * century + 13) // 25
    # Days from 21 March to the full moon.
    epact = (dropped - drift + 19 * golden + 15) % 30
    if epact == 29 or (epact == 28 and golden > 10):
        epact -= 1
    full_moon = date(year, 3, 21) + timedelta(days=epact)
    return full_moon + timedelta(days=7 - (full_moon.weekday() + 1) % 7)


def bank_holidays(year: int) -> dict[date, str]:
    """Each day of the year that is a bank holiday, with its name; substitutes are named as such."""
    easter = easter_sunday(year)
    kept = {
        easter - timedelta(days=2): "Good Friday",
        easter + timedelta(days=1): "Easter Monday",
        _first_monday(year, 5): "Early May bank holiday",
        _last_monday(year, 5): "Spring bank holiday",
        _last_monday(year, 8): "Summer bank holiday",
    }
    fixed = {
        date(year, 1, 1): "New Year's Day",
        date(year, 12, 25): "Christmas Day",
        date(year, 12, 26): "Boxing Day",
    }
    kept |= {day: name for day, name in fixed.items() if day.weekday() < SATURDAY}
    for day, name in fixed.items():
        if day.weekday() >= SATURDAY:
            kept[_next_free(day, kept)] = f"{name} (substitute day)"
    return dict(sorted(kept.items()))


def _next_free(day: date, taken: dict[date, str]) -> date:
    return next(each for each in _after(day) if each.weekday() < SATURDAY and each not in taken)


def _after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    """Of a month with 31 days: May and August."""
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())
