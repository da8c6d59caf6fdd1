"""The committee's questions on a submission's page, each with the row it is about, and the answer.

SECURITY: the words come from ``look_at_questions`` alone, which records the look first, and are
asked for the page that is shown.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from sec_registry.registers.admin import channel_of
from sec_registry.submissions.addressed import may_answer
from sec_registry.submissions.errors import StateForbids, Unusable
from sec_registry.submissions.models import Submission
from sec_registry.submissions.questions import (
    look_at_questions,
    question_answer,
    questions_about,
)
from sec_registry.submissions.told import markings
from sec_registry.submissions.web.deeds import Again, after_deed
from zigbee.columns import CODE
from zigbee.models import Question
from zigbee.questions import LONGEST

A_PAGE = 20


def questions_shown(request: HttpRequest, submission: Submission, by: User) -> dict[str, Any]:
    """What the page says of questions to this person; nothing where they learn of none."""
    found = questions_about(submission, by)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("questions"))
    seen = look_at_questions(
        submission=submission,
        questions=list(page.object_list),
        by=by,
        channel=channel_of(request),
    )
    reads = any(not each.masked for each in seen)
    return {
        "questions": seen,
        "questions_page": page,
        "questions_markings": markings([CODE]) if reads else [],
        "questions_read": reads,
        "may_answer": bool(seen) and may_answer(by, submission),
        "longest_answer": LONGEST,
    }


def answer_question(
    request: HttpRequest, submission: Submission, key: int, *, page: str, again: Again
) -> HttpResponse:
    """Send the answer that was typed; one that is refused, or too late, is shown once more."""
    by: Any = request.user

    def deed() -> object:
        try:
            return question_answer(
                submission=submission,
                question=key,
                by=by,
                text=request.POST.get("answer", ""),
            )
        except Question.DoesNotExist:
            raise Http404 from None
        except StateForbids as late:
            raise Unusable(str(late)) from late

    # To the page's head, where what came of it is said: a way to the questions would hide that.
    done = "Your answer was sent to the Security Sub Committee."
    return after_deed(request, page, deed, done, again)
