"""A row of a draft that was changed while its form was open.

Nothing is kept before the person has seen, at each field that differs, what the draft says now:
saving again then takes its place knowingly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sec_registry.submissions.entry.entry import Entry, same
from sec_registry.submissions.entry.task import Task
from sec_registry.submissions.models import Item, Submission


@dataclass(frozen=True)
class Overtaken:
    """The form over the draft of now; ``now``: what that says where something else was typed."""

    entry: Entry
    now: Mapping[str, str] = field(default_factory=dict)


def overtaken(task: Task, typed: Mapping[str, str], *, seen: Mapping[str, int]) -> Overtaken:
    """What the draft says now, as far as this person sees it; ``typed`` by column."""
    if task.submission is not None and task.item is not None:
        submission = Submission.objects.get(pk=task.submission.pk)
        item = Item.objects.filter(pk=task.item.pk).first() or task.item
        task = replace(task, submission=submission, item=item)
    today = Entry(task, seen=seen)
    says = today.shown()
    differing = {
        column.name: says[column.name]
        for column in today.columns
        if column.name not in today.blind
        and not same(column, typed[column.name], says[column.name])
    }
    return Overtaken(today, differing)
