"""Findings page by page, each look recorded: of a submission that may hold thousands of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.findings import Level
from sec_registry.submissions.models import StoredFinding, Submission, Waiver
from sec_registry.submissions.permissions import submissions_visible_to
from sec_registry.submissions.visibility import (
    Openness,
    SeenFinding,
    findings_beyond,
    seen_finding,
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
    if not submissions_visible_to(by).filter(pk=submission.pk).exists():
        return FindingsPage([], more=False)
    found = list(
        StoredFinding.objects.filter(wanted, submission=submission, pk__gt=after)
        .exclude(findings_beyond(by))
        .order_by("pk")[: limit + 1]
    )
    more, found = len(found) > limit, found[:limit]
    openly = Openness(by, submission, {finding.item_id for finding in found})
    openly.record(found, channel)
    waivers = list(Waiver.objects.filter(submission=submission).select_related("waived_by"))
    paged = [
        PagedFinding(
            finding.pk, seen_finding(finding, openly.of(finding)), _waiver_of(finding, waivers)
        )
        for finding in found
    ]
    return FindingsPage(paged, more)


def findings_count(*, submission: Submission, by: User, wanted: Q = ANY_FINDING) -> int:
    """How many there are of which this person may know."""
    if not submissions_visible_to(by).filter(pk=submission.pk).exists():
        return 0
    found = StoredFinding.objects.filter(wanted, submission=submission)
    return found.exclude(findings_beyond(by)).count()


def _waiver_of(finding: StoredFinding, waivers: Sequence[Waiver]) -> Waiver | None:
    """The waiver that lets it pass, if there is one; see ``checking.blocking``."""
    if finding.level != Level.ADVISORY:
        return None
    for waiver in waivers:
        of_row = waiver.row is None or waiver.row == finding.row
        if waiver.rule == finding.rule and of_row and finding.since_revision <= waiver.revision:
            return waiver
    return None
