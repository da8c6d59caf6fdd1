"""A record that was published anew while its form was open.

What the person left as it was shown becomes what stands now; what they typed is kept, with what
stands now beside it. Nothing is kept in the draft before they have seen it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sec_registry.submissions.entry.entry import Entry, same
from sec_registry.submissions.entry.form import EntryForm
from sec_registry.submissions.entry.standing import changed_since


@dataclass(frozen=True)
class Meantime:
    """The form as it is shown again; ``now``: what stands of what they typed over."""

    entry: Entry
    form: EntryForm
    #: The columns that were published anew, and the newest publication of the record.
    columns: list[str]
    publication: int
    now: Mapping[str, str] = field(default_factory=dict)


def caught_up(entry: Entry, form: EntryForm) -> Meantime | None:
    """The form over the record of today; None where nothing was published since it was shown."""
    today = Entry(entry.task)
    if today.standing.seen == entry.standing.seen:
        return None
    typed, changed = form.typed(), changed_since(entry.standing, today.standing)
    shown, now = dict(typed), {}
    for column in entry.columns:
        name = column.name
        if name in changed:
            stood, stands = entry.standing.cells.get(name, ""), today.standing.cells.get(name, "")
            if same(column, typed[name], stood):
                shown[name] = stands
            elif not same(column, typed[name], stands):
                now[name] = stands
    return Meantime(
        entry=today,
        form=today.form(shown=shown),
        columns=[column.name for column in entry.columns if column.name in changed],
        publication=max(today.standing.seen.values(), default=0),
        now=now,
    )
