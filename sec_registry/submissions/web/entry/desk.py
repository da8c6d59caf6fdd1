"""One request for the form: shown, taken, kept, and what comes next.

SECURITY: what stands in the restricted registers, and what others typed, is recorded as disclosed
before the page that shows it is made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse

from accounts.people import is_panel
from sec_registry.registers.admin import channel_of
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.entry.entry import Entry
from sec_registry.submissions.entry.form import EntryForm
from sec_registry.submissions.entry.heading import Heading
from sec_registry.submissions.entry.meanwhile import Meantime, caught_up
from sec_registry.submissions.entry.overtaken import Overtaken, overtaken
from sec_registry.submissions.entry.saving import DraftChanged, Saved, entry_save
from sec_registry.submissions.entry.standing import record_look
from sec_registry.submissions.entry.task import Task
from sec_registry.submissions.errors import StateForbids, Unusable
from sec_registry.submissions.forms import OnBehalfForm
from sec_registry.submissions.looks import look_at
from sec_registry.submissions.visibility import SeenFinding
from sec_registry.submissions.web.entry.after import after
from sec_registry.submissions.web.entry.page import entry_page
from sec_registry.submissions.web.entry.place import Place

CHANGED_NOTHING = "Nothing was changed, so that there is nothing to keep."
FILLED_IN_NOTHING = "Nothing was filled in: each field says whether it is required."


class EntryDesk:
    """One request for the form."""

    def __init__(
        self,
        request: HttpRequest,
        place: Place,
        task: Task,
        heading: Heading | None = None,
        offered: Sequence[Action] = (),
    ) -> None:
        self.request = request
        self.place = place
        self.task = task
        self.heading = heading
        self.offered = offered
        self.behalf = _behalf_form(request, task)
        self.revision = _revision(request, task)

    def answer(self) -> HttpResponse:
        """The form, or the way to what was kept."""
        if self.request.method != "POST":
            entry = Entry(self.task)
            return self._page(entry, entry.form())
        posted = self.request.POST
        entry = Entry(self.task, seen=_numbers(posted, "seen-"))
        form = entry.form(posted)
        asks_only = "_refresh" in posted or any(name.startswith("_more-") for name in posted)
        if asks_only or not self._in_order(form):
            return self._page(entry, form)
        meantime = caught_up(entry, form)
        if meantime is not None:
            return self._page(meantime.entry, meantime.form, meantime)
        try:
            saved = self._kept(entry, form)
        except DraftChanged as error:
            form.add_error(None, str(error))
            return self._once_more(
                overtaken(self.task, form.typed(), seen=entry.standing.seen), form
            )
        if saved is None:
            return self._page(entry, form)
        return after(self.request, self.place, self.task, saved)

    def refused(self, why: str) -> HttpResponse:
        """What was typed, with why it is not taken."""
        entry = Entry(self.task, seen=_numbers(self.request.POST, "seen-"))
        form = entry.form(self.request.POST)
        form.add_error(None, f"Nothing was kept. {why}")
        return self._page(entry, form)

    def _in_order(self, form: EntryForm) -> bool:
        """Whether Django takes all of it; what it does not, the page says."""
        if self.behalf is not None and not self.behalf.is_valid():
            form.add_error(None, "Nothing was kept: see on whose behalf, below.")
        return form.is_valid()

    def _kept(self, entry: Entry, form: EntryForm) -> Saved | None:
        """Where it was kept; None where a verb refuses, which the form then says."""
        cells = entry.cells(form.typed())
        if not entry.says_something(cells):
            form.add_error(None, CHANGED_NOTHING if self.task.amends else FILLED_IN_NOTHING)
            return None
        posted = self.request.POST
        try:
            return entry_save(
                entry=entry,
                cells=cells,
                title=posted.get("title", "").replace("\x00", ""),
                revision=self.revision,
                on_behalf_of=self.behalf.on_behalf_of if self.behalf else None,
            )
        except DraftChanged:
            raise
        except ValidationError as error:
            form.add_error(None, error.messages)
        except (PermissionDenied, StateForbids, Unusable) as error:
            form.add_error(None, str(error) or "This is not for you to do.")
        return None

    def _once_more(self, changed: Overtaken, form: EntryForm) -> HttpResponse:
        """What was typed, over the draft as it was changed: saving again is meant."""
        self.task = changed.entry.task
        self.revision = self.task.submission.revision if self.task.submission else None
        return self._page(changed.entry, form, now=changed.now)

    def _page(
        self,
        entry: Entry,
        form: EntryForm,
        meantime: Meantime | None = None,
        now: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        by, channel = self.task.by, channel_of(self.request)
        record_look(entry.standing, by, channel)
        findings: list[SeenFinding] = []
        submission, item = self.task.submission, self.task.item
        if submission is not None and item is not None:
            sight = look_at(submission=submission, items=[item], by=by, channel=channel)
            findings = [each for each in sight.findings if each.item_id == item.pk]
        return entry_page(self, entry, form, findings, meantime, now)


def _behalf_form(request: HttpRequest, task: Task) -> OnBehalfForm | None:
    """For whom a new draft is keyed in, which the Panel's staff may say."""
    if task.submission is not None or not is_panel(task.by):
        return None
    # Prefixed, since the vocabulary has a Reference of its own.
    return OnBehalfForm(request.POST or None, prefix="behalf")


def _revision(request: HttpRequest, task: Task) -> int | None:
    """Which state of the draft the person was shown, also when they only ask for another row."""
    if task.submission is None:
        return None
    return _numbers(request.POST, "revision").get("", task.submission.revision)


def _numbers(posted: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """The whole numbers under names that begin so, by the rest of the name."""
    return {
        name.removeprefix(prefix): int(value)
        for name, value in posted.items()
        if name.startswith(prefix)
        and str(value).isascii()
        and str(value).isdecimal()
        and len(value) < 10
    }
