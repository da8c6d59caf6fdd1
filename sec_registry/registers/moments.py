"""Moments in queries and answers: ISO 8601 with a zone; the publication that stood then."""

from datetime import UTC, date, datetime, time

from sec_registry.registers.models import Publication

NO_DAY = "A date such as 2027-01-31 is needed."
NO_MOMENT = "A time with its zone is needed, such as 2027-01-31T12:00:00Z."


def read_moment(text: str) -> datetime:
    """The moment in UTC; raises ``ValueError`` with a sentence."""
    # An address turns the plus sign of a zone into a blank.
    mended = text.replace(" ", "+") if "T" in text else ""
    try:
        # The library stops at a zero byte and takes what stands before it.
        moment = datetime.fromisoformat(mended if mended.isprintable() else "")
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(NO_MOMENT) from None


def written(moment: datetime) -> str:
    """The moment as answers say it: ISO 8601 in UTC with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def publication_at(moment: datetime) -> int:
    """The last publication at that moment; 0 before the first."""
    numbers = Publication.objects.filter(published_at__lte=moment).order_by("-published_at")
    return next(iter(numbers.values_list("number", flat=True)[:1]), 0)


def publication_on(day: str) -> int:
    """The last publication at the end of that day; raises ``ValueError`` with a sentence."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise ValueError(NO_DAY) from None
    return publication_at(datetime.combine(found, time.max, UTC))
