"""The Working Day clocks: from the decision, in days of England and Wales, by tables of policy."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sec_registry.audit.acting import acting
from sec_registry.deliveries.clocks import (
    Clocks,
    Due,
    Running,
    clocks_kept,
    overtaken,
    standing_as,
)
from sec_registry.deliveries.models import Clock, ClockDays
from sec_registry.registers.bank_holidays import bank_holidays
from sec_registry.registers.models import Delivery, DeliveryState, Publication
from sec_registry.registers.working_days import Calendar
from tests.deliveries.world import enter, make_dcc_person, make_panel_person
from tests.published import publish_numbers

WEEK = frozenset(range(1, 6))
ALWAYS = date(2000, 1, 1)
YEARS = range(2024, 2031)


def clocks(given: int = 1, loaded: int = 5, *, years: range = YEARS) -> Clocks:
    holidays = frozenset(day for year in years for day in bank_holidays(year))
    days: dict[str, tuple[tuple[date, int], ...]] = {
        Clock.GIVEN: ((ALWAYS, given),),
        Clock.LOADED: ((ALWAYS, loaded),),
    }
    return Clocks(Calendar(WEEK, holidays), days)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        ("2026-11-26T10:00", "2026-11-27"),  # a Thursday
        ("2026-11-27T17:30", "2026-11-30"),  # a Friday evening
        ("2026-06-26T23:30", "2026-06-29"),  # 00:30 on Saturday in London: Monday all the same
        ("2026-06-25T23:30", "2026-06-29"),  # 00:30 on Friday in London, so not Friday
        ("2026-11-28T10:00", "2026-11-30"),  # a Saturday
        ("2026-05-25T10:00", "2026-05-26"),  # on a bank holiday
        ("2026-04-02T10:00", "2026-04-07"),  # Maundy Thursday: Easter in between
        ("2026-12-24T10:00", "2026-12-29"),  # Boxing Day is a Saturday: its Monday is free
        ("2027-12-31T10:00", "2028-01-04"),  # New Year's Day is a Saturday: so is its Monday
    ],
)
def test_one_working_day_after_the_decision(decided: str, due: str) -> None:
    assert clocks().due(Clock.GIVEN, at(decided)) == Due(date.fromisoformat(due))


def test_more_working_days_are_counted_over_holidays() -> None:
    assert clocks().due(Clock.LOADED, at("2026-12-23T10:00")) == Due(date(2027, 1, 4))


def test_year_without_known_holidays_has_no_date_and_says_so() -> None:
    kept = clocks(years=range(2026, 2027))

    inside = kept.due(Clock.GIVEN, at("2026-12-30T10:00"))
    beyond = kept.due(Clock.LOADED, at("2026-12-30T10:00"))
    before = kept.due(Clock.GIVEN, at("2025-06-02T10:00"))

    assert inside == Due(date(2026, 12, 31))
    assert beyond == Due(None, "The Panel's calendar has no bank holidays of 2027.")
    assert before == Due(None, "The Panel's calendar has no bank holidays of 2025.")
    assert beyond.standing(date(2040, 1, 1)) == Running.UNKNOWN


def test_tables_without_days_say_so() -> None:
    nothing = Clocks(Calendar(WEEK, frozenset()), {})
    no_week = Clocks(Calendar(frozenset(), frozenset()), clocks().days)

    assert "no Working Days" in nothing.due(Clock.GIVEN, at("2026-11-26T10:00")).unknown
    assert "no Working Day" in no_week.due(Clock.GIVEN, at("2026-11-26T10:00")).unknown


def test_due_until_the_end_of_the_day_and_overdue_after() -> None:
    due = Due(date(2026, 11, 27))

    assert due.standing(date(2026, 11, 27)) == Running.DUE
    assert due.standing(date(2026, 11, 28)) == Running.OVERDUE


@pytest.mark.django_db
def test_other_days_count_from_their_day_on_and_leave_earlier_dates_alone() -> None:
    with acting(by="panel", reason="decided"):
        ClockDays.objects.create(clock=Clock.GIVEN, decided_from=date(2026, 11, 25), working_days=2)

    kept = clocks_kept()

    assert kept.due(Clock.GIVEN, at("2026-11-24T23:59")).on == date(2026, 11, 25)
    assert kept.due(Clock.GIVEN, at("2026-11-25T00:00")).on == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("state", "on"),
    [
        ("prepared", date(2026, 11, 27)),
        ("sent", date(2026, 12, 3)),
        ("acknowledged", date(2026, 12, 3)),
        ("failed", date(2026, 12, 3)),
        ("loaded", None),
    ],
)
def test_state_says_which_clock_runs(state: str, on: date | None) -> None:
    running = clocks().running(state, at("2026-11-26T10:00"))

    assert (running.on if running else None) == on


@pytest.mark.django_db
def test_deliveries_under_way_are_found_by_their_clock() -> None:
    dcc, panel = make_dcc_person(), make_panel_person()
    publish_numbers(101, 102, 103)
    publish_numbers(102, hardware_version="0200")
    enter(1, (101, "sent"), by=panel)
    enter(1, (103, "loaded"), by=dcc)
    decided = Publication.objects.get(number=1).published_at.date()
    # Every day is worked, and the holidays of the years around are known.
    years = (decided.year, decided.year + 1)
    calendar = Calendar(frozenset(range(1, 8)), frozenset(date(year, 8, 31) for year in years))
    kept, then = Clocks(calendar, clocks().days), decided + timedelta(days=2)

    def found(running: Running) -> set[tuple[int, int]]:
        rows = standing_as(running, clocks=kept, today=then)
        return set(rows.values_list("publication_id", "cpl_number"))

    assert found(Running.OVERDUE) == {(1, 102), (2, 102)}
    assert found(Running.DUE) == {(1, 101)}
    enter(2, (102, "loaded"), by=dcc)
    # DCC holds what was changed later: nobody waits for the earlier change.
    assert found(Running.OVERDUE) == set()
    earlier = Delivery.objects.get(publication=1, cpl_number=102)
    assert overtaken(Delivery.objects.all()) == {earlier.pk}
    assert Delivery.objects.filter(state=DeliveryState.PREPARED).count() == 1
