"""Notices before a CPA date: one for each period, whatever the worker does in between."""

from datetime import date, timedelta

import pytest

from sec_registry.notices.cpa_dates import cpa_notices_queue
from sec_registry.notices.models import Notice, Subscription
from tests.cpl.test_cpa_forecast import publish_dated
from tests.notices.subscribing import by_email

pytestmark = pytest.mark.django_db

DAY = date(2030, 6, 1)


@pytest.fixture
def mail() -> Subscription:
    """A subscription to everything."""
    return by_email()


def ask(days_before: int) -> int:
    return cpa_notices_queue(today=DAY - timedelta(days=days_before), months=[12, 6])


@pytest.mark.usefixtures("mail")
def test_each_period_tells_once() -> None:
    publish_dated(DAY, "CPA-1", 101, 102)
    before = Notice.objects.count()

    queued = [ask(days) for days in (400, 366, 365, 300, 183, 182, 10, 0, -1)]

    assert queued == [0, 1, 0, 0, 1, 0, 0, 0, 0]
    told = Notice.objects.order_by("-pk")[: Notice.objects.count() - before]
    assert all("CPA-1" in notice.subject for notice in told)
    assert all("CPL 101, CPL 102" in notice.text for notice in told)


@pytest.mark.usefixtures("mail")
def test_certificate_that_is_near_already_is_told_once() -> None:
    publish_dated(DAY, "CPA-1", 101)

    assert [ask(days) for days in (90, 89, 30)] == [1, 0, 0]


@pytest.mark.usefixtures("mail")
def test_renewed_certificate_is_told_anew_for_its_own_date() -> None:
    publish_dated(DAY, "CPA-1", 101)
    ask(90)
    publish_dated(DAY + timedelta(days=300), "CPA-1", 101)

    assert ask(0) == 1


@pytest.mark.usefixtures("mail")
def test_without_periods_nothing_is_told() -> None:
    publish_dated(DAY, "CPA-1", 101)

    assert cpa_notices_queue(today=DAY, months=[]) == 0
