"""What one publication changed in a register: each record as it became, in the order of numbers."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from sec_registry.registers.caching import list_tag, mark_public, unchanged
from sec_registry.registers.door import RegisterDoor, whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.listed import Tabled
from sec_registry.registers.paging import PageAsked, Standing, next_address, page_asked, standing
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.reach import Reach
from sec_registry.registers.renderers import StoredPage
from sec_registry.registers.schema import ChangesSchema
from sec_registry.registers.table_answers import is_table, table_answer

PARAMETERS = frozenset({"limit", "after", "count", FORMAT})
#: CPL number, kind of change, document.
Row = tuple[int, str, str]


class RegisterChanges(Tabled, RegisterDoor, kind=True):
    """The changes of one register by publication; ``document`` describes its documents."""

    declared = frozenset({"register", "document"})
    document: ClassVar[type[Serializer[Any]]]
    schema = ChangesSchema()

    def list(self, request: Request, number: str) -> Response:
        """A page of what the publication changed; it stays as it is for good."""
        door = self.door
        asked = _asked(request)
        publication = whole_number(number)
        stand = None if publication is None else standing(door, publication)
        if stand is None:
            raise NotFound
        tag = "" if door.restricted else list_tag(request, stand.publication, stand.redactions)
        if tag and unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        reach = door.reach(request.user)
        page, rows = self._page(request, asked, stand, reach)
        self._disclose(request, reach, [each for each, _, _ in rows])
        return self._marked(self._answer(request, page, rows), request, tag)

    def _page(
        self, request: Request, asked: PageAsked, stand: Standing, reach: Reach
    ) -> tuple[StoredPage, Sequence[Row]]:
        records = self.door.within(reach).filter(published_in=stand.publication)
        onward = records.filter(cpl_number__gt=asked.after).order_by("cpl_number")
        found = tuple(onward.values_list("cpl_number", "change", "document")[: asked.limit + 1])
        shown = found[: asked.limit]
        members: dict[str, Any] = {"publication": stand.publication, "next": None}
        if len(found) > asked.limit:
            members["next"] = next_address(request, after=shown[-1][0])
        if asked.count:
            members["count"] = records.count()
        if self.door.restricted:
            members["marking"] = self.door.marking
        return StoredPage(members, [text for _, _, text in shown]), shown

    def _answer(self, request: Request, page: StoredPage, rows: Sequence[Row]) -> Response:
        if is_table(request):
            changes = [change for _, change, _ in rows]
            return table_answer(self.door, page, request, changes=changes)
        return Response(StoredPage(page.members, [self._entry(*each) for each in rows]))

    def _entry(self, number: int, change: str, document: str) -> str:
        said = json.dumps({"register": self.register, "cpl_number": number, "change": change})
        return f'{said[:-1]}, "document": {document}}}'


def _asked(request: Request) -> PageAsked:
    asked = page_asked(request.query_params)
    if wrong := {**asked.wrong, **names_refused(request.query_params, PARAMETERS)}:
        raise InvalidQuery(wrong)
    return asked
