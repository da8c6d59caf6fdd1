"""The forms that a whole list is written in, a piece at a time.

JSON is one object with each document on a line of its own, word for word as published. After the
documents of an open register come the digests that the signed root is made of, and the salts:
whoever hashes salt and line gets the digest, but for what was redacted. The table is the list's own
csv.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sec_registry.publications.files.editions import Edition, Row
from sec_registry.registers.moments import written
from sec_registry.registers.table_answers import csv_bytes, table_headings, table_rows
from sec_registry.registers.tables import MARKING_COLUMNS

#: Records as published, some at a time.
Rows = Iterable[Sequence[Row]]
#: What stands under ``MARKING_COLUMNS`` in a restricted register; nothing in an open one.
Marking = Sequence[str]


@dataclass(frozen=True)
class Form:
    """A form: how its files end, what they are, and how an edition is written in it."""

    suffix: str
    media_type: str
    pieces: Callable[[Edition, Rows, Marking], Iterator[bytes]]


def members_of(edition: Edition, marking: Marking) -> dict[str, Any]:
    """What stands around the documents.

    SECURITY: of a restricted register no count and no redactions, since a reach may be narrower.
    """
    members: dict[str, Any] = {
        "register": edition.register.code,
        "publication": edition.publication,
        "published_at": written(edition.published_at) if edition.published_at else None,
        "digest": edition.digest or None,
        "root": edition.root or None,
    }
    if edition.register.restricted:
        names = (name.lower().replace(" ", "_") for name in MARKING_COLUMNS)
        return {**members, **dict(zip(names, marking, strict=True))}
    return {**members, "records": edition.records, "redactions": edition.redactions}


def _json(edition: Edition, rows: Rows, marking: Marking) -> Iterator[bytes]:
    yield _opening(members_of(edition, marking))
    before = "\n"
    digests, salts = [], []
    for some in rows:
        yield (before + ",\n".join(row.document for row in some)).encode()
        before = ",\n"
        if not edition.register.restricted:
            digests += [row.digest for row in some]
            salts += [row.salt for row in some]
    if edition.register.restricted:
        yield b"\n]}\n"
    else:
        yield f'\n], "digests": {json.dumps(digests)}, "salts": {json.dumps(salts)}}}\n'.encode()


def _opening(members: Mapping[str, Any]) -> bytes:
    return f'{json.dumps(members, ensure_ascii=False)[:-1]}, "results": ['.encode()


def _csv(edition: Edition, rows: Rows, marking: Marking) -> Iterator[bytes]:
    yield csv_bytes([table_headings(edition.register)])
    for some in rows:
        documents = [row.document for row in some]
        yield csv_bytes(table_rows(edition.register, documents, marking=marking))


JSON = Form("json", "application/json", _json)
CSV = Form("csv", "text/csv; charset=utf-8", _csv)
