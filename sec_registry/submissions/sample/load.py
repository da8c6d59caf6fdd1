"""Carrying the sample out, through the verbs that people's own clicks and requests use.

Each chapter is one transaction, found again by its submissions' ``source``: what was done by an
earlier run is passed over, what is missing is done.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from sec_registry.registers.findings import Level
from sec_registry.registers.models import Publication
from sec_registry.registers.vocabulary import Action, join, split
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.intake import Row, submission_create
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, StoredFinding, Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
    submission_waive,
)
from sec_registry.submissions.sample.calendar import YEARS, Calendar
from sec_registry.submissions.sample.open_work import open_work
from sec_registry.submissions.sample.people import speakers_named
from sec_registry.submissions.sample.plot import Chapter, Proposal, past
from sec_registry.submissions.sample.rows import Cells

People = Mapping[str, User]
#: How long before its decision a submission was sent, and its review begun.
IN_THE_POST = timedelta(days=4)
ON_THE_DESK = timedelta(hours=20)
RETURN = "Please look at the second Device Model again."
COMMENT = "Is this firmware version meant for the new hardware? Its notes speak of the old."
REJECTION = "Not on new hardware yet: the certificates do not cover it. Please send it again then."


class SampleRefused(Exception):
    """The registry's own rules refuse a submission of the sample; says which and why."""


def begun() -> Publication | None:
    """The sample's first publication, where there is one."""
    return Publication.objects.filter(submissions__source=_source("initial load")).first()


def calendar_of(first: Publication) -> Calendar:
    """The days of a sample that was begun before."""
    return Calendar(first.published_at.date() + YEARS)


def past_told(calendar: Calendar, people: People) -> Iterator[Publication]:
    """Tell the chapters that are missing; yields each publication as it is made."""
    for chapter in past(calendar):
        if not _there(chapter.proposals[0]):
            publication = _tell(chapter, calendar, people)
            speakers_named(by=people["panel"], at=publication.published_at)
            yield publication


def open_work_left(calendar: Calendar, people: People) -> int:
    """Leave the open submissions that are missing; returns how many."""
    missing = [each for each in open_work(calendar.today) if not _there(each[0])]
    for proposal, state in missing:
        with transaction.atomic():
            _leave(proposal, state, people)
    return len(missing)


def numbers_by_reference() -> dict[str, int]:
    """The CPL numbers that the sample's Device Models were given, by their Reference."""
    added = Item.objects.filter(
        submission__source__startswith=_source(""),
        action=Action.ADD,
        allocated_number__isnull=False,
    )
    return {
        reference: number
        for reference, number in added.values_list("reference", "allocated_number")
        if number is not None
    }


def _source(key: str) -> str:
    return f"sample: {key}"


def _there(proposal: Proposal) -> bool:
    return Submission.objects.filter(source=_source(proposal.key)).exists()


def _tell(chapter: Chapter, calendar: Calendar, people: People) -> Publication:
    decided = calendar.at(chapter.days_ago)
    with transaction.atomic():
        sent = [_sent(proposal, people, at=decided - IN_THE_POST) for proposal in chapter.proposals]
        for submission, proposal in zip(sent, chapter.proposals, strict=True):
            _review(submission, proposal, people["reviewer"], at=decided - ON_THE_DESK)
        return submissions_accept(
            submissions=sent,
            by=people["reviewer"],
            reason=chapter.reason,
            at=decided,
        )


def _leave(proposal: Proposal, state: State, people: People) -> None:
    reviewer = people["reviewer"]
    if state == State.DRAFT:
        submission_check(submission=_drafted(proposal, people), by=people[proposal.by])
        return
    submission = _sent(proposal, people)
    if state != State.SUBMITTED:
        submission_start_review(submission=submission, by=reviewer)
    if state == State.RETURNED:
        last = submission.items.latest("position")
        submission_return(
            submission=submission, by=reviewer, reason=RETURN, comments={last.pk: COMMENT}
        )
    if state == State.REJECTED:
        submission_reject(submission=submission, reason=REJECTION, by=reviewer)


def _drafted(proposal: Proposal, people: People, at: datetime | None = None) -> Submission:
    return submission_create(
        by=people[proposal.by],
        title=proposal.title,
        rows=_rows(proposal.rows),
        initial_load=proposal.initial_load,
        source=_source(proposal.key),
        at=at,
    )


def _sent(proposal: Proposal, people: People, at: datetime | None = None) -> Submission:
    draft = _drafted(proposal, people, at)
    try:
        return submission_submit(submission=draft, by=people[proposal.by], at=at)
    except NotAcceptable as refused:
        problems = StoredFinding.objects.filter(submission=draft, level=Level.PROBLEM)
        said = "; ".join(f"row {each.row}: {each.message}" for each in problems[:10])
        raise SampleRefused(f"{proposal.title}: {said}") from refused


def _review(submission: Submission, proposal: Proposal, reviewer: User, at: datetime) -> None:
    submission_start_review(submission=submission, by=reviewer, at=at)
    advisories = StoredFinding.objects.filter(submission=submission, level=Level.ADVISORY)
    for rule in sorted(set(advisories.values_list("rule", flat=True))):
        if not proposal.waiver:
            raise SampleRefused(f"{proposal.title}: nothing is said to the advisory {rule}.")
        submission_waive(
            submission=submission, rule=rule, reason=proposal.waiver, by=reviewer, at=at
        )


def _rows(rows: Sequence[Cells]) -> list[Row]:
    """The rows with a CPL number in the place of each Reference that has one."""
    numbers = {reference: str(number) for reference, number in numbers_by_reference().items()}

    def named(name: str, cell: str) -> str:
        if name in ("CPL number", "Baselines"):
            return join([numbers.get(value, value) for value in split(cell)])
        return cell

    return [
        Row(position, {name: named(name, cell) for name, cell in cells.items()})
        for position, cells in enumerate(rows, start=2)
    ]
