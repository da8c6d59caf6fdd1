"""Deliveries at the desk: lists, clocks, results in bulk, and what a Device Model's page says."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from sec_registry.deliveries.models import ClockDays, ExtractMember
from sec_registry.registers.models import Delivery, DeliveryState, DeliveryStep
from tests.admin.desk import Cast, page, text
from tests.deliveries.world import enter

LIST = "registers_delivery_changelist"


def keys_of(number: int) -> list[str]:
    return [
        str(key) for key in Delivery.objects.filter(cpl_number=number).values_list("pk", flat=True)
    ]


def test_panel_enters_a_result_in_bulk_after_being_asked(cast: Cast) -> None:
    browser = cast.client("reviewer")
    chosen = {"action": "enter_result", "_selected_action": keys_of(cast.numbers[0])}

    asked = browser.post(page(LIST), chosen)
    refused = browser.post(page(LIST), {**chosen, "confirmed": "1", "state": "failed"})
    entered = browser.post(page(LIST), {**chosen, "confirmed": "1", "state": "sent"}, follow=True)

    assert f"CPL {cast.numbers[0]} of publication" in text(asked)
    assert "say why it becomes failed" in text(refused)
    assert "sent." in text(entered)
    assert DeliveryStep.objects.filter(after="sent", by=cast.people["reviewer"].email).exists()


def test_lists_say_state_and_clock_and_are_filtered_by_both(cast: Cast) -> None:
    browser, first = cast.client("reviewer"), cast.numbers[0]
    publication = Delivery.objects.filter(cpl_number=first).latest("publication").publication_id
    enter(publication, (first, "failed"), by=cast.people["reviewer"], reason="GBCS 9.9")

    with time_machine.travel(timezone.now() + timedelta(days=60)):
        # A session of two months ago is over.
        browser.force_login(cast.people["reviewer"])
        overdue = browser.get(page(LIST), {"clock": "overdue"})
        failed = text(browser.get(page(LIST), {"state": "failed"}))
        front = text(browser.get(page("index")))

    assert "overdue since" in text(overdue)
    assert "GBCS 9.9" in failed
    assert overdue.context["cl"].result_count == Delivery.objects.exclude(state="loaded").count()
    assert "Deliveries to DCC overdue" in front


def test_device_model_says_published_not_loaded_and_the_reason_to_the_panel_alone(
    cast: Cast,
) -> None:
    number = cast.numbers[0]
    address = page("cpl_devicemodel_change", number)
    latest = Delivery.objects.filter(cpl_number=number).latest("publication").publication_id
    enter(latest, (number, "failed"), by=cast.people["reviewer"], reason="GBCS 9.9")

    to_panel = text(cast.client("reviewer").get(address))
    to_auditor = text(cast.client("auditor").get(address))
    listed = cast.client("auditor").get(page("cpl_devicemodel_changelist"), {"loaded": "no"})
    enter(latest, (number, "loaded"), by=cast.people["reviewer"])
    after = text(cast.client("auditor").get(address))
    loaded = cast.client("auditor").get(page("cpl_devicemodel_changelist"), {"loaded": "yes"})

    assert "Published, not loaded by DCC" in to_panel
    assert "GBCS 9.9" in to_panel
    assert "Published, not loaded by DCC" in to_auditor
    assert "GBCS 9.9" not in to_auditor
    assert {row.pk for row in listed.context["cl"].result_list} == set(cast.numbers)
    assert "DCC has loaded it" in after
    assert {row.pk for row in loaded.context["cl"].result_list} == {number}


def test_panel_administrator_changes_clock_and_extract_with_a_reason(cast: Cast) -> None:
    browser, why = cast.client("administrator"), {"reason": "Panel minute 12"}
    days = {"clock": "given", "decided_from": "2027-01-01", "working_days": "2", **why}

    browser.post(page("deliveries_clockdays_add"), days)
    twice = browser.post(page("deliveries_clockdays_add"), days)
    none = browser.post(
        page("deliveries_clockdays_add"),
        {**days, "decided_from": "2027-02-01", "working_days": "0"},
    )
    browser.post(page("deliveries_extractmember_change", "image"), why)
    kept = browser.post(page("deliveries_extractmember_change", "status"), why)

    row = ClockDays.objects.get(clock="given", decided_from=date(2027, 1, 1))
    history: Any = ClockDays
    assert history.history.get(id=row.pk).history_change_reason == "Panel minute 12"
    assert "from that day on already" in text(twice)
    assert "greater than or equal to 1" in text(none)
    assert not ExtractMember.objects.get(pk="image").included
    assert "in every extract" in text(kept)


@pytest.mark.parametrize("state", DeliveryState.values)
def test_page_of_a_delivery_tells_every_step(cast: Cast, state: str) -> None:
    delivery = Delivery.objects.earliest("pk")
    by = cast.people["reviewer"]
    if state != "prepared":
        enter(delivery.publication_id, (delivery.cpl_number, state), by=by, reason="as reported")

    told = text(cast.client("reviewer").get(page("registers_delivery_change", delivery.pk)))

    assert DeliveryState(state).label in told
    assert (by.email in told) == (state != "prepared")
