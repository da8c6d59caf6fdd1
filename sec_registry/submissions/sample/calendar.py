"""The sample's days, worked out from the day on which it was begun."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

YEARS = timedelta(days=730)


@dataclass(frozen=True)
class Calendar:
    """The sample's days, all of them counted back from the day on which it was begun."""

    today: date

    def at(self, days_ago: int) -> datetime:
        """The moment of a decision: ten in the morning of that day."""
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time(10), tzinfo=UTC)

    @property
    def begins(self) -> datetime:
        """When the people took office: before anything was sent."""
        return self.at(YEARS.days + 30)
