"""Keeping what the form says: as a new draft, or as an item of one, with its findings."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from sec_registry.registers.vocabulary import Action, Cell
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.entry.entry import Entry
from sec_registry.submissions.entry.task import my_open_item, next_position
from sec_registry.submissions.errors import StateForbids
from sec_registry.submissions.intake import (
    Row,
    submission_create,
    submission_replace_rows,
    submission_retitle,
)
from sec_registry.submissions.models import Submission
from sec_registry.submissions.on_behalf import OnBehalfOf

#: What names a Device Model in a title.
_NAMED_BY = (
    "Device type",
    "Manufacturer code",
    "Model identifier",
    "Hardware version",
    "Firmware version",
)


@dataclass(frozen=True)
class Saved:
    """Where it is kept now."""

    submission: Submission
    position: int


class Meanwhile(StateForbids):
    """Somebody, maybe oneself in another window, was faster."""


class DraftChanged(Meanwhile):
    """The draft was changed since the form was opened."""


def entry_save(
    *,
    entry: Entry,
    cells: Mapping[str, Cell],
    title: str = "",
    revision: int | None = None,
    on_behalf_of: OnBehalfOf | None = None,
) -> Saved:
    """Keep the row and run the rules on it, as who the task names.

    ``revision`` is that of the draft when the form was opened; ``on_behalf_of`` says for whom a new
    draft is keyed in. Raises what the verbs raise, and ``Meanwhile``.
    """
    task = entry.task
    with transaction.atomic():
        if task.submission is None:
            _refuse_a_second_draft(entry)
            submission = submission_create(
                by=task.by,
                title=title.strip() or title_of(entry, cells),
                rows=[Row(1, cells)],
                on_behalf_of=on_behalf_of,
            )
            position = 1
        else:
            submission = Submission.objects.select_for_update().get(pk=task.submission.pk)
            if revision is not None and submission.revision != revision:
                raise DraftChanged("The draft was changed since you opened this form.")
            position = task.item.position if task.item else next_position(submission)
            submission_replace_rows(
                submission=submission,
                by=task.by,
                rows=[Row(position, cells)],
                replaced=entry.replaced,
            )
            _name_anew(entry, submission, cells)
            submission.refresh_from_db()
        submission_check(submission=submission, by=task.by)
    return Saved(submission, position)


def title_of(entry: Entry, cells: Mapping[str, Cell]) -> str:
    """What the Panel calls it, where nobody said."""
    if entry.task.number is not None:
        return f"{entry.task.action.capitalize()} CPL {entry.task.number}"
    named = " ".join(str(cells[name]) for name in _NAMED_BY if cells.get(name))
    return f"{Action.ADD.capitalize()} {named}".strip()[:200]


def _name_anew(entry: Entry, submission: Submission, cells: Mapping[str, Cell]) -> None:
    """A title that nobody gave follows the Device Model; one that somebody gave stays."""
    before, after = title_of(entry, entry.given.cells), title_of(entry, cells)
    if submission.title == before != after:
        submission_retitle(submission=submission, by=entry.task.by, title=after)


def _refuse_a_second_draft(entry: Entry) -> None:
    number = entry.task.number
    item = my_open_item(entry.task.by, number) if number is not None else None
    if item is not None:
        raise Meanwhile(
            f"Submission {item.submission_id}, a draft of yours, changes this record already."
        )
