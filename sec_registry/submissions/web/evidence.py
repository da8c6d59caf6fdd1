"""Evidence of a submission: add a file, take one back, open one."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
)

from accounts.models import User
from accounts.people import is_panel
from sec_registry.registers.admin import channel_of
from sec_registry.submissions.attachments import attachment
from sec_registry.submissions.errors import Unusable
from sec_registry.submissions.evidence import (
    LARGEST,
    evidence_add,
    evidence_open,
    evidence_remove,
    evidence_visible_to,
    may_remove,
)
from sec_registry.submissions.file_kinds import TAKEN
from sec_registry.submissions.lifecycle import Step
from sec_registry.submissions.models import Evidence, Submission
from sec_registry.submissions.permissions import may_now
from sec_registry.submissions.web.deeds import Again, after_deed


def evidence_listed(submission: Submission, by: User) -> dict[str, Any]:
    """What the submission's page says of its evidence."""
    files = list(evidence_visible_to(by).filter(submission=submission))
    editing = may_now(by, Step.EDIT, submission)
    return {
        "evidence": [(each, editing and may_remove(by, each)) for each in files],
        "may_redact_evidence": is_panel(by),
        "may_attach": may_now(by, Step.ATTACH, submission),
        "evidence_kinds": Evidence.Kind.choices,
        "evidence_taken": TAKEN,
        "evidence_largest": LARGEST,
    }


def add_evidence(
    request: HttpRequest, submission: Submission, *, page: str, again: Again
) -> HttpResponse:
    """Add the file that was sent."""
    by: Any = request.user
    file, item = request.FILES.get("file"), request.POST.get("item", "")
    chosen = submission.items.filter(pk=item).first() if _is_key(item) else None
    if item and chosen is None:
        raise Http404

    def deed() -> object:
        if file is None:
            raise Unusable("Choose a file.")
        return evidence_add(
            submission=submission,
            by=by,
            kind=request.POST.get("kind", ""),
            name=file.name or "",
            # One byte too many is enough to know that it is too large.
            content=file.read(LARGEST + 1),
            item=chosen,
        )

    return after_deed(request, page, deed, "The file was added.", again)


def remove_evidence(
    request: HttpRequest, submission: Submission, key: int, *, page: str
) -> HttpResponse:
    """Take the file back."""
    by: Any = request.user
    evidence = _of(submission, key, by)

    def deed() -> bool:
        evidence_remove(evidence=evidence, by=by)
        return True

    return after_deed(request, page, deed, "The file was taken back.")


def open_evidence(request: HttpRequest, submission: Submission, key: int) -> HttpResponse:
    """The file as an attachment, once its opening is recorded."""
    by: Any = request.user
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    try:
        file = evidence_open(evidence=_of(submission, key, by), by=by, channel=channel_of(request))
    except Evidence.DoesNotExist:
        raise Http404 from None
    return attachment(file)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _of(submission: Submission, key: int, by: User) -> Evidence:
    found = evidence_visible_to(by).filter(submission=submission, pk=key).first()
    if found is None:
        raise Http404
    return found
