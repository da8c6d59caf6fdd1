"""From rows to answers: submissions and their findings as their reader may know them."""

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.reverse import reverse

from accounts.models import User
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.problems import pointer_token
from sec_registry.submissions.api.on_behalf import on_behalf_told
from sec_registry.submissions.api.values import BESIDE
from sec_registry.submissions.checking import is_stale
from sec_registry.submissions.finding_pages import PagedFinding, findings_page
from sec_registry.submissions.lifecycle import DECIDED, Step, state_after
from sec_registry.submissions.models import Submission, Waiver
from sec_registry.submissions.overview import rules_breached, with_counts
from sec_registry.submissions.permissions import may
from sec_registry.submissions.told import decision_of, markings, organisation_of
from sec_registry.submissions.visibility import SeenFinding

FIRST_FINDINGS = 100


def told(submissions: Iterable[Submission], request: Request, by: User) -> list[dict[str, Any]]:
    """Each submission without what is in it; counted in one query for all."""
    listed = list(submissions)
    keys = [each.pk for each in listed]
    counts = with_counts(Submission.objects.filter(pk__in=keys), by=by).in_bulk()
    return [_told(each, counts[each.pk], request) for each in listed]


def told_in_full(submission: Submission, request: Request, by: User) -> dict[str, Any]:
    """Where it stands, which rules it breaks, and what this person may do with it now."""
    (known,) = told([submission], request, by)
    people = submission.contributors.order_by("pk").values_list("person__email", flat=True)
    return {
        **known,
        "contributors": list(people),
        "stale": submission.state not in DECIDED and is_stale(submission),
        "rules": [
            {
                "level": each.level,
                "rule": each.rule,
                "clause": each.ground,
                "sentence": each.sentence,
                "count": each.count,
            }
            for each in rules_breached(submission, by=by)
        ],
        "steps": [
            step.value
            for step in Step
            if state_after(submission.state, step) is not None and may(by, step, submission)
        ],
    }


def told_with_findings(
    submission: Submission, request: Request, by: User, channel: Channel
) -> dict[str, Any]:
    """The same with the first findings, recorded where they show what others wrote."""
    page = findings_page(submission=submission, by=by, channel=channel, limit=FIRST_FINDINGS)
    return {
        **told_in_full(submission, request, by),
        "markings": markings_of_findings(each.seen for each in page.findings),
        "first_findings": [finding_told(each, submission) for each in page.findings],
    }


def markings_of_findings(findings: Iterable[SeenFinding]) -> list[str]:
    """What must stand over these findings; a masked one shows nothing."""
    return markings(each.register for each in findings if not each.masked)


def finding_told(finding: PagedFinding, submission: Submission) -> dict[str, Any]:
    """One finding, with the place of its cell in the draft as it was sent."""
    by_item = not submission.source
    return {
        "id": finding.number,
        **seen_told(finding.seen, by_item=by_item),
        "masked": finding.seen.masked,
        "waived": _waived(finding.waiver),
    }


def seen_told(seen: SeenFinding, *, by_item: bool) -> dict[str, Any]:
    """What a finding says; ``by_item`` when rows are the items of a body, in their order."""
    return {
        "level": seen.level,
        "rule": seen.rule,
        "clause": seen.ground,
        "row": seen.row,
        "column": seen.column,
        "pointer": _pointer(seen) if by_item else None,
        "message": seen.message,
        "found": seen.found,
        "expected": seen.expected,
    }


def _told(submission: Submission, counts: Any, request: Request) -> dict[str, Any]:
    maker = submission.created_by
    return {
        "id": submission.pk,
        "url": reverse("submission", args=[submission.pk], request=request),
        "title": submission.title,
        "state": submission.state,
        "initial_load": submission.initial_load,
        "on_behalf_of": on_behalf_told(submission),
        "made_by": {
            "name": maker.name,
            "email": maker.email,
            "organisation": None if submission.on_behalf_person else organisation_of(submission),
        },
        "created_at": submission.created_at,
        "submitted_at": submission.submitted_at,
        "decision": decision_of(submission),
        "publication": submission.publication_id,
        "revision": submission.revision,
        "items": counts.item_count,
        "findings": {
            "problem": counts.problem_count,
            "advisory": counts.advisory_count,
            "note": counts.note_count,
        },
    }


def _pointer(seen: SeenFinding) -> str | None:
    if seen.row is None or seen.masked:
        return None
    item = f"#/items/{seen.row - 1}"
    if not seen.column:
        return item
    if seen.column in BESIDE:
        return f"{item}/{BESIDE[seen.column]}"
    return f"{item}/values/{pointer_token(seen.column)}"


def _waived(waiver: Waiver | None) -> dict[str, Any] | None:
    if waiver is None:
        return None
    return {"by": waiver.waived_by.email, "at": waiver.waived_at, "reason": waiver.reason}
