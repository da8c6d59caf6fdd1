"""Exporting a register for somebody: through their right to read, recorded, whole or not at all."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from accounts.models import User
from sec_registry.publications.files.editions import Edition
from sec_registry.publications.files.forms import JSON, Form
from sec_registry.publications.files.whole_file import whole_file
from sec_registry.publications.files.workbooks import WORKBOOK_CSV, XLSX
from sec_registry.registers.disclosure import Channel, disclose, refuse
from sec_registry.registers.lasting import RecordedRight, while_it_lasts
from sec_registry.registers.paging import as_published
from sec_registry.registers.table_answers import marking_cells

#: The forms of an export by the name under which they are asked for.
FORMS = {"csv": WORKBOOK_CSV, "json": JSON, "xlsx": XLSX}


class NothingToRead(Exception):
    """The person may read nothing of the register in that publication."""


@dataclass(frozen=True)
class Export:
    """An export that was recorded: how many records it holds, and its pieces to be written."""

    records: int
    pieces: Iterator[bytes]


def register_export(
    *,
    edition: Edition,
    form: Form,
    by: User,
    channel: Channel,
    only: Collection[int] | None = None,
) -> Export:
    """Record what ``by`` is about to get, and hand it out: all of it, or ``only`` these records.

    Raises ``NothingToRead`` where there is nothing, after recording the refusal; before the first
    publication there is nothing to anybody, and whom the register admits gets that. The pieces of
    a restricted register end in ``RightEnded`` when the right does.
    """
    register = edition.register
    reach = register.reach(by)
    records = register.within(reach)
    held = as_published(records, edition.publication).order_by("cpl_number")
    numbers = list(held.values_list("cpl_number", flat=True)) if register.admits(by) else []
    if only is not None:
        wanted = frozenset(only)
        numbers = [number for number in numbers if number in wanted]
    nothing_yet = edition.publication == 0 and register.admits(by)
    if not numbers and not nothing_yet:
        refuse(register=register, by=by, numbers=[], channel=channel)
        raise NothingToRead
    if numbers:
        disclose(register=register, by=by, numbers=numbers, right=reach.right, channel=channel)
    recorded = frozenset(numbers)
    # SECURITY: what entered the person's reach only now is not recorded, so it does not leave.
    rows = ([row for row in some if row.cpl_number in recorded] for some in edition.rows(records))
    if not register.restricted:
        return Export(len(numbers), form.pieces(edition, rows, []))
    pieces = form.pieces(edition, rows, marking_cells(register.marking, by))
    right = RecordedRight(register, by, reach, edition.publication, recorded, channel)
    return Export(len(numbers), while_it_lasts(pieces, right.lasts))


def write_whole(pieces: Iterator[bytes], to: Path, *, private: bool) -> None:
    """Write a file that is whole or not there; one that was there before stays until then.

    ``private``: for its owner alone. Raises ``OSError``.
    """
    with whole_file(to, private=private) as part, part.open("wb") as file:
        _write(pieces, file)


def _write(pieces: Iterator[bytes], file: IO[bytes]) -> None:
    file.writelines(pieces)
