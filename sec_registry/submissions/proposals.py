"""From stored items to candidates: what the rules and an acceptance look at.

A batch is complete: it holds every part, whoever typed it. Nothing of it is shown to anybody but
through ``visibility``.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from accounts.people import is_panel
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.catalogue import registers
from sec_registry.registers.publish import current_documents
from sec_registry.registers.vocabulary import ITEM, Cell
from sec_registry.submissions.cells import UNKNOWN, Row, cut_into_parts, item_fields
from sec_registry.submissions.models import Item, ProposedPart, Submission


def batch_of(submissions: Sequence[Submission], *, at: datetime | None = None) -> Batch:
    """All items of the submissions with today's published rows and every register's facts.

    ``at`` is the moment at which they are looked at, for samples with a past.
    """
    return _complete(candidates_of(submissions), at.date() if at else None)


def candidates_of(
    submissions: Sequence[Submission],
    registers_read: Collection[str] | None = None,
    columns_read: Collection[str] | None = None,
) -> list[Candidate]:
    """The items by submission and row, as typed.

    Of these registers and columns only, where they are named: whoever asks for a part of a large
    submission is not made to carry all of it.
    """
    words = _Words(columns_read)
    rows = Item.objects.filter(submission__in=submissions).values_list(*_ROW).iterator()
    items = {
        key: _Subject._make([*subject, tuple(own.get(UNKNOWN, ())), words.shared(own)])
        for key, *subject, own in rows
    }
    parts = ProposedPart.objects.filter(item__submission__in=submissions)
    if registers_read is not None:
        parts = parts.filter(register__in=registers_read)
    for item_id, values in parts.values_list("item_id", "values").iterator():
        items[item_id].given.update(words.shared(values))
    initial = {submission.pk: submission.initial_load for submission in submissions}
    from_panel = {submission.pk: is_panel(submission.created_by) for submission in submissions}
    # What the Panel keys in for somebody else comes from them.
    proposers = {
        submission.pk: submission.organisation_id
        for submission in submissions
        if submission.on_behalf_person or not from_panel[submission.pk]
    }
    return [
        Candidate(
            row=item.position,
            action=item.action,
            number=item.number,
            reference=item.reference,
            given=item.given,
            initial_load=initial[item.submission],
            key=key,
            from_panel=from_panel[item.submission],
            proposer=proposers.get(item.submission),
            unknown_columns=item.unknown,
        )
        for key, item in items.items()
    ]


#: What is read of an item, in the order of ``_Subject``.
_ROW = ("pk", "submission_id", "position", "action", "cpl_number", "reference", "values")


class _Subject(NamedTuple):
    """A stored item without its model, which a large submission could not afford."""

    submission: int
    position: int
    action: str
    number: int | None
    reference: str
    unknown: tuple[str, ...]
    given: dict[str, Cell]


class _Words:
    """One copy of each heading and of each short cell: a large file says the same many times."""

    _SHORT, _MOST = 40, 20_000

    def __init__(self, columns: Collection[str] | None) -> None:
        self._columns = columns
        self._known: dict[str, str] = {}

    def shared(self, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """The same cells, but for those of other columns than are read."""
        return {
            self._one(name): self._cell(cell)
            for name, cell in cells.items()
            if name != UNKNOWN and (self._columns is None or name in self._columns)
        }

    def _cell(self, cell: Cell) -> Cell:
        return self._one(cell) if isinstance(cell, str) and len(cell) <= self._SHORT else cell

    def _one(self, text: str) -> str:
        if len(self._known) >= self._MOST:
            return self._known.get(text, text)
        return self._known.setdefault(text, text)


def batch_of_rows(
    rows: Sequence[Row],
    *,
    initial_load: bool = False,
    from_panel: bool = False,
    proposer: int | None = None,
) -> Batch:
    """The same for rows that were never stored: a dry run for whoever would propose them."""
    candidates = []
    for row in rows:
        parts = cut_into_parts(row.cells)
        fields = item_fields(parts.get(ITEM, {}))
        cells = {name: cell for part in parts.values() for name, cell in part.items()}
        unknown = cells.pop(UNKNOWN, ())
        candidates.append(
            Candidate(
                row=row.position,
                action=fields["action"],
                number=fields["cpl_number"],
                reference=fields["reference"],
                given=cells,
                initial_load=initial_load,
                key=row.position,
                from_panel=from_panel,
                proposer=proposer,
                unknown_columns=tuple(unknown),
            )
        )
    return _complete(candidates)


def _complete(candidates: list[Candidate], today: date | None = None) -> Batch:
    numbers = [c.number for c in candidates if c.number is not None]
    for register in registers():
        documents = current_documents(register, numbers)
        for candidate in candidates:
            if candidate.number in documents:
                candidate.before.update(register.cells(documents[candidate.number]))
    for candidate in candidates:
        candidate.merge()
    batch = Batch(candidates, today)
    for register in registers():
        register.gather(batch)
    return batch
