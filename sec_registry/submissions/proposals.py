"""From stored items to candidates: what the rules and an acceptance look at.

A batch is complete: it holds every part, whoever typed it. Nothing of it is shown to anybody but
through ``visibility``.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from accounts.people import is_panel
from sec_registry.audit.pieces import pieces
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.catalogue import registers
from sec_registry.registers.publish import current_documents
from sec_registry.registers.vocabulary import ITEM, Cell
from sec_registry.submissions.cells import UNKNOWN, Row, cut_into_parts, item_fields
from sec_registry.submissions.models import Item, ProposedPart, Submission

C = TypeVar("C", bound=Cell)

#: The documents of so many records are held in memory at a time.
AT_ONCE = 500


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
    initial = {submission.pk: submission.initial_load for submission in submissions}
    from_panel = {submission.pk: is_panel(submission.created_by) for submission in submissions}
    # What the Panel keys in for somebody else comes from them.
    proposers = {
        submission.pk: submission.organisation_id
        for submission in submissions
        if submission.on_behalf_person or not from_panel[submission.pk]
    }
    words = _Words(columns_read)
    rows = Item.objects.filter(submission__in=submissions).values_list(*_ROW).iterator()
    candidates = {
        key: Candidate(
            row=position,
            action=action,
            number=number,
            reference=reference,
            given=words.shared(own),
            initial_load=initial[submission],
            key=key,
            submission=submission,
            from_panel=from_panel[submission],
            proposer=proposers.get(submission),
            unknown_columns=tuple(own.get(UNKNOWN, ())),
        )
        for key, submission, position, action, number, reference, own in rows
    }
    parts = ProposedPart.objects.filter(item__submission__in=submissions)
    if registers_read is not None:
        parts = parts.filter(register__in=registers_read)
    # Into the rows that are there: a large submission could not afford its cells twice.
    for item_id, values in parts.values_list("item_id", "values").iterator():
        candidates[item_id].take(words.shared(values))
    return list(candidates.values())


#: What is read of an item.
_ROW = ("pk", "submission_id", "position", "action", "cpl_number", "reference", "values")


class _Words:
    """One copy of each heading, and of each cell where a column says the same many times."""

    #: So many different cells of a column are looked for again.
    _MOST = 2_000

    def __init__(self, columns: Collection[str] | None) -> None:
        self._columns = columns
        self._known: dict[str, tuple[str, dict[Any, Any]]] = {}

    def shared(self, cells: Mapping[str, C]) -> dict[str, C]:
        """The same cells, but for those of other columns than are read."""
        wanted = cells if self._columns is None else [n for n in self._columns if n in cells]
        found: dict[str, C] = {}
        for name in wanted:
            if name != UNKNOWN:
                heading, known = self._known.get(name) or self._known.setdefault(name, (name, {}))
                found[heading] = self._one(cells[name], known)
        return found

    def _one(self, cell: C, known: dict[Any, Any]) -> C:
        if not isinstance(cell, str):
            return cell
        one: C = known.setdefault(cell, cell) if len(known) < self._MOST else known.get(cell, cell)
        return one


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
        # A large file stands in memory once: most rows are looked at as they were read.
        given = row.cells if cells == row.cells else cells
        candidates.append(
            Candidate(
                row=row.position,
                action=fields["action"],
                number=fields["cpl_number"],
                reference=fields["reference"],
                given=given,
                initial_load=initial_load,
                key=row.position,
                from_panel=from_panel,
                proposer=proposer,
                unknown_columns=tuple(unknown),
            )
        )
    return _complete(candidates)


def _complete(candidates: list[Candidate], today: date | None = None) -> Batch:
    words = _Words(None)
    # Some at a time: of fifty thousand records the documents would fill the memory.
    for some in pieces((c for c in candidates if c.number is not None), AT_ONCE):
        for register in registers():
            documents = current_documents(register, [c.number for c in some if c.number])
            for candidate in some:
                if candidate.number in documents:
                    row = register.cells(documents[candidate.number])
                    candidate.stands(words.shared(row))
    batch = Batch(candidates, today)
    for register in registers():
        register.gather(batch)
    return batch
