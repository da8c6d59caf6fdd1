"""``import_workbook FILE``: check a workbook, show what it changes, and take it in.

Without ``--submit-as`` it only checks. With it the rows become a submission; with ``--accept-as``
another person reviews and accepts it at once. Everything is stored or nothing is. Exit status: 0
all clear, 1 problems or advisories that nobody waived, 2 a file or arguments that make no sense.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from accounts.arguments import UNUSABLE
from accounts.command_line import command_line_actor
from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.console import counted, difference_lines, finding_lines, plain, ranges
from sec_registry.submissions.errors import NotAcceptable, NotForYou, StateForbids, Unusable
from sec_registry.submissions.intake import submission_create
from sec_registry.submissions.management.import_arguments import (
    Wish,
    add_arguments,
    wish_of,
)
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.rehearsal import Rehearsal, rehearse
from sec_registry.submissions.review import (
    submission_start_review,
    submission_submit,
    submission_waive,
)
from sec_registry.submissions.workbook import Workbook, WorkbookUnusable, read_workbook

NOT_CLEAR = 1


class Command(BaseCommand):
    help = "Checks a workbook (xlsx or csv), shows what it changes, submits it and accepts it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        wish = wish_of(options)
        with self._phase("Reading"):
            workbook = self._read(options["file"])
        with self._phase(f"Checking {counted(len(workbook.rows), 'row')}"):
            rehearsal = self._rehearse(workbook, wish)
        reader = wish.submitter.email if wish.submitter else "anyone"
        for line in (*finding_lines(rehearsal), *difference_lines(rehearsal.difference, reader)):
            self.stdout.write(line)
        self._refuse_unclear(rehearsal, wish)
        if wish.dry_run or wish.submitter is None:
            asked = "a dry run" if wish.dry_run else "without --submit-as this is a check only"
            self.stdout.write(f"All clear. Nothing was stored: {asked}.")
            return
        with self._phase(f"Storing {counted(len(workbook.rows), 'row')}"):
            submission = self._store(workbook, rehearsal, wish, wish.submitter)
        self._conclude(submission)

    def _read(self, file: Path) -> Workbook:
        try:
            with file.open("rb") as stream:
                return read_workbook(file.name, stream)
        except OSError as error:
            sentence = f"{file} cannot be opened: {error.strerror}."
            raise CommandError(sentence, returncode=UNUSABLE) from error
        except WorkbookUnusable as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error

    def _rehearse(self, workbook: Workbook, wish: Wish) -> Rehearsal:
        return rehearse(
            workbook.rows,
            workbook.intake_notes,
            by=wish.submitter or AnonymousUser(),
            channel=Channel("command", f"import_workbook, {command_line_actor()}"),
            initial_load=wish.initial_load,
        )

    def _refuse_unclear(self, rehearsal: Rehearsal, wish: Wish) -> None:
        waived = wish.waives(rehearsal)
        advisories = rehearsal.unwaived(waived)
        if not rehearsal.problems and not advisories:
            return
        open_rules = [rule for rule in rehearsal.advisory_rules if rule not in waived]
        advice = (
            f" Advisories are waived with --accept-as, --reason and --waive {' '.join(open_rules)}."
            if open_rules
            else ""
        )
        raise CommandError(
            f"Nothing was stored: {counted(rehearsal.problems, 'problem')}, "
            f"{counted(advisories, 'advisory', 'advisories')} without a waiver.{advice}",
            returncode=NOT_CLEAR,
        )

    def _store(
        self, workbook: Workbook, rehearsal: Rehearsal, wish: Wish, submitter: User
    ) -> Submission:
        try:
            # One transaction round all the steps: a file comes in as a whole or not at all.
            with transaction.atomic():
                submission = submission_create(
                    by=submitter,
                    title=f"Workbook {workbook.name}",
                    rows=workbook.rows,
                    initial_load=wish.initial_load,
                    source=f"{workbook.name[:200]} ({command_line_actor()})",
                    source_digest=workbook.digest,
                    intake_notes=workbook.intake_notes,
                )
                # Read back from here on: a large file stands in memory once.
                workbook.rows.clear()
                submission = submission_submit(submission=submission, by=submitter)
                if wish.acceptor is not None:
                    self._accept(submission, wish.waives(rehearsal), wish.reason, wish.acceptor)
        except NotAcceptable as error:
            sentence = f"Nothing was stored: the registers changed meanwhile. {error}"
            raise CommandError(sentence, returncode=NOT_CLEAR) from error
        except (NotForYou, StateForbids, Unusable) as error:
            raise CommandError(f"Nothing was stored: {error}", returncode=UNUSABLE) from error
        submission.refresh_from_db()
        return submission

    def _accept(
        self, submission: Submission, rules: list[str], reason: str, acceptor: User
    ) -> None:
        said = f"{reason} ({command_line_actor()})" if reason else command_line_actor()
        submission_start_review(submission=submission, by=acceptor)
        for rule in rules:
            submission_waive(submission=submission, rule=rule, reason=said, by=acceptor)
        submissions_accept(submissions=[submission], by=acceptor, reason=said)

    def _conclude(self, submission: Submission) -> None:
        if submission.publication is None:
            self.stdout.write(f"Submission {submission.pk} waits for its review.")
            return
        items = Item.objects.filter(submission=submission)
        given = [
            number
            for number in items.filter(cpl_number=None).values_list("allocated_number", flat=True)
            if number is not None
        ]
        self.stdout.write(
            f"Submission {submission.pk} is accepted in publication "
            f"{submission.publication.number}: {counted(items.count(), 'row')}."
        )
        if given:
            self.stdout.write(f"CPL numbers given: {plain(ranges(given), 2000)}.")

    @contextmanager
    def _phase(self, what: str) -> Iterator[None]:
        """Show that work is going on and for how long, where somebody is watching."""
        console = Console(file=sys.stderr)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        watched = console.is_terminal
        with Progress(*columns, console=console, transient=True, disable=not watched) as progress:
            progress.add_task(what, total=None)
            yield
