"""The one read door of the admin: the pages of a register.

A register's admin subclasses ``RegisterAdmin``, declares which register it shows, and nothing of
how rows are read: a subclass that tries to is refused when it is imported. What a restricted
register shows is recorded, number by number, before the page is made; so is a refusal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from structlog.contextvars import get_contextvars

from accounts.asking import person_of
from accounts.models import User
from accounts.people import may_submit
from sec_registry.registers import catalogue
from sec_registry.registers.admin.base import ReadOnlyAdmin
from sec_registry.registers.admin.leads import leads_of
from sec_registry.registers.declaration import Register
from sec_registry.registers.disclosure import Channel, disclose, refuse


def channel_of(request: HttpRequest) -> Channel:
    """The admin, or another page, as a channel of disclosure: the path without its query."""
    kind = "admin" if request.path.startswith(reverse("admin:index")) else "page"
    # Quoted: a path may hold letters that no database column takes.
    return Channel(kind, quote(request.path), str(get_contextvars().get("request_id", "")))


@dataclass(frozen=True)
class Elsewhere:
    """Another register's record of the same CPL number; no address for those who may not go."""

    title: str
    marking: str
    address: str


class RegisterAdmin(ReadOnlyAdmin):
    """List, page and History of a register's live rows, through its read door."""

    #: The code of the register.
    register: ClassVar[str] = ""
    #: Relations of the rows that the list shows.
    prefetch: ClassVar[tuple[str, ...]] = ()
    change_form_template = "admin/registers/record.html"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.register:
            raise TypeError(f"{cls.__name__} must say which register it shows.")
        if cls.get_queryset is not RegisterAdmin.get_queryset:
            raise TypeError(f"{cls.__name__} may not read past its register's door.")

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        if self.declared.live is not model:
            raise TypeError(f"{type(self).__name__} shows another model than its register's.")

    @property
    def declared(self) -> Register:
        """The register as it declares itself."""
        return catalogue.register(self.register)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.declared.live_visible_to(request.user)
        return rows.order_by(*(self.ordering or ("pk",))).prefetch_related(*self.prefetch)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        # A key that no record could have is not looked up: a database may stumble over it.
        return super().get_object(request, object_id, from_field) if _number(object_id) else None

    def admitted(self, user: User | AnonymousUser) -> bool:
        return bool(self.declared.reach(user))

    def turn_away(self, request: HttpRequest, *, from_a_record: bool) -> HttpResponse:
        """The answer to somebody without any right here."""
        raise PermissionDenied

    def not_there(self, request: HttpRequest) -> HttpResponse:
        """The answer for a record that is not there, or not within the person's right."""
        raise Http404

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if (answer := self._refusal(request)) is not None:
            return answer
        response: HttpResponse = super().changelist_view(request, self._marked(extra_context))
        shown = (getattr(response, "context_data", None) or {}).get("cl")
        if shown is not None:
            # Evaluated here and cached: what is recorded is what will be rendered.
            numbers = [row.pk for row in shown.result_list]
            self.record(request, numbers, subject=self.shown_beside(request))
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if (answer := self._one(request, object_id)) is not None:
            return answer
        context = {
            **self._marked(extra_context),
            "title": self.declared.title,
            "elsewhere": self.elsewhere(request, object_id),
            "may_propose": may_submit(request.user),
            "register_code": self.register,
            "leads": leads_of(request, self, self.declared, int(unquote(object_id))),
        }
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if (answer := self._one(request, object_id)) is not None:
            return answer
        response: HttpResponse = super().history_view(
            request, object_id, self._marked(extra_context)
        )
        return response

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if (answer := self._one(request, object_id)) is not None:
            return answer
        try:
            response: HttpResponse = super().history_form_view(
                request, object_id, version_id, self._marked(extra_context)
            )
        except Http404:
            # Another record's line: it looks as if there were no record.
            return self.not_there(request)
        return response

    def refused(
        self, request: HttpRequest, number: int | None = None, *, known: bool = True
    ) -> HttpResponse | None:
        """What pages beside these answer to whom there is nothing to show; None where there is.

        ``known`` says whether the person may read the record of this number at any time.
        """
        if not self.admitted(request.user):
            self._record_refusal(request, None if number is None else str(number))
            return self.turn_away(request, from_a_record=number is not None)
        if known:
            return None
        if not self.declared.reach(request.user).everything:
            self._record_refusal(request, str(number))
        return self.not_there(request)

    def shown_beside(self, request: HttpRequest) -> str:
        """What the list shows of the register beside its rows, for the record; "" for nothing."""
        return ""

    def record(self, request: HttpRequest, numbers: Iterable[int], *, subject: str = "") -> None:
        """Record that these records are about to be shown, and what beside them."""
        right = self.declared.reach(request.user).right
        disclose(
            register=self.declared,
            by=person_of(request),
            numbers=numbers,
            right=right,
            channel=channel_of(request),
            subject=subject,
        )

    def elsewhere(self, request: HttpRequest, object_id: str) -> list[Elsewhere]:
        """The other registers (L18): the way there, or who else may go it; never what is there."""
        others = [each for each in catalogue.registers() if each.code != self.register]
        return [
            Elsewhere(
                each.title,
                each.marking or "Open to anyone",
                self._address(request, each, unquote(object_id)),
            )
            for each in others
        ]

    def _address(self, request: HttpRequest, other: Register, number: str) -> str:
        pages = self.admin_site.get_model_admin(other.live)
        user = request.user
        if not pages.has_view_permission(request):
            return ""
        if not other.live_visible_to(user).filter(pk=number).exists():
            return ""
        return reverse(
            f"admin:{pages.opts.app_label}_{pages.opts.model_name}_change", args=[number]
        )

    def _marked(self, context: dict[str, Any] | None) -> dict[str, Any]:
        return {"marking": self.declared.marking, **(context or {})}

    def _one(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Record the look at one record; an answer when there is nothing to see."""
        answer = self._refusal(request, object_id)
        if answer is None and request.method not in ("GET", "HEAD"):
            raise PermissionDenied("The registers change only when submissions are accepted.")
        if answer is None:
            self.record(request, [int(unquote(object_id))])
        return answer

    def _refusal(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse | None:
        if not self.admitted(request.user):
            self._record_refusal(request, object_id)
            return self.turn_away(request, from_a_record=object_id is not None)
        if object_id is not None and self.get_object(request, unquote(object_id)) is None:
            if not self.declared.reach(request.user).everything:
                self._record_refusal(request, object_id)
            return self.not_there(request)
        return None

    def _record_refusal(self, request: HttpRequest, object_id: str | None) -> None:
        number = _number(unquote(object_id or ""))
        refuse(
            register=self.declared,
            by=request.user,
            numbers=[] if number is None else [number],
            channel=channel_of(request),
        )


def _number(text: str) -> int | None:
    """The CPL number that the text writes in the one way there is, or None."""
    written = text.isascii() and text.isdecimal() and len(text) <= 9 and text[0] != "0"
    return int(text) if written else None
