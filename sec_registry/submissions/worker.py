"""The worker: jobs that nobody waits for, one after the other, round after round.

A job is a function of the moment that says how many things it did. It must be safe when several
workers run it at once, and when one is killed in the middle; what fails is tried again in the next
round, and holds no other job up.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Job:
    """One kind of work, by the name under which it is logged."""

    name: str
    run: Callable[[datetime], int]


def one_round(jobs: Sequence[Job], clock: Clock) -> list[str]:
    """Run every job once; returns the names of those that failed."""
    failed = []
    for job in jobs:
        try:
            done = job.run(clock())
        except Exception:
            # Whatever it is, the other jobs and the next round go on.
            logger.exception("The job %s failed", job.name)
            failed.append(job.name)
        else:
            if done:
                logger.info("The job %s did %s", job.name, done)
    return failed


def rounds(jobs: Sequence[Job], clock: Clock, rest: Callable[[], bool]) -> None:
    """Run round after round; ``rest`` waits between two and says whether to stop."""
    stopped = False
    while not stopped:
        close_old_connections()
        one_round(jobs, clock)
        stopped = rest()
