"""Lists that have no columns of a register as tables: a row for each result, of what JSON says.

Members of members become columns of their own ("Scope: kind"); several values stand in one cell,
separated as in a workbook. SECURITY: rows are made of the answer in JSON and of nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, DictField, Serializer
from rest_framework.views import APIView

from sec_registry.registers.moments import written
from sec_registry.registers.table_answers import (
    TABLES,
    TableRenderer,
    is_table,
    marking_cells,
    rows_answer,
)
from sec_registry.registers.tables import MARKING_COLUMNS

READING = ("GET", "HEAD")


class Tabled(APIView):
    """A view whose list is there as a table too, for whoever reads it."""

    tables: ClassVar[Sequence[type[TableRenderer]]] = TABLES

    def get_renderers(self) -> list[BaseRenderer]:
        """A list that is read may be asked for as a table; one entry, or what is done, may not."""
        listed = self.request.method in READING and getattr(self, "action", "list") == "list"
        return [*super().get_renderers(), *(each() for each in self.tables if listed)]


def listed_answer(
    request: Request,
    name: str,
    members: Mapping[str, Any],
    of: type[Serializer[Any]] | None = None,
) -> Response:
    """The list in JSON, or as a table of this name, marked as the list is.

    ``of`` describes a result, so that the columns are the same whatever the results hold.
    """
    if not is_table(request):
        return Response(members)
    markings = members.get("markings", [members["marking"]] if "marking" in members else [])
    beside = marking_cells("; ".join(markings), request.user) if markings else []
    return rows_answer(request, name, rows_told(members["results"], beside, of), members)


def rows_told(
    results: Iterable[Mapping[str, Any]],
    marking: Sequence[str],
    of: type[Serializer[Any]] | None = None,
) -> Iterator[list[str]]:
    """The headings, then a row for each result, which ends with the marking where there is one."""
    told = [dict(_cells(each)) for each in results]
    found = list(dict.fromkeys(column for row in told for column in row))
    columns = list(_described(of(), found)) if of else found
    yield [*columns, *(MARKING_COLUMNS if marking else ())]
    for row in told:
        yield [*(row.get(column, "") for column in columns), *marking]


def _described(of: Any, found: Sequence[str], outer: str = "") -> Iterator[str]:
    """The columns of what a serializer describes; what it leaves open is as it was found."""
    for name, field in of.fields.items():
        heading, inner = _heading(name, outer), getattr(field, "child", field)
        if isinstance(inner, BaseSerializer) and not isinstance(field, DictField):
            yield from _described(inner, found, heading)
        else:
            yield from [each for each in found if each.startswith(f"{heading}: ")] or [heading]


def _heading(name: str, outer: str) -> str:
    words = name.replace("_", " ").replace("cpl ", "CPL ")
    return f"{outer}: {words}" if outer else words[:1].upper() + words[1:]


def _cells(members: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    for name, value in members.items():
        heading = _heading(name, outer)
        if isinstance(value, Mapping):
            yield from _cells(value, heading)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            # Alike in their members: radios, say.
            apart = {inner: [each[inner] for each in value] for inner in value[0]}
            yield from _cells(apart, heading)
        else:
            yield heading, _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, list):
        return "; ".join(_cell(each) for each in value)
    return str(value)
