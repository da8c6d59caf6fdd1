"""The three forms: rename a Manufacturer, change its contact, renew or replace a certificate.

They are the Panel administrators': a change of so many records at once comes to the Panel by
letter, and is keyed in there. Another of the Panel accepts it, as ever.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.people import is_panel_administrator
from cpl.models import AssuranceCertificate, Manufacturer
from sec_registry.registers.admin import channel_of
from sec_registry.registers.admin.forms import form_page
from sec_registry.submissions.admin.addresses import page_of
from sec_registry.submissions.admin.many.contact_today import ContactToday, contact_today
from sec_registry.submissions.admin.many.forms import ManyForm
from sec_registry.submissions.admin.many.subjects import (
    Subject,
    of_contact,
    of_renaming,
    of_renewal,
)
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.errors import NotAcceptable, Unusable
from sec_registry.submissions.intake import Row, submission_create
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import may_create
from sec_registry.submissions.review import submission_submit


def rename(request: HttpRequest, code: str, *, site: AdminSite) -> HttpResponse:
    """A Manufacturer's new name."""
    by = _administrator(request)
    maker = get_object_or_404(Manufacturer, pk=code)
    return _answer(request, by, site.get_model_admin(Manufacturer), of_renaming(maker))


def change_contact(request: HttpRequest, code: str, *, site: AdminSite) -> HttpResponse:
    """A Manufacturer's new contact."""
    by = _administrator(request)
    maker = get_object_or_404(Manufacturer, pk=code)
    # Who sends the form back has seen it: what they typed is shown again, not what stands.
    today = ContactToday()
    if request.method != "POST":
        today = contact_today(maker, by=by, channel=channel_of(request))
    return _answer(request, by, site.get_model_admin(Manufacturer), of_contact(maker, today))


def renew(request: HttpRequest, key: int, *, site: AdminSite) -> HttpResponse:
    """A certificate's new details, or its successor."""
    by = _administrator(request)
    certificate = get_object_or_404(AssuranceCertificate, pk=key)
    return _answer(request, by, site.get_model_admin(AssuranceCertificate), of_renewal(certificate))


def _administrator(request: HttpRequest) -> User:
    # Asked before anything is looked up.
    by = request.user
    if not isinstance(by, User) or not (may_create(by) and is_panel_administrator(by)):
        raise PermissionDenied
    return by


def _answer(request: HttpRequest, by: User, pages: Any, subject: Subject) -> HttpResponse:
    """The form, or after a good one the way to the draft's page, where its findings stand."""
    form = ManyForm(
        request.POST if request.method == "POST" else None,
        action=subject.action,
        names=subject.names,
        shown=subject.shown,
        fixed=subject.fixed,
    )
    submission = _draft(form, by, subject) if form.is_valid() else None
    if submission is None:
        return form_page(
            request,
            pages,
            form,
            title=subject.title,
            note=subject.note,
            button="Save",
            further="Save and submit",
        )
    if "_submit" in request.POST:
        _send(request, submission, by)
    else:
        messages.success(
            request,
            f"Kept in submission {submission.pk}, which is not sent yet, with its findings.",
        )
    return HttpResponseRedirect(page_of(submission))


def _draft(form: ManyForm, by: User, subject: Subject) -> Submission | None:
    """The draft of one row; None where the form now says why there is none."""
    try:
        with transaction.atomic():
            submission = submission_create(
                by=by,
                title=f"{subject.action.capitalize()} {subject.about}",
                rows=[Row(1, form.cells())],
                on_behalf_of=form.on_behalf_of,
            )
            submission_check(submission=submission, by=by)
        return submission
    except Unusable as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.refused(error)
    return None


def _send(request: HttpRequest, submission: Submission, by: User) -> None:
    try:
        submission_submit(submission=submission, by=by)
    except (NotAcceptable, Unusable) as error:
        messages.error(request, f"Kept in submission {submission.pk}, but not sent. {error}")
    else:
        messages.success(request, f"Submission {submission.pk} was sent to the Panel.")
