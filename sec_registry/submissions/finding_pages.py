"""Findings page by page, each look recorded: of a submission that may hold thousands of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.findings import Level
from sec_registry.submissions.looks import findings_read
from sec_registry.submissions.models import StoredFinding, Submission, Waiver
from sec_registry.submissions.visibility import (
    SeenFinding,
    findings_known_to,
)

ANY_FINDING = Q()


@dataclass(frozen=True)
class PagedFinding:
    """One finding of a page: its own number, in whose order pages go, and who let it pass."""

    number: int
    seen: SeenFinding
    waiver: Waiver | None


@dataclass(frozen=True)
class FindingsPage:
    """The findings of a page, and whether others follow."""

    findings: list[PagedFinding]
    more: bool


def findings_page(
    *,
    submission: Submission,
    by: User,
    channel: Channel,
    wanted: Q = ANY_FINDING,
    after: int = 0,
    limit: int,
) -> FindingsPage:
    """The stored findings above a number that this person may know of, recorded first.

    ``wanted`` narrows them by level, rule or row, which a masked finding tells too.
    """
    known = findings_known_to(by, submission).filter(wanted, pk__gt=after)
    found = list(known.order_by("pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    seen = findings_read(found, submission=submission, by=by, channel=channel)
    waivers = list(Waiver.objects.filter(submission=submission).select_related("waived_by"))
    paged = [
        PagedFinding(finding.pk, told, _waiver_of(finding, waivers))
        for finding, told in zip(found, seen, strict=True)
    ]
    return FindingsPage(paged, more)


def findings_count(*, submission: Submission, by: User, wanted: Q = ANY_FINDING) -> int:
    """How many there are of which this person may know."""
    return findings_known_to(by, submission).filter(wanted).count()


def _waiver_of(finding: StoredFinding, waivers: Sequence[Waiver]) -> Waiver | None:
    """The waiver that lets it pass, if there is one; see ``checking.blocking``."""
    if finding.level != Level.ADVISORY:
        return None
    for waiver in waivers:
        of_row = waiver.row is None or waiver.row == finding.row
        if waiver.rule == finding.rule and of_row and finding.since_revision <= waiver.revision:
            return waiver
    return None
