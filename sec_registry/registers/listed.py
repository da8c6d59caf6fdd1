"""Lists that have no columns of a register as tables: a row for each result, of what JSON says.

Members of members become columns of their own ("Scope: kind"); several values stand in one cell,
separated as in a workbook. SECURITY: rows are made of the answer in JSON and of nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sec_registry.registers.table_answers import TABLES, is_table, marking_cells, rows_answer
from sec_registry.registers.tables import MARKING_COLUMNS

READING = ("GET", "HEAD")


class Tabled(APIView):
    """A view whose list is there as a table too, for whoever reads it."""

    def get_renderers(self) -> list[BaseRenderer]:
        """What is read may be asked for as a table; what is done may not."""
        tables = [each() for each in TABLES] if self.request.method in READING else []
        return [*super().get_renderers(), *tables]


def listed_answer(request: Request, name: str, members: Mapping[str, Any]) -> Response:
    """The list in JSON, or as a table of this name, marked as the list is."""
    if not is_table(request):
        return Response(members)
    markings = members.get("markings", [members["marking"]] if "marking" in members else [])
    beside = marking_cells("; ".join(markings), request.user) if markings else []
    rows = rows_told(members["results"], MARKING_COLUMNS if beside else (), beside)
    return rows_answer(request, name, rows, members)


def rows_told(
    results: Iterable[Mapping[str, Any]], headings: Sequence[str], cells: Sequence[str]
) -> Iterator[list[str]]:
    """The headings of all results, then a row for each; ``cells`` stand at the end of each row."""
    told = [dict(_columns(each)) for each in results]
    columns = list(dict.fromkeys(column for row in told for column in row))
    yield [*columns, *headings]
    for row in told:
        yield [*(row.get(column, "") for column in columns), *cells]


def _columns(members: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    for name, value in members.items():
        words = name.replace("_", " ").replace("cpl ", "CPL ")
        heading = f"{outer}: {words}" if outer else words[:1].upper() + words[1:]
        if isinstance(value, Mapping):
            yield from _columns(value, heading)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            # Alike in their members: radios, say.
            apart = {inner: [each[inner] for each in value] for inner in value[0]}
            yield from _columns(apart, heading)
        else:
            yield heading, _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_cell(each) for each in value)
    return str(value)
