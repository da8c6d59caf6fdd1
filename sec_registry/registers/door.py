"""The door that every view of a register stands behind.

A view declares which register it shows, and nothing of how it is read: a subclass that tries to is
refused when it is imported. Role first (401, 403), then look-up (404); what a restricted register
shows is recorded before the answer is made, and so is a refusal.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext
from typing import Any, ClassVar, NoReturn, TypeVar
from urllib.parse import quote

from django.db.models import Model, QuerySet
from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet
from structlog.contextvars import get_contextvars

from accounts.gate import Gate
from accounts.models import ApiToken, User
from accounts.people import roles_seen_together
from accounts.scopes import Scope
from sec_registry.registers.caching import mark_public, mark_restricted
from sec_registry.registers.catalogue import register as register_of_code
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, disclose, refuse
from sec_registry.registers.paging import Standing
from sec_registry.registers.permissions import Admitted
from sec_registry.registers.queries import standing_asked
from sec_registry.registers.reach import Reach

logger = logging.getLogger(__name__)
M = TypeVar("M", bound=Model)

#: What the framework would read instead of the register, were it there.
SIDE_DOORS = frozenset({"queryset", "get_queryset", "get_object", "serializer_class", "model"})


class RegisterDoor(Gate, ViewSet):
    """What the views of one register share; a kind of view is a subclass with ``kind=True``.

    ``register`` is the register's code. The views of a kind set what it names in ``declared``;
    whatever else the kind has is the door itself.
    """

    register: ClassVar[str]
    declared: ClassVar[frozenset[str]] = frozenset({"register"})
    _kind: ClassVar[type["RegisterDoor"]]
    scopes: ClassVar[Collection[Scope]] = (Scope.READ,)
    lookup_url_kwarg = "number"
    # Whatever stands there: who may not knock is told so before the number is looked at.
    lookup_value_regex = "[^/]+"

    def __init_subclass__(cls, *, kind: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if kind:
            cls._kind = cls
            return
        for name in sorted(cls._kind.declared):
            if not getattr(cls, name, None):
                raise TypeError(f"{cls.__name__} declares no {name}.")
        own = cls.__mro__[: cls.__mro__.index(cls._kind)]
        sealed = (SIDE_DOORS | set(dir(cls._kind))) - cls._kind.declared
        for name in sorted(name for each in own for name in vars(each)):
            if name in sealed and not name.startswith("__"):
                raise TypeError(f"{cls.__name__} may not set {name}: the register is the door.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; whoever only reads is looked at once, for what lets them in and what they see."""
        with roles_seen_together() if request.method in SAFE_METHODS else nullcontext():
            return super().dispatch(request, *args, **kwargs)

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

    def _standing(self, publication: int | None) -> Standing:
        return standing_asked(self.door, publication)

    def _marked(self, response: Response, request: Request, tag: str) -> Response:
        if self.door.restricted:
            return mark_restricted(response, self.door.marking)
        return mark_public(response, request, tag)

    def _disclose(
        self,
        request: Request,
        reach: Reach,
        numbers: Iterable[int],
        fields: Sequence[str] = (),
        subject: str = "",
    ) -> None:
        """Record what is about to be shown; where that fails, nothing is shown."""
        if not isinstance(request.user, User):
            return
        disclose(
            register=self.door,
            by=request.user,
            numbers=numbers,
            right=reach.right,
            channel=channel_of(request),
            fields=fields,
            subject=subject,
        )

    def _refuse(self, request: Request) -> None:
        refuse(
            register=self.door,
            by=request.user,
            numbers=self._numbers_in_route(),
            channel=channel_of(request),
        )

    def _numbers_in_route(self) -> Sequence[int]:
        return []


def channel_of(request: Request) -> Channel:
    """How the API's answer to this request leaves, for the record of disclosures."""
    return Channel(
        kind="api",
        # Quoted: a path may hold letters that no database column takes.
        route=quote(request.path),
        request_id=get_contextvars().get("request_id", ""),
        token_key=request.auth.token_key if isinstance(request.auth, ApiToken) else "",
    )


def found_among(rows: QuerySet[M], number: str) -> M:
    """The row of this number among those that the reader may see; raises ``NotFound``.

    SECURITY: what is not there and what is not theirs answer alike.
    """
    found = rows.filter(pk=whole_number(number) or 0).first()
    if found is None:
        raise NotFound
    return found


def whole_number(text: str) -> int | None:
    """The number above 0 that the text writes in the one way there is, or None."""
    if text.isascii() and text.isdecimal() and len(text) <= 10 and text[0] != "0":
        return int(text)
    return None
