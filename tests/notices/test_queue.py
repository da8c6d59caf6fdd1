"""What is queued, for whom, in the transaction that publishes."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services import user_deactivate
from sec_registry.notices import asking
from sec_registry.notices.choices import Kind
from sec_registry.notices.models import Notice
from sec_registry.notices.queue import notice_queue
from sec_registry.notices.services import subscription_end
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.notices.subscribing import FAMILY, by_email, data_of, number
from tests.registry import Panel, accept, make_panel
from tests.rows import Cells, numbered_row, planned_removal

pytestmark = pytest.mark.django_db

HASH = hashlib.sha256(b"imaginary image 2").hexdigest()
ONE: dict[str, Any] = {
    "key": "cpa:1:12",
    "kind": Kind.CPA_DATE,
    "subject": "A CPA date comes near",
    "text": "In twelve months.",
    "data": {"months": 12},
}


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    return panel


def told_of(publication: int) -> dict[str, list[tuple[int, str]] | None]:
    """For each subscription by its name the Device Models that its notice names."""
    notices = Notice.objects.filter(key=f"publication:{publication}")
    return {
        notice.subscription.name if notice.subscription else "nobody": watched
        and [(each["cpl_number"], each["change"]) for each in watched]
        for notice in notices.select_related("subscription")
        for watched in [data_of(notice).get("watched")]
    }


def test_each_watch_hears_of_what_it_watches_and_of_nothing_else(panel: Panel) -> None:
    by_email(name="everything")
    by_email(asking.manufacturer("fa0a"), number(1), name="manufacturer")
    by_email(asking.family(FAMILY), name="family")
    by_email(asking.family({**FAMILY, "hardware_version": "0200"}), name="other hardware")
    by_email(asking.image_hash(HASH), name="hash")
    by_email(number(3), number(77), name="numbers")
    by_email(asking.manufacturer("FB0B"), name="other manufacturer")

    accept(
        numbered_row(2),
        numbered_row(3, **{"Hardware version": "0300"}),
        {"Action": "amend", "CPL number": 1, "Model name": "Renamed"},
        panel=panel,
    )

    added = [(2, "added"), (3, "added")]
    assert told_of(2) == {
        "everything": None,
        "manufacturer": [(1, "amended"), *added],
        "family": [(1, "amended"), (2, "added")],
        "hash": [(2, "added")],
        "numbers": [(3, "added")],
    }


def test_a_change_of_the_firmware_register_alone_tells_watchers_nothing(panel: Panel) -> None:
    by_email(number(1), asking.manufacturer("FA0A"), name="watching")
    by_email(name="everything")

    accept({"Action": "amend", "CPL number": 1, "Release notes": "SECRET NOTES"}, panel=panel)

    assert told_of(2) == {"everything": None}
    notice = Notice.objects.get()
    assert data_of(notice)["cpl"] == {"changed": 0}
    assert "SECRET" not in notice.body + notice.text


def test_who_watches_what_a_device_model_was_hears_of_its_correction(panel: Panel) -> None:
    by_email(asking.family(FAMILY), name="was")
    by_email(asking.family({**FAMILY, "hardware_version": "0101"}), name="became")
    correction: Cells = {
        "Action": "correct",
        "CPL number": 1,
        "Reason": "A typo.",
        "Reason public": "no",
    }

    accept({**correction, "Hardware version": "0101"}, panel=panel)

    assert told_of(2) == {"was": [(1, "corrected")], "became": [(1, "corrected")]}


def test_planned_removals_are_told_when_announced_and_when_carried_out(panel: Panel) -> None:
    day = timezone.localdate() + timedelta(days=2)
    by_email(number(1), name="watching")

    accept(planned_removal(1, day), panel=panel)
    removals_carry_out(on=day)

    assert told_of(2) == {"watching": [(1, "amended")]}
    assert told_of(3) == {"watching": [(1, "removed")]}
    assert "Superseded" not in "".join(each.body + each.text for each in Notice.objects.all())


def test_ended_subscriptions_and_closed_accounts_are_told_nothing(panel: Panel) -> None:
    ended, closed = by_email(), by_email()
    subscription_end(subscription=ended, by=ended.owner)
    user_deactivate(user=closed.owner, reason="left", by=panel.administrator)

    accept(numbered_row(2), panel=panel)

    assert not Notice.objects.exists()
    closed.refresh_from_db()
    assert (closed.is_open, closed.ended_because) == (False, "account")


def test_many_records_and_subscribers_cost_a_handful_of_queries(panel: Panel) -> None:
    def queries(records: list[int]) -> int:
        rows = [numbered_row(each) for each in records]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            accept(*rows, panel=panel)
        return len([each for each in seen if "notices_" in each["sql"]])

    subscriber = make_panel().reviewer
    by_email(asking.manufacturer("FA0A"), by=subscriber)
    few = queries([2])
    for each in range(5):
        by_email(asking.manufacturer("FA0A"), number(each + 1), by=subscriber, name=f"Mine {each}")

    many = queries(list(range(3, 123)))

    assert many == few
    assert Notice.objects.filter(key="publication:3").count() == 6
    last = Notice.objects.filter(key="publication:3").latest("pk")
    assert data_of(last)["watched_count"] == 120
    assert len(data_of(last)["watched"]) == 100
    assert "and 20 more." in last.text


def test_nothing_is_queued_when_the_acceptance_fails(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_email()

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sec_registry.submissions.acceptance._conclude", broken)
    with pytest.raises(ZeroDivisionError):
        accept(numbered_row(2), panel=panel)

    assert not Notice.objects.exists()


def test_a_key_queues_once_for_each_subscription(panel: Panel) -> None:
    watching = by_email(number(1), name="watching")
    by_email(name="everything")
    by_email(number(2), name="another's")

    assert notice_queue(**ONE, cpl_numbers=[1]) == 2
    assert notice_queue(**ONE, cpl_numbers=[1]) == 0
    late = by_email(asking.manufacturer("FA0A"), name="late")
    assert notice_queue(**ONE, cpl_numbers=[1]) == 1

    found = Notice.objects.get(subscription=watching)
    assert (found.subject, found.text) == (ONE["subject"], ONE["text"])
    assert data_of(found) == {"months": 12, "watched": [{"cpl_number": 1}], "watched_count": 1}
    assert Notice.objects.get(subscription=late).key == "cpa:1:12"
