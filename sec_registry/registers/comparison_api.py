"""Two publications of a register compared over REST, as far as the reader's right goes."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django_filters import FilterSet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from sec_registry.registers.caching import list_tag, mark_public, settle, unchanged
from sec_registry.registers.comparison_queries import (
    END,
    START,
    ComparisonAsked,
    comparison_asked,
)
from sec_registry.registers.comparison_schema import ComparisonSchema
from sec_registry.registers.comparisons import (
    RecordDifference,
    Sides,
    differences_of,
    narrowed,
)
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.differences import members_changed, record_changed
from sec_registry.registers.door import RegisterDoor
from sec_registry.registers.listed import Tabled
from sec_registry.registers.paging import next_address
from sec_registry.registers.reach import Reach
from sec_registry.registers.table_answers import is_table, marking_cells, rows_answer
from sec_registry.registers.tables import CHANGE, MARKING_COLUMNS

#: The columns of the table: one row for each field that differs.
HEADINGS = ("CPL number", CHANGE, "Field", "Before", "After")


class RegisterComparison(Tabled, RegisterDoor, kind=True):
    """Two publications of one register, compared.

    ``filters`` are the register's declared filters, which let through what either of the two holds;
    ``document`` describes its documents.
    """

    declared = frozenset({"register", "filters", "document"})
    filters: ClassVar[type[FilterSet]]
    document: ClassVar[type[Serializer[Any]]]
    schema = ComparisonSchema()

    def list(self, request: Request) -> Response:
        """A page of the records that differ between two publications, field by field."""
        door = self.door
        asked = comparison_asked(door, request.query_params, self.filters, self.document)
        tag = "" if door.restricted else _tag(request, asked.sides)
        if tag and unchanged(request, tag):
            return settle(mark_public(Response(status=304), request, tag))
        reach = door.reach(request.user)
        if not reach:
            self._refuse(request)
        members, found = self._page(request, asked, reach)
        self._disclose(request, reach, [each.cpl_number for each in found], asked.fields)
        return settle(self._marked(self._answer(request, asked, members, found), request, tag))

    def _page(
        self, request: Request, asked: ComparisonAsked, reach: Reach
    ) -> tuple[dict[str, Any], Sequence[RecordDifference]]:
        """What is said around the records, and those on the page.

        With ``fields`` a page may hold fewer than its limit, since only as many are looked through.
        """
        sides, limit, after = asked.sides, asked.page.limit, asked.page.after
        records = self.door.within(reach)
        looked: Sequence[tuple[int, str]] = ()
        if after < sides.later.highest_number:
            onward = narrowed(records, sides, asked.filters, after).values_list(
                "cpl_number", "document"
            )
            looked = tuple(onward[: limit + 1])
        members: dict[str, Any] = {
            START: sides.start.publication,
            END: sides.end.publication,
            "next": None,
        }
        if len(looked) > limit:
            members["next"] = next_address(request, after=looked[limit - 1][0])
        if asked.page.count:
            members["count"] = narrowed(records, sides, asked.filters).count()
        if self.door.restricted:
            members["marking"] = self.door.marking
        found = differences_of(records, sides, looked[:limit])
        if asked.fields:
            found = [e for e in found if members_changed(e.before, e.after, asked.fields)]
        return members, found

    def _answer(
        self,
        request: Request,
        asked: ComparisonAsked,
        members: dict[str, Any],
        found: Sequence[RecordDifference],
    ) -> Response:
        if is_table(request):
            rows = _rows(self.door, found, asked.fields, request.user)
            name = f"{self.door.short_title.lower()}-{members[START]}-to-{members[END]}"
            return rows_answer(request, name, rows, members)
        return Response({**members, "results": [self._entry(each, asked) for each in found]})

    def _entry(self, each: RecordDifference, asked: ComparisonAsked) -> dict[str, Any]:
        changed = members_changed(each.before, each.after, asked.fields)
        return {
            "register": self.register,
            "cpl_number": each.cpl_number,
            "change": each.change,
            "fields": [
                {"path": one.path, "before": one.before, "after": one.after} for one in changed
            ],
        }


def _tag(request: Request, sides: Sides) -> str:
    redactions = sides.start.redactions + sides.end.redactions
    return list_tag(request, sides.later.publication, redactions)


def _rows(
    register: Register, found: Sequence[RecordDifference], fields: Sequence[str], reader: Reader
) -> Iterator[list[str]]:
    marking = marking_cells(register.marking, reader) if register.restricted else []
    yield [*HEADINGS, *(MARKING_COLUMNS if marking else ())]
    for each in found:
        for one in record_changed(register, each.before, each.after, fields):
            said = [one.column, one.before or "", one.after]
            yield [str(each.cpl_number), each.change, *said, *marking]
