"""The addresses of one submission at the desk."""

from django.urls import reverse

from sec_registry.submissions.models import Submission


def page_of(submission: Submission) -> str:
    """Its page."""
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def root_of(submission: Submission) -> str:
    """How the addresses of what is done with it begin."""
    return page_of(submission).removesuffix("change/")
