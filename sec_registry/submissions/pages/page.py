"""A submission's page for those who made it, and what they do there."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.asking import person_of
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.intake import submission_remove_rows, submission_retitle
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.pages.door import for_submitters, own
from sec_registry.submissions.receipts import numbers_given
from sec_registry.submissions.web import evidence
from sec_registry.submissions.web.contents import contents_of
from sec_registry.submissions.web.deeds import after_deed, check, take_step
from sec_registry.submissions.web.questions_shown import answer_question

#: The steps of its makers.
OFFERED = (Step.SUBMIT, Step.WITHDRAW)
FIRST_NUMBERS = 20


def page_of(submission: Submission) -> str:
    """The page's address, with which those of everything done there begin."""
    return reverse("workspace:page", args=[submission.pk])


@for_submitters("GET", "HEAD")
def submission_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, its findings, what it changes; looks at what others typed are recorded."""
    return _page(request, own(request, pk))


def _page(
    request: HttpRequest, submission: Submission, refused: Sequence[str] = ()
) -> HttpResponse:
    """The page; ``refused`` says what is wrong with what was typed, which stands in its form."""
    given, count = numbers_given(submission, FIRST_NUMBERS)
    context = {
        **contents_of(request, submission, page_of(submission), OFFERED),
        "title": submission.title,
        "contributors": submission.contributors.select_related("person").order_by("pk"),
        "mends": True,
        "given": given,
        "given_beyond": count - len(given),
        "refused": refused,
    }
    status = 400 if refused else 200
    return TemplateResponse(request, "submissions/page.html", context, status=status)


@for_submitters("POST")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Submit it, or take it back."""
    submission = own(request, pk)
    return take_step(
        request,
        submission,
        step,
        page=page_of(submission),
        again=partial(_page, request, submission),
        offered=OFFERED,
    )


@for_submitters("POST")
def run_findings(request: HttpRequest, pk: int) -> HttpResponse:
    """Work the findings out again."""
    submission = own(request, pk)
    return check(request, submission, page=page_of(submission))


@for_submitters("POST")
def retitle(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another title."""
    submission, by = own(request, pk), person_of(request)

    def deed() -> bool:
        submission_retitle(submission=submission, by=by, title=request.POST.get("title", ""))
        return True

    again = partial(_page, request, submission)
    return after_deed(request, page_of(submission), deed, "The title was changed.", again)


@for_submitters("POST")
def remove_row(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Take a row out of what is not sent."""
    submission, by = own(request, pk), person_of(request)

    def deed() -> bool:
        with transaction.atomic():
            submission_remove_rows(submission=submission, by=by, positions=[position])
            submission_check(submission=submission, by=by)
        return True

    return after_deed(request, page_of(submission), deed, f"Row {position} was taken out.")


@for_submitters("POST")
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file."""
    submission = own(request, pk)
    again = partial(_page, request, submission)
    return evidence.add_evidence(request, submission, page=page_of(submission), again=again)


@for_submitters("POST")
def answer(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Answer a question of the Security Sub Committee."""
    submission = own(request, pk)
    again = partial(_page, request, submission)
    return answer_question(request, submission, key, page=page_of(submission), again=again)


@for_submitters("GET")
def open_evidence(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Open a file; the opening is recorded first."""
    return evidence.open_evidence(request, own(request, pk), key)


@for_submitters("POST")
def remove_evidence(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Take a file back."""
    submission = own(request, pk)
    return evidence.remove_evidence(request, submission, key, page=page_of(submission))
