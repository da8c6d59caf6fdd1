"""The page of the form: what it shows wherever it stands."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from sec_registry.registers.admin import channel_of
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.checking import is_stale
from sec_registry.submissions.entry.entry import Entry
from sec_registry.submissions.entry.fields import key_of, suggestions
from sec_registry.submissions.entry.form import EntryForm
from sec_registry.submissions.entry.meanwhile import Meantime
from sec_registry.submissions.entry.sections import Layout, Section
from sec_registry.submissions.entry.task import others_open
from sec_registry.submissions.models import Submission
from sec_registry.submissions.rounds import SeenComment, rounds_seen
from sec_registry.submissions.told import markings
from sec_registry.submissions.visibility import SeenFinding

if TYPE_CHECKING:
    from sec_registry.submissions.web.entry.desk import EntryDesk


def entry_page(
    desk: "EntryDesk",
    entry: Entry,
    form: EntryForm,
    findings: Sequence[SeenFinding],
    meantime: Meantime | None,
    now: Mapping[str, str] | None,
) -> TemplateResponse:
    """The form with everything around it; what it shows was recorded by now.

    ``now``: what a draft that was changed meanwhile says, where something else was typed.
    """
    task, place, request = desk.task, desk.place, desk.request
    known = suggestions(task.by)
    beside = now or (meantime.now if meantime else {})
    layout = Layout(entry, form, findings=findings, now=beside, lists=known)
    sections = layout.sections()
    context = {
        **place.context(request),
        "title": _title(desk),
        "task": task,
        "heading": desk.heading,
        "offered": desk.offered,
        "adds": task.action == Action.ADD,
        "sections": sections,
        "above": layout.above,
        "troubled": layout.troubled(),
        "form": form,
        "seen": entry.standing.seen,
        "meantime": meantime,
        "revision": desk.revision,
        "overtaken": now is not None,
        "others": [(each, place.page(each)) for each in _others(desk)],
        "stale": bool(task.item and task.submission and is_stale(task.submission)),
        "known": {key_of(name): values for name, values in known.items()},
        "behalf": desk.behalf,
        "comments": _comments(desk),
        "typed_title": request.POST.get("title", ""),
        "markings": _markings(entry, sections),
        "close": place.closing(request, task),
    }
    answer = TemplateResponse(request, place.template, context)
    add_never_cache_headers(answer)
    return answer


def _title(desk: "EntryDesk") -> str:
    task = desk.task
    if task.item is not None and task.submission is not None:
        return f"Row {task.item.position} of submission {task.submission.pk}"
    if task.number is not None:
        return f"Change CPL {task.number}"
    return "Add Device Model"


def _comments(desk: "EntryDesk") -> list[SeenComment]:
    """What the reviewer said of the row each time it was returned, the last first; recorded."""
    task = desk.task
    if task.item is None or task.submission is None:
        return []
    rounds = rounds_seen(
        submission=task.submission,
        by=task.by,
        channel=channel_of(desk.request),
        row=task.item.position,
    )
    return [comment for each in rounds for comment in each.comments]


def _markings(entry: Entry, sections: Sequence[Section]) -> list[str]:
    """What must stand over the page, from what the registers hold that is on it."""
    here = {section.code for section in sections}
    shown = {*entry.standing.seen, *entry.given.of_others}
    return markings(shown & here)


def _others(desk: "EntryDesk") -> list[Submission]:
    task = desk.task
    return others_open(task.by, task.number, task.submission) if task.number else []
