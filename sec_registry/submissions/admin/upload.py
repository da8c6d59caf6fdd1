"""The page on which a workbook is uploaded at the desk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sec_registry.registers.admin.forms import form_page
from sec_registry.submissions.admin.addresses import page_of
from sec_registry.submissions.permissions import may_create
from sec_registry.submissions.web.uploading import draft_uploaded, upload_form


def upload_page(request: HttpRequest, pages: Any) -> HttpResponse:
    """The form, or after a good one the way to the new submission's page."""
    by: Any = request.user
    if not may_create(by):
        raise PermissionDenied
    form = upload_form(request, by)
    submission = draft_uploaded(form, by) if form.is_valid() else None
    if submission is None:
        return form_page(request, pages, form, title="Upload a workbook", button="Upload and check")
    messages.success(request, f"Read {submission.source}; these are its findings.")
    return HttpResponseRedirect(page_of(submission))
