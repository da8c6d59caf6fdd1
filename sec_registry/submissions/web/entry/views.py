"""Which task the form is opened for: adding, changing a record, editing a row of a draft.

Role first, then look-up: whoever may not submit is told so before anything is looked at.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from accounts.models import User
from sec_registry.registers.vocabulary import OF_A_RECORD, Action
from sec_registry.submissions.entry.actions import actions_for
from sec_registry.submissions.entry.heading import Heading, heading_of
from sec_registry.submissions.entry.task import Task, editable_by, my_open_item
from sec_registry.submissions.models import Item, Submission
from sec_registry.submissions.permissions import may_create, submissions_visible_to
from sec_registry.submissions.web.entry.desk import EntryDesk
from sec_registry.submissions.web.entry.place import Place

NOT_OFFERED = "That change cannot be proposed here. These are the ones that can."


def add_device_model(request: HttpRequest, place: Place) -> HttpResponse:
    """A new Device Model: a draft of its own, or one more item of the draft that is named."""
    by = _submitter(request)
    named = request.GET.get("draft", "")
    submission = _draft(by, named) if named else None
    return EntryDesk(request, place, Task(by, Action.ADD, submission=submission)).answer()


def change_device_model(request: HttpRequest, number: int, place: Place) -> HttpResponse:
    """A change of the record; a draft of one's own that changes it already is continued."""
    by = _submitter(request)
    heading = _heading(by, number)
    item = my_open_item(by, number)
    if item is not None and request.method != "POST":
        messages.info(
            request,
            f"You are continuing submission {item.submission_id}, a draft of yours that changes "
            "this record.",
        )
        query = urlencode({"action": request.GET["action"]}) if "action" in request.GET else ""
        return HttpResponseRedirect(f"{place.row(item.submission, item.position)}?{query}")
    offered = actions_for(by, heading.status)
    usual = next(iter(offered), Action.AMEND)
    return _desk(request, place, Task(by, usual, number), heading, offered)


def edit_item(
    request: HttpRequest, submission: Submission, position: int, place: Place
) -> HttpResponse:
    """A row of a draft, or of a submission that came back, as the form."""
    by = _submitter(request)
    if not editable_by(by, submission):
        raise PermissionDenied("Only those who made a draft edit it.")
    item = Item.objects.filter(submission=submission, position=position).first()
    if item is None:
        raise Http404
    about_a_record = item.action in OF_A_RECORD
    heading = heading_of(item.cpl_number, by) if about_a_record and item.cpl_number else None
    offered = actions_for(by, heading.status) if heading else []
    number = item.cpl_number if heading else None
    task = Task(by, item.action, number, submission=submission, item=item)
    return _desk(request, place, task, heading, offered)


def _desk(
    request: HttpRequest,
    place: Place,
    usual: Task,
    heading: Heading | None,
    offered: Sequence[Action],
) -> HttpResponse:
    """The form for the change that the address asks for; without a word of it, the usual one.

    Who asks for another is told so and led to the usual one; what they typed is shown again.
    """
    asked = request.GET.get("action", usual.action)
    if asked in (usual.action, *offered):
        return EntryDesk(request, place, replace(usual, action=asked), heading, offered).answer()
    if request.method != "POST":
        messages.error(request, NOT_OFFERED)
        return HttpResponseRedirect(request.path)
    return EntryDesk(request, place, usual, heading, offered).refused(NOT_OFFERED)


def _submitter(request: HttpRequest) -> User:
    by = request.user
    if not isinstance(by, User) or not may_create(by):
        raise PermissionDenied
    return by


def _heading(by: User, number: int) -> Heading:
    heading = heading_of(number, by)
    if heading is None:
        raise Http404
    return heading


def _draft(by: User, named: str) -> Submission:
    known = named.isascii() and named.isdecimal() and len(named) < 10
    submission = submissions_visible_to(by).filter(pk=int(named)).first() if known else None
    if submission is None:
        raise Http404
    if not editable_by(by, submission):
        raise PermissionDenied("Only those who made a draft edit it.")
    return submission
