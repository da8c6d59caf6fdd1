"""The addresses of submissions under ``/api/v1/``; the composition root takes them in."""

from django.urls import URLPattern, path

from sec_registry.submissions.api.contents import Difference, Findings, Items
from sec_registry.submissions.api.drafts import OneSubmission, Submissions, ValidateSubmission
from sec_registry.submissions.api.evidence import EvidenceOfSubmission, OneEvidence
from sec_registry.submissions.api.impact import Impact
from sec_registry.submissions.api.questions import AnswerQuestion, Questions
from sec_registry.submissions.api.receipt import Receipt
from sec_registry.submissions.api.steps import (
    Accept,
    Reject,
    Return,
    Review,
    Submit,
    Waive,
    Withdraw,
)
from sec_registry.submissions.api.together import AcceptTogether
from sec_registry.submissions.api.validation import ValidateOnly

ROOT = "submissions/"
#: What stands under one submission, by the last word of its address.
UNDER_ONE = {
    "validate": ValidateSubmission,
    "items": Items,
    "findings": Findings,
    "difference": Difference,
    "impact": Impact,
    "evidence": EvidenceOfSubmission,
    "questions": Questions,
    "receipt": Receipt,
    "submit": Submit,
    "withdraw": Withdraw,
    "review": Review,
    "waive": Waive,
    "return": Return,
    "accept": Accept,
    "reject": Reject,
}

urlpatterns: list[URLPattern] = [
    path(ROOT, Submissions.as_view(), name="submissions"),
    # Before the numbers, since they stand where those do.
    path(f"{ROOT}validate/", ValidateOnly.as_view(), name="submissions-validate"),
    path(f"{ROOT}accept/", AcceptTogether.as_view(), name="submissions-accept"),
    path(f"{ROOT}<str:number>/", OneSubmission.as_view(), name="submission"),
    *(
        path(f"{ROOT}<str:number>/{word}/", view.as_view(), name=f"submission-{word}")
        for word, view in UNDER_ONE.items()
    ),
    path(
        f"{ROOT}<str:number>/evidence/<str:key>/",
        OneEvidence.as_view(),
        name="submission-evidence-open",
    ),
    path(
        f"{ROOT}<str:number>/questions/<str:key>/answer/",
        AnswerQuestion.as_view(),
        name="submission-question-answer",
    ),
]
