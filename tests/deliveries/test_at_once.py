"""People and systems that report at once: every step follows from the one before it."""

from collections.abc import Callable

import pytest

from accounts.models import User
from sec_registry.deliveries.results import (
    Result,
    ResultsRefused,
    deliveries_loaded_until,
    deliveries_record,
)
from sec_registry.registers.models import Delivery
from tests.deliveries.world import make_dcc_person, make_panel_person
from tests.processes import run_at_once
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db(transaction=True)

NUMBERS = range(101, 121)


def reporting(by: User, state: str, numbers: list[int], reason: str = "") -> Callable[[], str]:
    """A call for these records of both publications, in the order given."""

    def report() -> str:
        results = [Result(p, number, state, reason) for number in numbers for p in (2, 1)]
        try:
            return str(deliveries_record(results=results, by=by).changed)
        except ResultsRefused:
            return "refused"

    return report


def test_reports_at_once_wait_for_each_other_and_none_is_half_entered() -> None:
    dcc, panel = make_dcc_person(), make_panel_person()
    publish_numbers(*NUMBERS)
    publish_numbers(*NUMBERS, hardware_version="0200")
    forwards, backwards = list(NUMBERS), list(reversed(NUMBERS))

    said = run_at_once(
        reporting(dcc, "loaded", forwards),
        reporting(dcc, "acknowledged", backwards),
        reporting(panel, "failed", backwards, "not known there"),
        reporting(panel, "sent", forwards),
        lambda: str(deliveries_loaded_until(publication=2, reason="letter", by=panel).changed),
    )

    changed = [0 if each == "refused" else int(each) for each in said]
    # All of a call's forty or none; "loaded" may stand already when it comes.
    assert set(changed) <= {0, 40}
    steps = 0
    for delivery in Delivery.objects.prefetch_related("steps"):
        stood = "prepared"
        for step in delivery.steps.order_by("pk"):
            assert step.before == stood
            stood, steps = step.after, steps + 1
        assert delivery.state == stood
    assert steps == sum(changed)
