"""The CPA forecast: by window and date, past ones apart, with the current Device Models covered."""

from datetime import date, timedelta

import pytest

from cpl.cpa_forecast import cpa_forecast
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def publish_dated(day: date, certificate: str, *numbers: int, **facts: object) -> None:
    cpa = {"date": day.isoformat(), "date_kind": "EXPIRY", "security_characteristics_version": "1"}
    listed = {"scheme": "CPA", "number": certificate, "standard_version": "CPA 1.3", **cpa}
    publish_numbers(*numbers, cpa=cpa, certificates=[listed], **facts)


def test_window_holds_today_and_its_last_day_and_what_is_past_stands_apart() -> None:
    publish_numbers(100)
    publish_dated(TODAY, "TODAY", 101, 102)
    publish_dated(TODAY - timedelta(days=1), "PAST", 103)
    publish_dated(TODAY + timedelta(days=30), "LAST", 104)
    publish_dated(TODAY + timedelta(days=31), "LATER", 105)
    publish_dated(TODAY, "GONE", 106, status="REMOVED")

    forecast = cpa_forecast(today=TODAY, days=30)

    def told(certificates: object) -> list[tuple[str, int, list[int]]]:
        return [
            (each.number, each.days_left(TODAY), [model.number for model in each.covers])
            for each in certificates  # type: ignore[attr-defined]  # of either group
        ]

    assert told(forecast.overdue) == [("PAST", -1, [103])]
    assert told(forecast.ahead) == [("TODAY", 0, [101, 102]), ("LAST", 30, [104])]
    assert forecast.until == date(2026, 12, 26)


def test_renewed_certificate_is_gone_from_the_window() -> None:
    publish_dated(TODAY, "OLD", 101)
    publish_dated(TODAY + timedelta(days=900), "NEW", 101)

    assert cpa_forecast(today=TODAY, days=366).certificates == ()
