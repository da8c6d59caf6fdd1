"""``run_worker``: dated removals, files of what was published, fleets, unusual reading, notices.

A new kind of work is one more line in ``JOBS``.
"""

import signal
from argparse import ArgumentParser
from datetime import datetime
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.services.members import members_watch
from cpl.models import CpaNoticePeriod
from firmware.fleet.background import fleet_inventories_read
from sec_registry.notices.cpa_dates import cpa_notices_queue
from sec_registry.notices.sending import notices_send
from sec_registry.notices.upkeep import sent_delete, unconfirmed_end
from sec_registry.publications.files.ahead import whole_lists_write
from sec_registry.submissions.planned_removals import removals_carry_out
from sec_registry.submissions.worker import Clock, Job, one_round, rounds
from zigbee.endings import grant_ends_tell
from zigbee.readings.watch import readings_watch

SECONDS = 60


def planned_removals(now: datetime) -> int:
    """Remove the Device Models whose day has come."""
    return len(removals_carry_out(on=timezone.localdate(now)))


def cpa_notices(now: datetime) -> int:
    """Queue what is to be told of CPA dates, at the periods that the Panel keeps."""
    periods = CpaNoticePeriod.objects.values_list("months", flat=True)
    return cpa_notices_queue(today=timezone.localdate(now), months=periods)


def upkeep(now: datetime) -> int:
    """Clear away notices that were sent long ago, and addresses that nobody confirmed."""
    periods = CpaNoticePeriod.objects.values_list("months", flat=True)
    return sent_delete(now=now, months=periods) + unconfirmed_end(now=now)


def notices(_now: datetime) -> int:
    """Send what the outbox holds, until nothing is due or a minute is over."""
    return notices_send()


JOBS = (
    Job("planned removals", planned_removals),
    # After whatever publishes.
    Job("whole lists", whole_lists_write),
    Job("CPA dates", cpa_notices),
    Job("fleet inventories", fleet_inventories_read),
    Job("upkeep of notices", upkeep),
    Job("grants that end", grant_ends_tell),
    Job("unusual reading", readings_watch),
    Job("accounts of the committee", members_watch),
    # Last: it may take a while.
    Job("notices", notices),
)


class Command(BaseCommand):
    help = (
        "Carries out removals whose day has come, writes whole lists, reads inventories of fleets, "
        "watches for unusual reading, sends notices; runs until it is stopped."
    )

    def __init__(self, *args: Any, clock: Clock = timezone.now, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clock = clock

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="One round, then stop.")
        parser.add_argument(
            "--seconds", type=float, default=SECONDS, help=f"Between rounds; {SECONDS} if left out."
        )

    def handle(self, *args: Any, once: bool, seconds: float, **options: Any) -> None:
        if once:
            failed = one_round(JOBS, self.clock)
            if failed:
                raise CommandError(f"Failed, and will be tried again: {', '.join(failed)}.")
            return
        stop = Event()

        def leave(_signum: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        # Not on standard output, which is the server's where both run together.
        self.stderr.write("The worker is at work until it is stopped.")
        rounds(JOBS, self.clock, lambda: stop.wait(seconds))
