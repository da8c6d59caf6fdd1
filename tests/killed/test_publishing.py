"""SIGKILL between any two steps of what publishes: all of it is there afterwards, or nothing.

A process that is killed leaves what it had committed by then, and what it did outside of the
database; whatever it wrote and had not committed, the database takes back. So the claim for *every*
step follows from what is held here of each deed, on both databases:

* At each of its steps another connection looks, before it is taken, and sees that nothing has been
  committed since the first: all writes are of one transaction, whose only end is the COMMIT. Just
  before it the whole database is as it was, whoever might have written to it.
* Before that COMMIT nothing is done outside: no file, no connection, no letter.
* After it come only the steps named below, each of which may be missing.
* That the database does take back what was not committed is seen by killing: in the midst, where
  as much as possible is written and not committed, and behind the COMMIT, when nobody was told yet.

The steps are listed below, and the test fails when the product takes one that is not: look then
whether it may be taken in that place, and add it.
"""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from sec_registry.publications.files.ahead import whole_lists_write
from sec_registry.publications.files.editions import edition_of
from sec_registry.publications.files.forms import JSON
from sec_registry.publications.files.kept import kept_open
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Publication
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.accounts.factories import make_person
from tests.killed.steps import ACCEPTANCE, FORGETTING, PLANNED_REMOVAL, REDACTION
from tests.killing import (
    COMMIT,
    RETURNED,
    Job,
    database_now,
    dying_before,
    killed_before,
    seen_beside,
    steps_of,
)
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
    after: tuple[str, ...] = ()


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
    edition = edition_of(registers()[0], 1)
    assert edition is not None
    kept_open(edition, JSON, "identity").close()
    return lambda: redaction_approve(redaction=proposed, by=world.panel.reviewer)


DEEDS = {
    "acceptance": Deed(ready_to_accept, ACCEPTANCE, 2),
    "planned removal": Deed(ready_to_remove, PLANNED_REMOVAL, 3),
    "redaction": Deed(ready_to_redact, REDACTION, 3, after=FORGETTING),
}


@pytest.mark.parametrize("name", DEEDS)
def test_killed_between_any_two_steps(name: str, settings: Any, tmp_path: Path) -> None:
    settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    deed = DEEDS[name]
    job = deed.prepare()
    before = database_now()

    steps = steps_of(job)
    assert set(steps) == set(deed.steps)
    assert database_now() == before
    killed_before(len(steps) // 2, job)
    assert database_now() == before

    seen = seen_beside(job)
    assert [step for step, _ in seen] == [*steps, *deed.after, RETURNED]
    until = [committed for _, committed in seen[: len(steps)]]
    assert set(until) == {until[-1]}
    assert seen[len(steps)][1] != until[-1]
    assert Publication.objects.count() == deed.publications
    assert_whole()


def test_what_is_committed_or_written_in_between_would_be_seen(tmp_path: Path) -> None:
    people = User.objects.filter(pk=make_person().pk)

    def two_deeds() -> None:
        for staff in (True, False):
            with transaction.atomic():
                people.update(is_staff=staff)
                (tmp_path / "note").write_text("")

    seen = seen_beside(two_deeds)

    assert [step for step, _ in seen] == [
        *["update accounts_user", "open note", COMMIT] * 2,
        RETURNED,
    ]
    assert len({committed for _, committed in seen[:-2]}) > 1


def test_killed_when_a_redaction_is_committed_and_files_still_hold_what_is_gone(
    settings: Any, tmp_path: Path
) -> None:
    folder = settings.WHOLE_LISTS_DIR = tmp_path / "lists"
    job = ready_to_redact()
    steps = steps_of(job)

    # One file is taken away, the other one is left.
    killed_before(len(steps) + len(FORGETTING) - 1, job, outside=True)

    assert_whole()
    assert len(list(folder.glob("cpl-1-*"))) == 1
    # Nobody is served from it, since its name is that of an edition that is no more; and it goes.
    whole_lists_write(timezone.now())
    assert not list(folder.glob("cpl-1-*"))


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
