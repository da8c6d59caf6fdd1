"""Filling the registers in tests, by the verbs that people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Role, User
from sec_registry.registers.findings import Level
from sec_registry.registers.models import Publication
from sec_registry.registers.vocabulary import Cell
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.intake import Row, submission_create
from sec_registry.submissions.models import StoredFinding, Submission
from sec_registry.submissions.review import (
    submission_start_review,
    submission_submit,
    submission_waive,
)
from tests.accounts.factories import make_person


@dataclass(frozen=True)
class Panel:
    """The two people without whom nothing is accepted."""

    administrator: User
    reviewer: User


def make_panel() -> Panel:
    return Panel(
        administrator=make_person(role=Role.PANEL_ADMINISTRATOR, staff=True),
        reviewer=make_person(role=Role.PANEL_REVIEWER, staff=True),
    )


def rows_of(cells: Sequence[Mapping[str, Cell]]) -> list[Row]:
    """Rows as a file would hold them: the first under the heading is row 2."""
    return [Row(position, row) for position, row in enumerate(cells, start=2)]


def draft(
    *cells: Mapping[str, Cell], by: User, initial_load: bool = False, title: str = "Test"
) -> Submission:
    return submission_create(by=by, title=title, rows=rows_of(cells), initial_load=initial_load)


def in_review(
    *cells: Mapping[str, Cell], by: User, reviewer: User, initial_load: bool = False
) -> Submission:
    """A submission under review with every advisory waived."""
    submission = draft(*cells, by=by, initial_load=initial_load)
    submission_submit(submission=submission, by=by)
    return reviewed(submission, by=reviewer)


def reviewed(submission: Submission, *, by: User) -> Submission:
    """The submission, which was sent, under review with every advisory waived."""
    submission = submission_start_review(submission=submission, by=by)
    advisories = StoredFinding.objects.filter(submission=submission, level=Level.ADVISORY)
    for rule in sorted(set(advisories.values_list("rule", flat=True))):
        submission_waive(submission=submission, rule=rule, reason="test", by=by)
    return submission


def accept(
    *cells: Mapping[str, Cell],
    panel: Panel,
    by: User | None = None,
    initial_load: bool = False,
    at: datetime | None = None,
) -> Publication:
    """Submit, review and accept the rows; the Panel's administrator submits unless said."""
    submission = in_review(
        *cells,
        by=by or panel.administrator,
        reviewer=panel.reviewer,
        initial_load=initial_load,
    )
    return submissions_accept(submissions=[submission], by=panel.reviewer, at=at)


def numbers_given(publication: Publication) -> list[int]:
    """The CPL numbers of the publication's items, in the order of the rows."""
    (submission,) = publication.submissions.all()
    return [item.allocated_number or 0 for item in submission.items.order_by("position")]
