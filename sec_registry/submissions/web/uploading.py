"""Uploading a workbook: it becomes a draft with all its findings, good rows and bad ones alike.

A file that cannot be read at all leaves nothing behind. The file itself is never kept.
"""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.people import is_panel
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.errors import Unusable
from sec_registry.submissions.forms import UploadForm
from sec_registry.submissions.intake import submission_create
from sec_registry.submissions.models import Submission
from sec_registry.submissions.permissions import may_create
from sec_registry.submissions.workbook import Workbook, WorkbookUnusable, read_workbook


def upload_form(request: HttpRequest, by: User) -> UploadForm:
    """The form as this person may use it, with what was sent."""
    return UploadForm(
        request.POST or None,
        request.FILES or None,
        may_load=may_create(by, initial_load=True),
        may_key_in=is_panel(by),
    )


def draft_uploaded(form: UploadForm, by: User) -> Submission | None:
    """The draft made of a form that is in order; None where the form now says why there is none."""
    file = form.cleaned_data["file"]
    name = PurePath(file.name).name
    try:
        workbook = read_workbook(name, file.file)
        return _draft(workbook, form, by)
    except WorkbookUnusable as error:
        form.add_error("file", str(error))
    except Unusable as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.refused(error)
    return None


def _draft(workbook: Workbook, form: UploadForm, by: User) -> Submission:
    typed = form.cleaned_data
    with transaction.atomic():
        submission = submission_create(
            by=by,
            title=typed["title"] or workbook.name,
            rows=workbook.rows,
            initial_load=typed.get("initial_load", False),
            source=workbook.name,
            source_digest=workbook.digest,
            intake_notes=workbook.intake_notes,
            on_behalf_of=form.on_behalf_of,
        )
        submission_check(submission=submission, by=by)
    return submission
