"""The one read door of the REST API: lists and single records of a register.

A register's views subclass ``RegisterViewSet`` and declare which register they show, and nothing
of how it is read: a subclass that tries to is refused when it is imported. Role first (401, 403),
then look-up (404); what a restricted register shows is recorded before the answer is made.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NoReturn
from urllib.parse import quote, urlencode

from django.db import DatabaseError
from django_filters import FilterSet
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSet
from structlog.contextvars import get_contextvars

from accounts.models import ApiToken, User
from sec_registry.registers.caching import (
    document_tag,
    list_tag,
    mark_public,
    mark_restricted,
    unchanged,
)
from sec_registry.registers.catalogue import register as register_of_code
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, disclose, refuse
from sec_registry.registers.paging import Standing, as_published, standing
from sec_registry.registers.permissions import Admitted
from sec_registry.registers.problems import InvalidQuery, Unavailable
from sec_registry.registers.queries import ListAsked, list_asked, publication_asked
from sec_registry.registers.reach import Reach
from sec_registry.registers.renderers import StoredDocument, StoredPage
from sec_registry.registers.schema import RegisterSchema

logger = logging.getLogger(__name__)

#: What a subclass declares; whatever else the base class has is the door itself.
DECLARED = frozenset({"register", "filters", "document"})
#: What the framework would read instead of the register, were it there.
SIDE_DOORS = frozenset({"queryset", "get_queryset", "get_object", "serializer_class", "model"})


class RegisterViewSet(ViewSet):
    """List and single records of one register, as far as the reader's right goes.

    ``register`` is the register's code, ``filters`` its declared filters, ``document`` the
    serializer that describes its documents (they are sent as stored, not serialised).
    """

    register: ClassVar[str]
    filters: ClassVar[type[FilterSet]]
    document: ClassVar[type[Serializer[Any]]]
    lookup_url_kwarg = "number"
    # Whatever stands there: who may not knock is told so before the number is looked at.
    lookup_value_regex = "[^/]+"
    schema = RegisterSchema()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in sorted(DECLARED):
            if not getattr(cls, name, None):
                raise TypeError(f"{cls.__name__} declares no {name}.")
        own = cls.__mro__[: cls.__mro__.index(RegisterViewSet)]
        sealed = (SIDE_DOORS | set(dir(RegisterViewSet))) - DECLARED
        for name in sorted(name for each in own for name in vars(each)):
            if name in sealed and not name.startswith("__"):
                raise TypeError(f"{cls.__name__} may not set {name}: the register is the door.")

    @property
    def door(self) -> Register:
        """The register; looked up late, since apps declare theirs after this is imported."""
        return register_of_code(self.register)

    def get_permissions(self) -> list[BasePermission]:
        """The register alone says who may knock, whatever the view or its route names."""
        return [Admitted(self.door)]

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        """Record that a signed-in person was refused, then refuse."""
        self._refuse(request)
        super().permission_denied(request, message, code)

    def list(self, request: Request) -> Response:
        """A page of records in the order of their CPL numbers; ``next`` leads on."""
        door = self.door
        asked = list_asked(request.query_params, self.filters)
        stand = self._standing(asked.page.publication)
        tag = "" if door.restricted else list_tag(request, stand.publication)
        if tag and unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        reach = door.reach(request.user)
        if not reach:
            self._refuse(request)
        page, numbers = self._page(request, asked, stand, reach)
        self._disclose(request, reach, numbers)
        return self._marked(Response(page), request, tag)

    def retrieve(self, request: Request, number: str) -> Response:
        """One record by its CPL number, as it stands or as a publication held it."""
        door = self.door
        publication = publication_asked(request.query_params)
        reach = door.reach(request.user)
        document = self._document(reach, _cpl_number(number), publication)
        if document is None:
            # Not there or not theirs: the same answer, and the same record of the attempt.
            if not reach.everything:
                self._refuse(request)
            raise NotFound
        self._disclose(request, reach, self._numbers_in_route())
        tag = "" if door.restricted else document_tag(document.as_json())
        if tag and unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        return self._marked(Response(document), request, tag)

    def _standing(self, publication: int | None) -> Standing:
        found = standing(self.door, publication)
        if found is None:
            raise InvalidQuery({"publication": [f"There is no publication {publication} yet."]})
        return found

    def _page(
        self, request: Request, asked: ListAsked, stand: Standing, reach: Reach
    ) -> tuple[StoredPage, Sequence[int]]:
        """The page as it will be sent, and the CPL numbers on it."""
        after, limit = asked.page.after, asked.page.limit
        records = as_published(self.door.within(reach), stand.publication)
        found: Sequence[tuple[int, str]] = ()
        # Past the end nothing is asked of the database, which would look through all that was.
        if after < stand.highest_number:
            onward = asked.filters.narrow(records, after).values_list("cpl_number", "document")
            found = tuple(onward[: limit + 1])
        shown = found[:limit]
        numbers = [number for number, _ in shown]
        members: dict[str, Any] = {"publication": stand.publication, "next": None}
        if len(found) > limit:
            members["next"] = _next(request, stand.publication, numbers[-1])
        if asked.page.count:
            whole = not asked.filters and reach.everything
            members["count"] = stand.records if whole else asked.filters.narrow(records).count()
        if self.door.restricted:
            members["marking"] = self.door.marking
        return StoredPage(members, [text for _, text in shown]), numbers

    def _document(
        self, reach: Reach, number: int | None, publication: int | None
    ) -> StoredDocument | None:
        if number is None:
            return None
        records = self.door.within(reach).filter(cpl_number=number)
        if publication is None:
            records = records.filter(superseded_in__isnull=True)
        else:
            records = as_published(records, self._standing(publication).publication)
        texts = records.order_by().values_list("document", flat=True)[:1]
        return next((StoredDocument(text) for text in texts), None)

    def _marked(self, response: Response, request: Request, tag: str) -> Response:
        if self.door.restricted:
            return mark_restricted(response, self.door.marking)
        return mark_public(response, request, tag)

    def _disclose(self, request: Request, reach: Reach, numbers: Iterable[int]) -> None:
        """Record what is about to be shown; where that fails, nothing is shown."""
        if not isinstance(request.user, User):
            return
        try:
            disclose(
                register=self.door,
                by=request.user,
                numbers=numbers,
                right=reach.right,
                channel=_channel(request),
            )
        except DatabaseError as error:
            logger.exception("A disclosure could not be recorded")
            raise Unavailable from error

    def _refuse(self, request: Request) -> None:
        refuse(
            register=self.door,
            by=request.user,
            numbers=self._numbers_in_route(),
            channel=_channel(request),
        )

    def _numbers_in_route(self) -> Sequence[int]:
        number = _cpl_number(self.kwargs.get(self.lookup_url_kwarg, ""))
        return [] if number is None else [number]


def _cpl_number(text: str) -> int | None:
    """The CPL number that the text writes in the one way there is, or None."""
    if text.isascii() and text.isdecimal() and len(text) <= 10 and text[0] != "0":
        return int(text)
    return None


def _next(request: Request, publication: int, after: int) -> str:
    query = {**request.query_params.dict(), "publication": publication, "after": after}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")


def _channel(request: Request) -> Channel:
    return Channel(
        kind="api",
        # Quoted: a path may hold letters that no database column takes.
        route=quote(request.path),
        request_id=get_contextvars().get("request_id", ""),
        token_key=request.auth.token_key if isinstance(request.auth, ApiToken) else "",
    )
