"""One submission's page at the desk: what it shows to everybody, and what the Panel needs there."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.findings import Level
from sec_registry.submissions.admin.addresses import root_of
from sec_registry.submissions.checking import blocking
from sec_registry.submissions.left_behind import is_left_behind
from sec_registry.submissions.lifecycle import State, Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import contributed, may_now
from sec_registry.submissions.web.contents import contents_of
from sec_registry.submissions.web.since import renew_findings

TEMPLATE = "admin/submissions/submission/page.html"


def submission_page(
    request: HttpRequest, pages: Any, submission: Submission, refused: Sequence[str] = ()
) -> TemplateResponse:
    """The page for this person; the look at restricted parts is recorded by now.

    ``refused`` says what is wrong with what was typed there, which stands in its form again.
    """
    by: Any = request.user
    renew_findings(request, submission, by)
    request.current_app = pages.admin_site.name
    shown = contents_of(request, submission, root_of(submission))
    may_waive = may_now(by, Step.WAIVE, submission)
    context = {
        **pages.admin_site.each_context(request),
        **shown,
        "title": f"Submission {submission.pk}",
        "opts": pages.opts,
        "original": submission,
        "refused": refused,
        "contributors": submission.contributors.select_related("person"),
        "may_return": may_now(by, Step.RETURN, submission),
        "own_work": _own_work(submission, by),
        "left_behind": is_left_behind(submission),
        "in_the_way": blocking(submission).count() if may_waive else 0,
        "may_waive": may_waive and shown["asked"].narrowed.level == Level.ADVISORY,
    }
    return TemplateResponse(request, TEMPLATE, context, status=400 if refused else 200)


def _own_work(submission: Submission, by: User) -> bool:
    """Whether a reviewer looks at what they made, and so waits for another (S4)."""
    return (
        submission.state == State.IN_REVIEW
        and is_panel_reviewer(by)
        and contributed(by, submission)
    )
