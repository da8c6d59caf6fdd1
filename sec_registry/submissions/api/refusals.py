"""A refusal that rests on findings, with those of them that its reader may know."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models import Q

from sec_registry.registers.findings import Level
from sec_registry.registers.problems import Problem
from sec_registry.submissions.api.door import SubmissionView
from sec_registry.submissions.api.telling import finding_told
from sec_registry.submissions.checking import blocking
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.finding_pages import findings_page
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission

#: So many of the findings in the way are told with a refusal.
MOST_TOLD = 100


@contextmanager
def findings_told(
    view: SubmissionView, step: Step, submissions: Sequence[Submission]
) -> Iterator[None]:
    """Turn ``NotAcceptable`` into a problem that lists what stands in the way of the step."""
    try:
        yield
    except NotAcceptable as refused:
        errors = [each for one in submissions for each in _in_the_way(view, step, one)]
        raise Problem(str(refused), errors[:MOST_TOLD], status=422) from refused


def _in_the_way(
    view: SubmissionView, step: Step, submission: Submission
) -> Iterator[dict[str, str]]:
    page = findings_page(
        submission=submission,
        by=view.person,
        channel=view.channel,
        wanted=_wanted(step, submission),
        limit=MOST_TOLD,
    )
    for finding in page.findings:
        said = finding_told(finding, submission)
        row = "" if said["row"] is None else f", row {said['row']}"
        yield {
            "pointer": said["pointer"] or "#",
            "detail": f"Submission {submission.pk}{row}: {said['message']}",
            "clause": said["clause"],
            "rule": said["rule"],
        }


def _wanted(step: Step, submission: Submission) -> Q:
    if step == Step.SUBMIT:
        return Q(level=Level.PROBLEM)
    return Q(pk__in=blocking(submission).order_by().values("pk"))
