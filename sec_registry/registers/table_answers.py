"""Lists as tables (csv, RFC 4180; xlsx): a row for each record, under the vocabulary's headings.

What a page in JSON says around its records goes into headers, so that the file holds nothing but
the table. In a restricted register every row says who took it, when, and who may see it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import StreamingHttpResponse
from django.utils import timezone
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from sec_registry.registers.broken_off import told_when_broken_off
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.moments import written
from sec_registry.registers.problems import Problem
from sec_registry.registers.renderers import StoredPage
from sec_registry.registers.sheets import XLSX_TYPE, DoesNotFit, Sheet, sheet_pieces
from sec_registry.registers.tables import CHANGE, MARKING_COLUMNS, escaped

#: So many rows are sent at once.
A_LOT = 500


class TableRenderer(BaseRenderer):
    """Rows of text as a file; the answer's data are the rows, headings first."""


class CsvRenderer(TableRenderer):
    """Rows of text as csv in UTF-8."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The file's bytes."""
        return csv_bytes(data or ())


class XlsxRenderer(TableRenderer):
    """Rows of text as an Excel workbook; the answer's data are its bytes."""

    media_type = XLSX_TYPE
    format = "xlsx"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The file's bytes."""
        return bytes(data or b"")


#: What lists are offered as beside JSON.
TABLES: tuple[type[TableRenderer], ...] = (CsvRenderer, XlsxRenderer)


def is_table(request: Request) -> bool:
    """Whether the answer is wanted as a table."""
    return isinstance(request.accepted_renderer, TableRenderer)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as csv in UTF-8; every cell is made safe for spreadsheets here."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def csv_answer(name: str, rows: Iterable[Sequence[str]], members: Mapping[str, Any]) -> Response:
    """The rows, headings first, as a file of this name; the page's members become headers."""
    return Response([list(row) for row in rows], headers=_headers(name, members))


def rows_answer(
    request: Request, name: str, rows: Iterable[Sequence[str]], members: Mapping[str, Any]
) -> Response:
    """The same as whichever table is wanted; raises ``Problem`` where a workbook does not hold it.

    A workbook is written here and not by its renderer, which is too late to refuse.
    """
    if isinstance(request.accepted_renderer, CsvRenderer):
        return csv_answer(name, rows, members)
    try:
        body = b"".join(sheet_pieces(Sheet(name="List", title=name), rows))
    except DoesNotFit as fault:
        raise Problem(str(fault)) from None
    return Response(body, headers=_headers(name, members, "xlsx"))


def csv_streamed(
    name: str, rows: Iterable[Sequence[str]], members: Mapping[str, Any]
) -> StreamingHttpResponse:
    """The same for a table of any length, written while the rows are read."""
    return StreamingHttpResponse(
        told_when_broken_off(csv_bytes(several) for several in batched(rows)),
        content_type="text/csv; charset=utf-8",
        headers=_headers(name, members),
    )


def batched(rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """The rows in lots that are worth sending."""
    left = iter(rows)
    while several := list(islice(left, A_LOT)):
        yield several


def _headers(name: str, members: Mapping[str, Any], ending: str = "csv") -> dict[str, str]:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    if members.get("next"):
        headers["Link"] = f'<{members["next"]}>; rel="next"'
    for member in ("publication", "count"):
        if member in members:
            headers[f"Registry-{member.capitalize()}"] = str(members[member])
    return headers


def table_answer(
    register: Register,
    page: StoredPage,
    request: Request,
    *,
    fields: Sequence[str] = (),
    changes: Sequence[str] | None = None,
) -> Response:
    """The page as a table, with the columns that come from these members (none: all).

    ``changes`` says of each record how the publication changed it.
    """
    kind = "publication" if changes is None else "changes-in-publication"
    name = f"{register.short_title.lower()}-{kind}-{page.members['publication']}"
    marking = marking_cells(register.marking, request.user) if register.restricted else []
    rows: Iterable[list[str]] = (
        table_headings(register, fields),
        *table_rows(register, page.documents, fields=fields, marking=marking),
    )
    if changes is not None:
        rows = ([first, *row] for first, row in zip([CHANGE, *changes], rows, strict=True))
    return rows_answer(request, name, rows, page.members)


def table_headings(register: Register, fields: Sequence[str] = ()) -> list[str]:
    """The headings of the columns that come from these members (none: all)."""
    marking = MARKING_COLUMNS if register.restricted else ()
    return [*_columns(register, fields), *marking]


def table_rows(
    register: Register,
    documents: Iterable[str],
    *,
    fields: Sequence[str] = (),
    marking: Sequence[str] = (),
) -> Iterator[list[str]]:
    """A row of cells for each document as published, under ``table_headings``."""
    columns = _columns(register, fields)
    for text in documents:
        row = register.table.row(json.loads(text))
        yield [*(row[name] for name in columns), *marking]


def _columns(register: Register, fields: Sequence[str]) -> list[str]:
    columns = register.table.columns
    return [name for name, member in columns.items() if not fields or member in fields]


def marking_cells(marking: str, reader: Reader) -> list[str]:
    """What stands beside each row under ``MARKING_COLUMNS``."""
    moment = written(timezone.now().replace(microsecond=0))
    return [marking, _recipient(reader), moment]


def _recipient(reader: User | AnonymousUser) -> str:
    if not isinstance(reader, User):
        return ""
    organisation = reader.organisation
    return f"{reader.email}, {organisation.name}" if organisation else reader.email
