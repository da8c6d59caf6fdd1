"""Working Days: the calendar by rule, as it is kept, and counting in it."""

from datetime import UTC, date, datetime

import pytest

from sec_registry.audit.acting import acting
from sec_registry.registers.bank_holidays import bank_holidays, easter_sunday
from sec_registry.registers.models import BankHoliday, Weekday
from sec_registry.registers.working_days import (
    Calendar,
    calendar_kept,
    is_working_day,
    working_days_after,
)

WEEK = frozenset(range(1, 6))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "easter",
    [
        "1818-03-22",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2008-03-23",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
        "2030-04-21",
        "2038-04-25",
        "2049-04-18",
    ],
)
def test_easter_falls_on_its_known_day(easter: str) -> None:
    assert easter_sunday(int(easter[:4])) == day(easter)


def test_holidays_of_a_plain_year() -> None:
    assert [each.isoformat() for each in bank_holidays(2025)] == [
        "2025-01-01",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
    ]


@pytest.mark.parametrize(
    ("observed", "name"),
    [
        pytest.param("2026-12-28", "Boxing Day (substitute day)", id="Boxing Day on Saturday"),
        pytest.param("2027-12-27", "Christmas Day (substitute day)", id="Christmas on Saturday"),
        pytest.param("2027-12-28", "Boxing Day (substitute day)", id="Boxing Day on Sunday"),
        pytest.param("2022-12-26", "Boxing Day", id="Boxing Day on Monday keeps its day"),
        pytest.param("2022-12-27", "Christmas Day (substitute day)", id="Christmas on Sunday"),
        pytest.param("2028-01-03", "New Year's Day (substitute day)", id="New Year on Saturday"),
        pytest.param("2023-01-02", "New Year's Day (substitute day)", id="New Year on Sunday"),
    ],
)
def test_a_holiday_at_the_weekend_is_observed_later(observed: str, name: str) -> None:
    assert bank_holidays(day(observed).year)[day(observed)] == name


@pytest.mark.parametrize("year", range(2000, 2100))
def test_every_year_has_eight_holidays_in_the_week(year: int) -> None:
    found = bank_holidays(year)

    assert len(found) == 8
    assert {each.isoweekday() for each in found} <= WEEK


@pytest.mark.django_db
def test_the_calendar_begins_with_the_holidays_of_seven_years() -> None:
    kept = calendar_kept()

    assert BankHoliday.objects.count() == 56
    assert kept.worked == WEEK
    assert kept.known_until == day("2030-12-31")


@pytest.mark.django_db
def test_what_the_panel_changes_counts_at_once() -> None:
    with acting(by="tests"):
        BankHoliday.objects.create(day=day("2026-06-10"), name="A day of the story")
        Weekday.objects.filter(day=6).get().delete()
        Weekday.objects.create(day=6, worked=True)

    assert not is_working_day(day("2026-06-10"))
    assert is_working_day(day("2026-06-13"))
    assert is_working_day(day("2026-06-11"))


@pytest.mark.parametrize(
    ("moment", "n", "expected"),
    [
        pytest.param(datetime(2026, 6, 9, 9, tzinfo=UTC), 1, "2026-06-10", id="in the week"),
        pytest.param(datetime(2026, 6, 12, 9, tzinfo=UTC), 1, "2026-06-15", id="over a weekend"),
        pytest.param(datetime(2026, 6, 13, 9, tzinfo=UTC), 1, "2026-06-15", id="from a Saturday"),
        pytest.param(datetime(2026, 4, 2, 9, tzinfo=UTC), 1, "2026-04-07", id="over Easter"),
        pytest.param(datetime(2027, 12, 24, 9, tzinfo=UTC), 2, "2027-12-30", id="over Christmas"),
        pytest.param(datetime(2026, 6, 9, 23, 30, tzinfo=UTC), 1, "2026-06-11", id="BST midnight"),
        pytest.param(datetime(2026, 1, 9, 23, 30, tzinfo=UTC), 1, "2026-01-12", id="GMT"),
    ],
)
def test_working_days_are_counted_by_local_time(moment: datetime, n: int, expected: str) -> None:
    holidays = frozenset(each for year in (2026, 2027) for each in bank_holidays(year))

    found = working_days_after(moment, n, calendar=Calendar(WEEK, holidays))

    assert found == day(expected)


@pytest.mark.parametrize(
    ("moment", "n", "worked"),
    [
        pytest.param(datetime(2026, 6, 9, 9), 1, WEEK, id="no zone"),  # noqa: DTZ001  # the case
        pytest.param(datetime(2026, 6, 9, 9, tzinfo=UTC), 0, WEEK, id="no day"),
        pytest.param(datetime(2026, 6, 9, 9, tzinfo=UTC), 1, frozenset(), id="nobody works"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    moment: datetime, n: int, worked: frozenset[int]
) -> None:
    with pytest.raises(ValueError, match=r"zone|Working Day"):
        working_days_after(moment, n, calendar=Calendar(worked, frozenset()))
