"""The worker: rounds of jobs, of which one that fails holds no other up."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cpl.models import DeviceModel
from sec_registry.submissions.management.commands import run_worker
from sec_registry.submissions.worker import Job, one_round, rounds
from tests.registry import accept, make_panel
from tests.rows import numbered_row, planned_removal
from tests.settings import TEST_DATABASE
from tests.template import migrated_folder

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


def fails(now: datetime) -> int:
    raise ZeroDivisionError


def test_job_is_told_the_moment_and_a_failing_one_holds_no_other_up() -> None:
    told: list[datetime] = []

    def notes(now: datetime) -> int:
        told.append(now)
        return 1

    assert one_round([Job("bad", fails), Job("good", notes)], lambda: NOON) == ["bad"]
    assert told == [NOON]


@pytest.mark.django_db
def test_rounds_go_on_until_they_are_stopped() -> None:
    seen: list[int] = []

    def counts(now: datetime) -> int:
        seen.append(len(seen))
        return 0

    rounds([Job("bad", fails), Job("counts", counts)], timezone.now, lambda: len(seen) == 3)
    assert seen == [0, 1, 2]


@pytest.mark.django_db
def test_command_carries_out_what_is_due() -> None:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    accept(planned_removal(1, NOON.date()), panel=panel)
    call_command("run_worker", "--once")
    assert DeviceModel.objects.get().status == "CURRENT"

    call_command(run_worker.Command(clock=lambda: NOON), "--once")
    assert DeviceModel.objects.get().status == "REMOVED"


def test_command_says_which_job_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_worker, "JOBS", (Job("bad", fails),))
    with pytest.raises(CommandError, match="bad"):
        call_command("run_worker", "--once")


@pytest.mark.skipif(TEST_DATABASE != "sqlite", reason="a process with its own SQLite file")
@pytest.mark.django_db
def test_worker_ends_when_it_is_told_to(tmp_path: Path) -> None:
    environment = migrated_folder(tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "run_worker", "--once"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    with subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", "--seconds", "600"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stderr is not None
        for line in worker.stderr:
            if "is at work" in line:
                break
        worker.send_signal(signal.SIGTERM)
        _, after = worker.communicate(timeout=60)

    assert (worker.returncode, "Traceback" in after) == (0, False)
