"""
Check and accept a submission: `python -m benchmarks.large_acceptance NUMBER REVIEWER`.

REVIEWER is the email address of a Panel reviewer who had no hand in it. Each step is told in
processor time of this process, time by the clock, and how far its memory grew above what it held
before; the database's own time is in the clock's alone.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model


def _memory(name: str) -> int:
    """MiB of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) // 1024
    raise LookupError(name)


def _told(what: str, step: Callable[[], object]) -> None:
    before, clock, processor = _memory("VmRSS"), time.perf_counter(), time.process_time()
    Path("/proc/self/clear_refs").write_text("5")
    step()
    sys.stdout.write(
        f"{what}: {time.process_time() - processor:.1f} s of processor, "
        f"{time.perf_counter() - clock:.1f} s by the clock, "
        f"{_memory('VmHWM') - before} MiB more\n"
    )
    sys.stdout.flush()


def main(number: int, reviewer: str) -> None:
    """Print a line for each step."""
    # Once the settings are there.
    from sec_registry.submissions.acceptance import submissions_accept  # noqa: PLC0415
    from sec_registry.submissions.checking import submission_check  # noqa: PLC0415
    from sec_registry.submissions.lifecycle import State  # noqa: PLC0415
    from sec_registry.submissions.models import Submission  # noqa: PLC0415
    from sec_registry.submissions.review import submission_start_review  # noqa: PLC0415

    by = get_user_model().objects.get(email=reviewer)
    submission = Submission.objects.get(pk=number)
    if submission.state == State.SUBMITTED:
        submission = submission_start_review(submission=submission, by=by)
    _told("findings run", lambda: submission_check(submission=submission, by=by))
    current = Submission.objects.get(pk=number)
    _told("accepted", lambda: submissions_accept(submissions=[current], by=by))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sec_registry.settings")
    django.setup()
    if settings.DEBUG and not settings.SIGNING_KEY:
        settings.SIGNING_KEY = (settings.VAR_DIR / "signing-key.pem").read_text()
    # As in production: what a developer's server remembers of each query is not measured.
    settings.DEBUG = False
    main(int(sys.argv[1]), sys.argv[2])
