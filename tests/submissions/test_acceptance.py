"""Acceptance: all three registers or none, two persons, numbers for ever, one publication."""

import dataclasses
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Organisation, Role
from cpl.models import DeviceModel
from firmware.models import FirmwareRecord
from sec_registry.registers import catalogue, publish
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.models import Ledger, Publication
from sec_registry.submissions import acceptance
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import NotAcceptable, NotForYou, StateForbids, Unusable
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import StoredFinding
from sec_registry.submissions.review import (
    submission_start_review,
    submission_submit,
    submission_waive,
)
from tests.accounts.factories import make_person
from tests.registry import (
    accept,
    draft,
    in_review,
    make_panel,
    numbers_given,
)
from tests.rows import numbered_row
from zigbee.models import Review, ZigbeeRecord

pytestmark = pytest.mark.django_db


def published_numbers(register: Register) -> list[int]:
    rows = register.published._default_manager.filter(superseded_in__isnull=True)
    return list(rows.order_by("cpl_number").values_list("cpl_number", flat=True))


def test_accepting_writes_one_record_in_each_register_and_one_publication() -> None:
    panel = make_panel()
    publication = accept(numbered_row(1), numbered_row(2), panel=panel)

    assert publication.number == 1
    assert numbers_given(publication) == [1, 2]
    assert [published_numbers(register) for register in registers()] == [[1, 2]] * 3
    assert Review.objects.count() == 2
    history = DeviceModel.history.all()
    assert {row.history_user_id for row in history} == {panel.reviewer.email}
    assert {row.history_date for row in history} == {publication.published_at}


