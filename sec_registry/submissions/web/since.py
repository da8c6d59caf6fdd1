"""The part of a submission's page that tells of its returns, and of today's findings.

SECURITY: comments and changes come from ``rounds`` alone, which records the look first.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from accounts.models import User
from accounts.people import is_panel_reviewer
from sec_registry.registers.admin import channel_of
from sec_registry.submissions.checking import is_stale, submission_check
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.rounds import rounds_seen
from sec_registry.submissions.since_returned import changes_since, rows_changed
from sec_registry.submissions.visibility import UNDER_REVIEW

A_PAGE = 50
#: Stale findings of more items are not worked out anew by opening the page.
AT_ONCE = 2_000


def renew_findings(request: HttpRequest, submission: Submission, by: User) -> None:
    """Whoever reviews decides on today's findings, so stale ones are worked out anew first.

    Of a very large submission only when asked, since it takes a while: the page says that they are
    stale, and acceptance works them out in any case.
    """
    reviews = submission.state in UNDER_REVIEW and is_panel_reviewer(by)
    if reviews and is_stale(submission) and submission.items.count() <= AT_ONCE:
        submission_check(submission=submission, by=by)
        messages.info(
            request,
            "The submission or the registers had changed, so the findings were worked out again.",
        )


def review_so_far(
    request: HttpRequest, submission: Submission, listed: "Page[Item]"
) -> dict[str, Any]:
    """The returns with their comments, and what changed since the last of them."""
    by: Any = request.user
    channel = channel_of(request)
    rounds = rounds_seen(submission=submission, by=by, channel=channel)
    if not rounds:
        return {"rounds": [], "rows_changed": ()}
    changed = rows_changed(submission, by)
    shown = Paginator(changed, A_PAGE).get_page(request.GET.get("since"))
    here = [item.position for item in listed.object_list]
    return {
        "rounds": rounds,
        "since_page": shown,
        "since": changes_since(
            submission=submission, rows=list(shown.object_list), by=by, channel=channel
        ),
        "rows_changed": set(changed.filter(row__in=here)),
    }
