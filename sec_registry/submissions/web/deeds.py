"""What the buttons of a submission's page do: one verb each, and a sentence on what came of it.

``page`` is the address of the submission's page, to which each leads back. Where words were refused
``again`` shows that page at once instead, with what was typed in the form that sent it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)

from accounts.asking import person_of
from accounts.models import User
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.errors import NotAcceptable, StateForbids, Unusable
from sec_registry.submissions.lifecycle import DECIDED, Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
    submission_waive,
    submission_withdraw,
)

T = TypeVar("T")

#: What a verb needs of the form that was sent.
Typed = Mapping[str, Any]
Verb = Callable[[Submission, User, Typed], object]
#: The page for what was refused, given what is said of it.
Again = Callable[[list[str]], HttpResponse]
_COMMENT = "comment-"

#: The steps that have a button, in the order of the buttons.
STEPS: dict[Step, Verb] = {
    Step.SUBMIT: lambda s, by, typed: submission_submit(submission=s, by=by),
    Step.START_REVIEW: lambda s, by, typed: submission_start_review(submission=s, by=by),
    Step.RETURN: lambda s, by, typed: submission_return(
        submission=s, by=by, reason=_why(typed), comments=_comments(typed)
    ),
    Step.ACCEPT: lambda s, by, typed: submissions_accept(
        submissions=[s], by=by, reason=_why(typed)
    ),
    Step.REJECT: lambda s, by, typed: submission_reject(submission=s, by=by, reason=_why(typed)),
    Step.WITHDRAW: lambda s, by, typed: submission_withdraw(
        submission=s, by=by, reason=_why(typed)
    ),
}

_DONE = {
    Step.SUBMIT: "was sent to the Panel.",
    Step.START_REVIEW: "is under review.",
    Step.ACCEPT: "was accepted: the three registers are published.",
    Step.RETURN: "was returned to its makers.",
    Step.REJECT: "was rejected.",
    Step.WITHDRAW: "was withdrawn.",
}


def attempted(
    request: HttpRequest, deed: Callable[[], T], words: list[str] | None = None
) -> T | None:
    """Do it; what a verb refuses becomes a message and None.

    What is wrong with what was typed is added to ``words`` as well.
    """
    try:
        return deed()
    except (ValidationError, Unusable) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        for each in said:
            messages.error(request, each)
        if words is not None:
            words += said
    except (PermissionDenied, StateForbids, NotAcceptable) as error:
        messages.error(request, str(error) or "This is not for you to do.")
    return None


def take_step(
    request: HttpRequest,
    submission: Submission,
    named: str,
    *,
    page: str,
    again: Again | None = None,
    offered: Collection[Step] = frozenset(STEPS),
) -> HttpResponse:
    """Take the named one of the steps offered, with the reason and comments that were typed."""
    step = next((each for each in offered if each.value == named), None)
    if step is None:
        raise Http404
    by = person_of(request)

    def deed(verb: Verb = STEPS[step]) -> bool:
        verb(submission, by, request.POST)
        return True

    done = f"Submission {submission.pk} {_DONE[step]}"
    return after_deed(request, page, deed, done, again)


def waive(
    request: HttpRequest, submission: Submission, *, page: str, again: Again | None = None
) -> HttpResponse:
    """Waive one rule's advisories, of the submission or of the item chosen."""
    rule, item = request.POST.get("rule", ""), request.POST.get("item", "")
    chosen = submission.items.filter(pk=item).first() if _is_key(item) else None
    if item and chosen is None:
        raise Http404

    def deed() -> object:
        return submission_waive(
            submission=submission,
            rule=rule,
            item=chosen,
            reason=request.POST.get("reason", ""),
            by=person_of(request),
        )

    return after_deed(request, page, deed, f'The advisories of "{rule}" were waived.', again)


def check(request: HttpRequest, submission: Submission, *, page: str) -> HttpResponse:
    """Run the rules again, as long as nothing is decided."""

    def deed() -> bool:
        if submission.state in DECIDED:
            raise StateForbids(
                "A submission that was decided keeps the findings it was decided on."
            )
        submission_check(submission=submission, by=person_of(request))
        return True

    return after_deed(request, page, deed, "The findings were worked out again.")


def after_deed(
    request: HttpRequest,
    page: str,
    deed: Callable[[], object],
    done: str,
    again: Again | None = None,
) -> HttpResponse:
    """Do it if it was sent by a form, say what came of it, and go back to the page."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    words: list[str] = []
    if attempted(request, deed, words) is not None:
        messages.success(request, done)
    elif words and again is not None:
        return again(words)
    return HttpResponseRedirect(page)


def _why(typed: Typed) -> str:
    return str(typed.get("reason", ""))


def _comments(typed: Typed) -> dict[int, str]:
    """The comments by the keys of their items; a key that is no number is nobody's."""
    keys = (name.removeprefix(_COMMENT) for name in typed if name.startswith(_COMMENT))
    return {int(key): str(typed[_COMMENT + key]) for key in keys if _is_key(key)}


def _is_key(text: str) -> bool:
    """Whether a row could have it as its key: other digits and longer ones trip a database."""
    return text.isascii() and text.isdecimal() and len(text) < 19
