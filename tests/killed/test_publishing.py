"""SIGKILL between any two steps of what publishes: all of it is there afterwards, or nothing.

The steps are listed below, and the test fails when the product takes one that is not: look then
whether it may be taken in that place, and add it.
"""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.registers.models import Publication
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.killed.steps import ACCEPTANCE, PLANNED_REMOVAL, REDACTION
from tests.killing import Job, database_now, dying_before, killed_before, steps_of
from tests.notices.subscribing import by_email, by_webhook
from tests.processes import run_and_die_at_once, run_at_once
from tests.redactions.world import make_world, propose
from tests.registry import Panel, accept, in_review, make_panel
from tests.rows import MANUFACTURER_CODE, Cells, numbered_row, planned_removal
from tests.wholeness import assert_whole

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Deed:
    """Something that changes registers: how it is made ready, and the steps that it takes."""

    prepare: Callable[[], Job]
    steps: tuple[str, ...]
    publications: int


CONTACT: Cells = {
    "Contact email": "other@fictional.example",
    "Contact telephone": "+442079460001",
    "Contact address": "2 Nowhere Street, Erewhon",
}


def every_kind_of_change() -> tuple[Cells, ...]:
    """Rows that add, amend, correct and remove, and that change what several records share."""
    renewed: Cells = {
        "Action": "renew certificate",
        "Replaces certificate": "CPA-FICTION-1",
        "CPA certificate": "CPA-FICTION-10",
        "CPA standard": "CPA 1.4",
        "CPA date": "2998-01-01",
        "CPA date kind": "EXPIRY",
        "Security Characteristics version": "1.4",
    }
    why: Cells = {"Reason": "A slip.", "Reason public": "no"}
    return (
        {**numbered_row(9), **CONTACT, "Upgrade": "yes", "Baselines": "1; 2"},
        {"Action": "amend", "CPL number": "1", "Release notes": "Other words."},
        {"Action": "correct", "CPL number": "2", "Model name": "Two", **why},
        planned_removal(3, timezone.localdate()),
        {"Action": "change contact", "Manufacturer code": MANUFACTURER_CODE, **CONTACT},
        renewed,
    )


def ready_to_accept() -> Job:
    panel = make_panel()
    by_email(by=panel.administrator)
    by_webhook(by=panel.reviewer)
    accept(numbered_row(1), numbered_row(2), numbered_row(3), panel=panel)
    waiting = in_review(*every_kind_of_change(), by=panel.administrator, reviewer=panel.reviewer)
    return lambda: submissions_accept(submissions=[waiting], by=panel.reviewer)


def ready_to_remove() -> Job:
    panel = make_panel()
    by_email(by=panel.administrator)
    day = timezone.localdate() + timedelta(days=1)
    accept(numbered_row(1), panel=panel)
    accept(planned_removal(1, day), panel=panel)
    return lambda: removals_carry_out(on=day)


def ready_to_redact() -> Job:
    world = make_world()
    proposed = propose(world, "model.name")
    return lambda: redaction_approve(redaction=proposed, by=world.panel.reviewer)


DEEDS = {
    "acceptance": Deed(ready_to_accept, ACCEPTANCE, 2),
    "planned removal": Deed(ready_to_remove, PLANNED_REMOVAL, 3),
    "redaction": Deed(ready_to_redact, REDACTION, 3),
}


@pytest.mark.parametrize("name", DEEDS)
def test_killed_between_two_steps(name: str) -> None:
    deed = DEEDS[name]
    job = deed.prepare()
    steps = steps_of(job)
    assert set(steps) == set(deed.steps)
    before = database_now()

    for number in sample(len(steps)):
        killed_before(number, job)
        assert database_now() == before, steps[number]
    killed_before(len(steps), job)

    assert Publication.objects.count() == deed.publications
    assert_whole()


def sample(steps: int) -> list[int]:
    """Steps from the first to the last, and the one before it: all take a minute."""
    return sorted({*range(0, steps, steps // 4), steps - 2, steps - 1})


def published(submission: Submission, panel: Panel) -> str:
    return str(submissions_accept(submissions=[submission], by=panel.reviewer).number)


def test_some_processes_die_while_others_publish() -> None:
    panel = make_panel()
    everything = by_email(by=panel.administrator)
    accept(numbered_row(1), panel=panel)
    waiting = [
        in_review(numbered_row(n), by=panel.administrator, reviewer=panel.reviewer)
        for n in range(2, 7)
    ]
    jobs = [partial(published, each, panel) for each in waiting]
    steps = len(steps_of(jobs[0]))
    places = (1, steps // 2, steps - 1, steps)
    dying = [dying_before(n, job) for n, job in zip(places, jobs[:-1], strict=True)]

    # Two die on the way, one before it commits, one when it has; one lives.
    ended = run_and_die_at_once(*dying, jobs[-1])

    assert ended == [*[-signal.SIGKILL] * 4, 0]
    states = [Submission.objects.get(pk=each.pk).state for each in waiting]
    assert states == [State.IN_REVIEW] * 3 + [State.ACCEPTED] * 2
    assert_whole()
    said = run_at_once(*jobs[:3])
    assert sorted(said) == ["4", "5", "6"]
    assert_whole()
    assert everything.notices.count() == 6 - everything.from_publication
