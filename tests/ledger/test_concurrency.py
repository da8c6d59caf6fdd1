"""Several processes at once: one wins, numbers have no gaps, nothing is kept in part."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role, User
from cpl.models import DeviceModel
from sec_registry.registers.catalogue import registers
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Ledger, Publication
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import StateForbids
from sec_registry.submissions.models import Submission
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.accounts.factories import make_person
from tests.processes import run_at_once
from tests.registry import accept, in_review, make_panel
from tests.rows import numbered_row, planned_removal

pytestmark = pytest.mark.django_db(transaction=True)


def accepting(submission: Submission, by: User) -> Callable[[], str]:
    def job() -> str:
        try:
            return f"published {submissions_accept(submissions=[submission], by=by).number}"
        except StateForbids:
            return "too late"

    return job


def test_two_people_accepting_the_same_submission_make_one_publication() -> None:
    panel = make_panel()
    second = make_person(role=Role.PANEL_REVIEWER)
    submission = in_review(numbered_row(1), by=panel.administrator, reviewer=panel.reviewer)

    said = run_at_once(accepting(submission, panel.reviewer), accepting(submission, second))

    assert sorted(said) == ["published 1", "too late"]
    assert Publication.objects.count() == 1
    assert DeviceModel.objects.count() == 1


def test_acceptances_from_several_processes_are_numbered_without_gaps() -> None:
    panel = make_panel()
    waiting = [
        in_review(numbered_row(n), by=panel.administrator, reviewer=panel.reviewer)
        for n in range(1, 7)
    ]

    said = run_at_once(*(accepting(submission, panel.reviewer) for submission in waiting))

    assert sorted(said) == [f"published {n}" for n in range(1, 7)]
    numbers = list(DeviceModel.objects.values_list("cpl_number", flat=True))
    assert len(set(numbers)) == 6
    for register in registers():
        assert register.published._default_manager.count() == 6


def test_two_workers_carry_a_planned_removal_out_once() -> None:
    panel = make_panel()
    day = timezone.localdate() + timedelta(days=1)
    accept(numbered_row(1), panel=panel)
    accept(planned_removal(1, day), panel=panel)

    def work() -> str:
        return str(len(removals_carry_out(on=day)))

    said = run_at_once(work, work, work)

    assert sorted(said) == ["0", "0", "1"]
    assert Publication.objects.count() == 3
    assert DeviceModel.objects.get().status == "REMOVED"


def test_numbers_have_no_gaps_under_random_rollbacks() -> None:
    def job(seed: int) -> Callable[[], str]:
        def run() -> str:
            chance = random.Random(seed)  # noqa: S311  # chance, not secrecy
            kept = 0
            for _ in range(20):
                try:
                    with opened_ledger():
                        if chance.random() < 0.5:
                            raise ZeroDivisionError
                        kept += 1
                except ZeroDivisionError:
                    continue
            return str(kept)

        return run

    said = run_at_once(*(job(seed) for seed in range(4)))

    row = Ledger.objects.get()
    assert row.last_publication == sum(int(kept) for kept in said)
    assert row.opened_for is None