@pytest.mark.parametrize("failing", ["cpl", "firmware", "zigbee"])
@pytest.mark.parametrize("member", ["apply", "render"])
def test_a_register_that_fails_leaves_nothing_in_the_others(
    failing: str, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    panel = make_panel()
    submission = in_review(numbered_row(1), by=panel.administrator, reviewer=panel.reviewer)
    change: Any = {member: fail}
    broken = tuple(
        dataclasses.replace(each, **change) if each.code == failing else each
        for each in registers()
    )
    for room in (acceptance, publish):
        monkeypatch.setattr(room, "registers", lambda: broken)

    with pytest.raises(ZeroDivisionError):
        submissions_accept(submissions=[submission], by=panel.reviewer)

    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW
    assert not Publication.objects.exists()
    for model in (DeviceModel, FirmwareRecord, ZigbeeRecord):
        assert not model._base_manager.exists()
        assert not model.history.exists()
    row = Ledger.objects.get()
    assert (row.opened_for, row.last_publication, row.last_cpl_number) == (None, 0, 0)
    assert catalogue.registers() is not broken


def test_nobody_who_contributed_accepts_even_by_sql() -> None:
    panel = make_panel()
    reviewer = make_person(
        role=Role.PANEL_REVIEWER, organisation=Organisation.objects.first() or None
    )
    maker = panel.administrator
    submission = in_review(numbered_row(1), by=maker, reviewer=panel.reviewer)
    submission.contributors.create(person=reviewer, since=submission.created_at)

    with pytest.raises(NotForYou):
        submissions_accept(submissions=[submission], by=reviewer)

    publication = accept(numbered_row(2), panel=panel)
    statement = (
        "UPDATE submissions_submission SET state = 'accepted', decided_by_id = %s, "
        "publication_id = %s WHERE id = %s"
    )
    for contributor in (maker, reviewer):
        with (
            pytest.raises(IntegrityError, match="created or edited"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [contributor.pk, publication.pk, submission.pk])


def test_unwaived_advisory_blocks_and_a_waiver_with_a_reason_lets_it_pass() -> None:
    panel = make_panel()
    submission = draft(numbered_row(1, **{"Model identifier": "MODEL"}), by=panel.administrator)
    submission_submit(submission=submission, by=panel.administrator)
    submission_start_review(submission=submission, by=panel.reviewer)

    with pytest.raises(NotAcceptable):
        submissions_accept(submissions=[submission], by=panel.reviewer)
    with pytest.raises(Unusable, match="reason"):
        submission_waive(
            submission=submission, rule="model-identifier-form", reason=" ", by=panel.reviewer
        )
    with pytest.raises(Unusable, match="no advisory"):
        submission_waive(
            submission=submission, rule="release-notes-given", reason="x", by=panel.reviewer
        )
    submission_waive(
        submission=submission, rule="model-identifier-form", reason="seen", by=panel.reviewer
    )

    assert submissions_accept(submissions=[submission], by=panel.reviewer).number == 1


def test_what_changed_since_the_review_is_found_at_acceptance() -> None:
    panel = make_panel()
    first, second = (
        in_review(numbered_row(1), by=panel.administrator, reviewer=panel.reviewer)
        for _ in range(2)
    )
    submissions_accept(submissions=[first], by=panel.reviewer)

    with pytest.raises(NotAcceptable):
        submissions_accept(submissions=[second], by=panel.reviewer)

    findings = StoredFinding.objects.filter(submission=second, level="problem")
    assert "device-model-listed-once" in {finding.rule for finding in findings}
    assert DeviceModel.objects.count() == 1


def test_a_submission_is_accepted_once() -> None:
    panel = make_panel()
    submission = in_review(numbered_row(1), by=panel.administrator, reviewer=panel.reviewer)
    submissions_accept(submissions=[submission], by=panel.reviewer)
    with pytest.raises(StateForbids):
        submissions_accept(submissions=[submission], by=panel.reviewer)


def test_several_submissions_together_make_one_publication() -> None:
    panel = make_panel()
    waiting = [
        in_review(numbered_row(n), by=panel.administrator, reviewer=panel.reviewer) for n in (1, 2)
    ]
    publication = submissions_accept(submissions=waiting, by=panel.reviewer)

    assert publication.submissions.count() == 2
    assert [published_numbers(register) for register in registers()] == [[1, 2]] * 3


def test_several_submissions_about_the_same_record_are_accepted_one_by_one() -> None:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    rename = [{"Action": "amend", "CPL number": "1", "Model name": name} for name in ("A", "B")]
    waiting = [in_review(row, by=panel.administrator, reviewer=panel.reviewer) for row in rename]
    with pytest.raises(Unusable, match="one by one"):
        submissions_accept(submissions=waiting, by=panel.reviewer)
    assert Publication.objects.count() == 1


def test_a_change_of_one_register_publishes_in_that_register_alone() -> None:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    row = {"Action": "amend", "CPL number": "1", "Release notes": "Second thoughts."}
    publication = accept(row, panel=panel)

    changed = {state.register: state.changed for state in publication.register_states.all()}
    assert changed == {"cpl": 0, "firmware": 1, "zigbee": 0}
    assert DeviceModel.objects.get().amended_in is None


def test_initial_load_keeps_numbers_and_later_ones_start_above() -> None:
    panel = make_panel()
    taken_over = numbered_row(1, **{"CPL number": "700"})
    for column in ("Release notes", "Upgrade", "ZigBee chipset vendor", "ZigBee stack version"):
        taken_over[column] = None
    accept(taken_over, panel=panel, initial_load=True)
    publication = accept(numbered_row(2), panel=panel)

    assert numbers_given(publication) == [701]
    assert FirmwareRecord.objects.get(pk=700).state == "not_provided"
    assert FirmwareRecord.objects.get(pk=700).upgrade == "not_provided"
    assert ZigbeeRecord.objects.get(pk=700).state == "not_provided"


def test_a_removed_device_model_keeps_its_number_and_its_records() -> None:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    accept(
        {
            "Action": "remove",
            "CPL number": "1",
            "Removal reason": "certificate withdrawn",
            "Removal authority": "Panel, fictional minute 7",
            "Removal date": "2026-01-05",
            "Reason public": "no",
        },
        panel=panel,
    )
    publication = accept(numbered_row(1, Reference="again"), panel=panel)

    assert numbers_given(publication) == [2]
    assert [published_numbers(register) for register in registers()] == [[1, 2]] * 3
    removed = registers()[0].published._default_manager.get(
        cpl_number=1, superseded_in__isnull=True
    )
    assert removed.status == "REMOVED"
    assert "certificate withdrawn" not in removed.document
