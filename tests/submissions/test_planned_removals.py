"""Removals dated ahead: decided by two people now, seen by everybody, carried out on the day."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cpl.models import DeviceModel
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.models import Ledger, Publication, PublishedRecord
from sec_registry.submissions import planned_removals
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.registry import Panel, accept, make_panel
from tests.rows import Cells, numbered_row, planned_removal

pytestmark = pytest.mark.django_db

REASON = "Superseded in a story"


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def published(code: str, number: int) -> PublishedRecord:
    rows = register(code).published._default_manager
    return rows.get(cpl_number=number, superseded_in__isnull=True)


def document(number: int, code: str = "cpl") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(published(code, number).document)
    return found


def reinstatement(number: int) -> Cells:
    return {"Action": "reinstate", "CPL number": number, "Reason": "It was a mistake."}


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    accept(numbered_row(1), numbered_row(2), panel=panel)
    return panel


def test_planned_removal_is_announced_and_changes_nothing_else(panel: Panel) -> None:
    day = ahead(10)
    publication = accept(planned_removal(1, day), panel=panel)

    assert document(1)["status"] == "CURRENT"
    assert document(1)["removal"] == {"date": day.isoformat()}
    assert published("cpl", 1).change == "amended"
    assert published("cpl", 1).published_in_id == publication.number
    assert document(1)["amended_in"] == publication.number
    assert [published(code, 1).published_in_id for code in ("firmware", "zigbee")] == [1, 1]


def test_public_reason_is_announced_too(panel: Panel) -> None:
    accept(planned_removal(1, ahead(10), **{"Reason public": "yes"}), panel=panel)
    assert document(1)["removal"] == {"date": ahead(10).isoformat(), "reason": REASON}


def test_removal_dated_today_is_carried_out_at_once(panel: Panel) -> None:
    accept(planned_removal(1, ahead(0)), panel=panel)
    assert published("cpl", 1).change == "removed"
    assert removals_carry_out(on=ahead(1)) == []


def test_nothing_happens_before_the_day(panel: Panel) -> None:
    accept(planned_removal(1, ahead(10)), panel=panel)
    assert removals_carry_out(on=ahead(9)) == []
    assert Publication.objects.count() == 2
    assert Ledger.objects.get().last_publication == 2


@pytest.mark.parametrize("late", [0, 3])
def test_on_the_day_or_when_it_was_missed_all_three_registers_say_removed(
    panel: Panel, late: int
) -> None:
    decision = accept(planned_removal(1, ahead(10)), panel=panel)
    (publication,) = removals_carry_out(on=ahead(10 + late))

    assert publication.accepted_by == decision.accepted_by == panel.reviewer.email
    for each in registers():
        found = published(each.code, 1)
        assert (found.change, found.status) == ("removed", "REMOVED")
        assert found.published_in_id == publication.number
        assert REASON not in found.document
    assert document(1)["status_date"] == ahead(10).isoformat()
    assert document(1)["removal"] == {"date": ahead(10).isoformat()}
    history = DeviceModel.history.filter(cpl_number=1).latest("history_id")
    assert history.history_user_id == panel.reviewer.email
    assert history.history_change_reason == (
        f"publication {publication.number}: removal decided in {decision}"
    )


def test_each_decision_makes_a_publication_of_its_own(panel: Panel) -> None:
    accept(planned_removal(1, ahead(5)), panel=panel)
    accept(planned_removal(2, ahead(3)), panel=panel)
    made = removals_carry_out(on=ahead(6))
    assert [each.number for each in made] == [4, 5]
    assert removals_carry_out(on=ahead(6)) == []


def test_one_decision_with_two_days_is_carried_out_on_each(panel: Panel) -> None:
    accept(planned_removal(1, ahead(5)), planned_removal(2, ahead(3)), panel=panel)
    removals_carry_out(on=ahead(3))
    assert [document(n)["status"] for n in (1, 2)] == ["CURRENT", "REMOVED"]
    removals_carry_out(on=ahead(5))
    assert document(1)["status"] == "REMOVED"


def test_worker_that_is_killed_half_way_leaves_the_rest_to_the_next(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(planned_removal(1, ahead(5)), panel=panel)

    def killed(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(planned_removals, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            removals_carry_out(on=ahead(5))
    assert document(1)["status"] == "CURRENT"
    assert DeviceModel.objects.get(pk=1).status == "CURRENT"
    assert Ledger.objects.get().opened_for is None

    (publication,) = removals_carry_out(on=ahead(5))
    assert publication.number == 3


def test_worker_that_is_too_late_makes_no_publication(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = accept(planned_removal(1, ahead(5)), panel=panel)
    removals_carry_out(on=ahead(5))
    monkeypatch.setattr(planned_removals, "decisions_due", lambda on: [decision.number])
    assert removals_carry_out(on=ahead(5)) == []
    assert Ledger.objects.get().last_publication == Publication.objects.count() == 3


def test_later_decision_takes_the_place_of_an_earlier_plan(panel: Panel) -> None:
    accept(planned_removal(1, ahead(5)), panel=panel)
    accept(planned_removal(1, ahead(50)), panel=panel)
    assert removals_carry_out(on=ahead(49)) == []
    assert len(removals_carry_out(on=ahead(50))) == 1


def test_plan_is_taken_back(panel: Panel) -> None:
    accept(planned_removal(1, ahead(5)), panel=panel)
    accept(reinstatement(1), panel=panel)

    assert published("cpl", 1).change == "amended"
    assert (document(1)["status"], document(1)["removal"]) == ("CURRENT", None)
    assert document(1)["amended_in"] == 3
    assert removals_carry_out(on=ahead(6)) == []
    history = DeviceModel.history.filter(cpl_number=1).latest("history_id")
    assert history.history_change_reason == "publication 3: It was a mistake."


def test_removed_device_model_comes_back_under_its_number(panel: Panel) -> None:
    accept(planned_removal(1, ahead(0)), panel=panel)
    publication = accept(reinstatement(1), panel=panel)

    for each in registers():
        found = published(each.code, 1)
        assert (found.change, found.status) == ("reinstated", "CURRENT")
        assert found.published_in_id == publication.number
    assert document(1)["removal"] is None
    assert document(1)["status_date"] == publication.published_at.date().isoformat()
    assert Ledger.objects.get().last_cpl_number == 2


def test_reinstatement_is_refused_while_another_current_one_has_the_identity(panel: Panel) -> None:
    accept(planned_removal(1, ahead(0)), panel=panel)
    accept(numbered_row(1), panel=panel)
    with pytest.raises(NotAcceptable):
        accept(reinstatement(1), panel=panel)


def test_removal_and_amendment_of_one_record_do_not_meet_in_a_submission(panel: Panel) -> None:
    amendment: Cells = {"Action": "amend", "CPL number": 1, "Model name": "Two"}
    with pytest.raises(NotAcceptable):
        accept(planned_removal(1, ahead(5)), amendment, panel=panel)
