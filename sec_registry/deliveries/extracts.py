"""The extract of a publication for DCC: what it changed, or the whole list as it then stood.

It holds the fields of CPL documents that the Panel chose (policy), in the words of the publication
itself; nothing of another register. The same publication gives the same extract until the Panel
chooses other fields. Rows come one after the other, so that a whole list needs no memory.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cpl.register import CPL
from sec_registry.deliveries.models import ExtractMember
from sec_registry.registers.models import Publication, PublishedRecord
from sec_registry.registers.moments import written
from sec_registry.registers.paging import as_published
from sec_registry.registers.renderers import narrowed
from sec_registry.registers.tables import CHANGE, escaped

CHUNK = 500


@dataclass(frozen=True)
class Extract:
    """One extract; ``whole`` is the list as it stood, otherwise what the publication changed."""

    publication: Publication
    whole: bool
    members: tuple[str, ...]

    @property
    def name(self) -> str:
        """The file's name, without what says its form."""
        what = "list-at" if self.whole else "changes-in"
        return f"dcc-extract-{what}-publication-{self.publication.number}"

    def as_json(self) -> Iterator[bytes]:
        """The extract in JSON, piece by piece."""
        head = {
            "publication": self.publication.number,
            "published_at": written(self.publication.published_at),
            "whole_list": self.whole,
            "fields": list(self.members),
        }
        yield f'{json.dumps(head)[:-1]}, "results": ['.encode()
        before = ""
        for row in self._rows():
            yield f"{before}{self._entry(row)}".encode()
            before = ","
        yield b"]}"

    def as_csv(self) -> Iterator[bytes]:
        """The extract as a table in UTF-8 under the vocabulary's headings, piece by piece."""
        table = CPL.table
        headings = [name for name, member in table.columns.items() if member in self.members]
        line = _line_writer()
        yield line(headings if self.whole else [CHANGE, *headings])
        for row in self._rows():
            cells = table.row(json.loads(row.document))
            told = [cells[name] for name in headings]
            yield line(told if self.whole else [row.change, *told])

    def _rows(self) -> Iterator[PublishedRecord]:
        # The list is public: there is no right to ask for.
        records = CPL.published._default_manager.order_by("cpl_number").only(
            "cpl_number", "change", "document"
        )
        number = self.publication.number
        found = as_published(records, number) if self.whole else records.filter(published_in=number)
        return found.iterator(chunk_size=CHUNK)

    def _entry(self, row: PublishedRecord) -> str:
        document = narrowed(row.document, self.members)
        if self.whole:
            return document
        said = json.dumps({"cpl_number": row.cpl_number, "change": row.change})
        return f'{said[:-1]}, "document": {document}}}'


def extract_of(publication: Publication, *, whole: bool = False) -> Extract:
    """The publication's extract with the fields that the Panel keeps in it now."""
    kept = ExtractMember.objects.filter(included=True).order_by("position")
    return Extract(publication, whole, tuple(kept.values_list("member", flat=True)))


def _line_writer() -> Callable[[list[Any]], bytes]:
    """Writes one line of csv (RFC 4180) with every cell made safe for spreadsheets."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)

    def line(cells: list[Any]) -> bytes:
        writer.writerow([escaped(str(cell)) for cell in cells])
        made = text.getvalue().encode()
        text.seek(0)
        text.truncate()
        return made

    return line
