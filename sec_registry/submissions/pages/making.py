"""How a submission is made on the submitters' pages: by a workbook, or typed into the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.asking import person_of
from sec_registry.submissions.entry.standing import is_listed
from sec_registry.submissions.entry.task import Task
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Submission
from sec_registry.submissions.pages.door import for_submitters, maker, own
from sec_registry.submissions.pages.page import page_of
from sec_registry.submissions.permissions import may_now
from sec_registry.submissions.web.entry import views
from sec_registry.submissions.web.entry.place import Place
from sec_registry.submissions.web.uploading import draft_uploaded, upload_form


class Workspace(Place):
    """The submitters' pages as the place of the form."""

    template = "submissions/entry.html"

    def page(self, submission: Submission) -> str:
        return page_of(submission)

    def root(self, submission: Submission) -> str:
        return page_of(submission)

    def adding(self) -> str:
        return reverse("workspace:add")

    def closing(self, request: HttpRequest, task: Task) -> str:
        return page_of(task.submission) if task.submission else reverse("workspace:list")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {}


@for_submitters("GET", "HEAD", "POST")
def upload(request: HttpRequest) -> HttpResponse:
    """A workbook becomes a draft; one that cannot be read leaves nothing behind."""
    by = maker(request)
    form = upload_form(request, by)
    submission = draft_uploaded(form, by) if form.is_valid() else None
    if submission is None:
        context = {"title": "Upload a workbook", "form": form}
        return TemplateResponse(request, "submissions/upload.html", context)
    messages.success(request, f"Read {submission.source}; these are its findings.")
    return HttpResponseRedirect(page_of(submission))


@for_submitters("GET", "HEAD", "POST")
def add(request: HttpRequest) -> HttpResponse:
    """A new Device Model, in a draft of its own or in the draft named."""
    maker(request)
    return views.add_device_model(request, Workspace())


@for_submitters("GET", "HEAD")
def find(request: HttpRequest) -> HttpResponse:
    """From a CPL number to the form that changes its record."""
    by, typed = maker(request), request.GET.get("number", "").strip()
    plain = typed.isascii() and typed.isdecimal() and len(typed) < 10
    if plain and is_listed(int(typed), by):
        return HttpResponseRedirect(reverse("workspace:change", args=[int(typed)]))
    messages.error(request, "The Central Products List has no record of that CPL number.")
    return HttpResponseRedirect(reverse("workspace:list"))


@for_submitters("GET", "HEAD", "POST")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """A change of a record, as far as the person's rights go."""
    maker(request)
    return views.change_device_model(request, number, Workspace())


@for_submitters("GET", "HEAD", "POST")
def row(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """A row in the form, while its submission may be edited."""
    submission = own(request, pk)
    if not may_now(person_of(request), Step.EDIT, submission):
        messages.error(
            request, f"It is {submission.get_state_display().lower()}, and cannot be edited now."
        )
        return HttpResponseRedirect(page_of(submission))
    return views.edit_item(request, submission, position, Workspace())
