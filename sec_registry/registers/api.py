"""Lists and single records of a register over REST, as far as the reader's right goes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django_filters import FilterSet
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from sec_registry.registers.caching import (
    document_tag,
    keep_to_reader,
    list_tag,
    mark_public,
    unchanged,
)
from sec_registry.registers.door import RegisterDoor, whole_number
from sec_registry.registers.found import page_found, records_listed
from sec_registry.registers.links import links_from
from sec_registry.registers.listed import Tabled
from sec_registry.registers.paging import PageAsked, Standing, as_published, next_address
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import ListAsked, RecordAsked, list_asked, record_asked
from sec_registry.registers.reach import Reach
from sec_registry.registers.renderers import StoredDocument, StoredPage, narrowed
from sec_registry.registers.schema import RegisterSchema
from sec_registry.registers.table_answers import is_table, table_answer


class RegisterViewSet(Tabled, RegisterDoor, kind=True):
    """List and single records of one register.

    ``filters`` are its declared filters, ``document`` the serializer that describes its documents
    (they are sent as stored, not serialised).
    """

    declared = frozenset({"register", "filters", "document"})
    filters: ClassVar[type[FilterSet]]
    document: ClassVar[type[Serializer[Any]]]
    schema = RegisterSchema()

    def list(self, request: Request) -> Response:
        """A page of records in the order of their CPL numbers; ``next`` leads on."""
        door = self.door
        asked = list_asked(request.query_params, self.filters, self.document)
        stand = self._standing_since(asked.page)
        tag = "" if door.restricted else list_tag(request, stand.publication, stand.redactions)
        if tag and unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        reach = door.reach(request.user)
        if not reach:
            self._refuse(request)
        page, numbers = self._page(request, asked, stand, reach)
        self._disclose(request, reach, numbers, asked.fields)
        return self._marked(self._answer(request, asked, page), request, tag)

    def retrieve(self, request: Request, number: str) -> Response:
        """One record by its CPL number, as it stands or as a publication held it."""
        door = self.door
        asked = record_asked(request.query_params, self.document)
        reach = door.reach(request.user)
        document = self._document(reach, whole_number(number), asked)
        if document is None:
            # Not there or not theirs: the same answer, and the same record of the attempt.
            if not reach.everything:
                self._refuse(request)
            raise NotFound
        self._disclose(request, reach, self._numbers_in_route(), asked.fields)
        tag = "" if door.restricted else document_tag(document.as_json())
        known = bool(tag) and unchanged(request, tag)
        response = self._marked(Response(status=304) if known else Response(document), request, tag)
        if links := links_from(door, request, int(number), asked.publication):
            response["Link"] = links
            keep_to_reader(response)
        return response

    def _standing_since(self, asked: PageAsked) -> Standing:
        """What a page is read from. Who follows from a publication that is not there yet saw it in
        a registry that was set back since, and would miss what takes its place: they are told.
        """
        found, since = self._standing(asked.publication), asked.changed_since
        if asked.publication is None and since is not None and since > found.publication:
            raise InvalidQuery({"changed_since": [f"There is no publication {since} yet."]})
        return found

    def _page(
        self, request: Request, asked: ListAsked, stand: Standing, reach: Reach
    ) -> tuple[StoredPage, Sequence[int]]:
        """The page as it was published, and the CPL numbers on it."""
        records = records_listed(self.door.within(reach), asked, stand)
        shown, more = page_found(records, asked, stand)
        numbers = [number for number, _ in shown]
        members: dict[str, Any] = {"publication": stand.publication, "next": None}
        if more:
            members["next"] = next_address(
                request, publication=stand.publication, after=numbers[-1]
            )
        if asked.page.count:
            filtered = asked.filters or asked.page.changed_since is not None
            whole = reach.everything and not filtered
            members["count"] = stand.records if whole else asked.filters.narrow(records).count()
        if self.door.restricted:
            members["marking"] = self.door.marking
        return StoredPage(members, [text for _, text in shown]), numbers

    def _answer(self, request: Request, asked: ListAsked, page: StoredPage) -> Response:
        if is_table(request):
            return table_answer(self.door, page, request, fields=asked.fields)
        return Response(page.narrowed(asked.fields))

    def _document(
        self, reach: Reach, number: int | None, asked: RecordAsked
    ) -> StoredDocument | None:
        if number is None:
            return None
        records = self.door.within(reach).filter(cpl_number=number)
        if asked.publication is None:
            records = records.filter(superseded_in__isnull=True)
        else:
            records = as_published(records, self._standing(asked.publication).publication)
        texts = records.order_by().values_list("document", flat=True)[:1]
        return next((StoredDocument(narrowed(text, asked.fields)) for text in texts), None)

    def _numbers_in_route(self) -> Sequence[int]:
        number = whole_number(self.kwargs.get(self.lookup_url_kwarg, ""))
        return [] if number is None else [number]
