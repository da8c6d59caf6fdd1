"""The last day of an access: it ends with that day, by the clock of UTC."""

from datetime import UTC, date, datetime, time


def end_of_day(day: date) -> datetime:
    """The last second of the day."""
    return datetime.combine(day, time(23, 59, 59), UTC)
