"""Pages of the admin that show and change nothing.

The stock admin's addresses for adding, changing and deleting do not exist here at all; lists are
filtered and sorted by what is enumerated, never by a name that a request brings.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth.models import AnonymousUser
from django.db.models import ForeignKey
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.text import capfirst

from accounts.models import User
from sec_registry.audit.admin import AuditedAdmin
from sec_registry.registers.admin.filters import EnumeratedFilter
from sec_registry.registers.admin.past import Companion, companions_of


@cache
def _by_name(field: "ForeignKey[Any, Any]") -> Callable[[Any], str]:
    """The field as plain text. The same object each time: the admin compares what it is given."""

    @admin.display(description=field.verbose_name)
    def named(row: Any) -> str:
        other = getattr(row, field.name)
        return "-" if other is None else str(other)

    named.__name__ = field.name
    return named


class ReadOnlyPages(admin.ModelAdmin):  # type: ignore[type-arg]  # Django has none at run time
    """A list and a page for each row, for whoever is admitted."""

    actions: Any = None
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    view_on_site = False
    #: What the index and the list call these rows, in the Code's words; "" leaves it to the model.
    listed_as = ""
    #: Whether there is anybody who may change a row.
    changeable = False
    #: The stock addresses that exist, by the ends of their names.
    pages: tuple[str, ...] = ("changelist", "change", "history", "simple_history")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for each in cls.list_filter or ():
            if not (isinstance(each, type) and issubclass(each, EnumeratedFilter)):
                raise TypeError(f"{cls.__name__}: list_filter holds EnumeratedFilter classes only.")

    def admitted(self, user: User | AnonymousUser) -> bool:
        """Whether the person may open these pages at all."""
        raise NotImplementedError

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admitted(request.user)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        # Asked for the index, of those whom has_module_permission let in.
        add = self.has_add_permission(request)
        change = self.changeable and self.has_change_permission(request)
        return {"add": add, "change": change, "delete": False, "view": True}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admitted(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        # SECURITY: the stock rule allows any column of the model, and relations that filters name.
        filters = self.list_filter if request is None else self.get_list_filter(request)
        return lookup in {getattr(each, "parameter_name", None) for each in filters}

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name

    def get_urls(self) -> list[URLPattern]:
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        names = {prefix + page for page in self.pages}
        return [each for each in super().get_urls() if getattr(each, "name", "") in names]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = self.listed_as or capfirst(self.opts.verbose_name_plural)
        response: HttpResponse = super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )
        return response

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(flatten_fieldsets(self.get_fieldsets(request, obj)))

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        # The same answer for what is not there and what is not theirs.
        raise Http404

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: who did what is in the history, under the right to read it."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing, likewise."""


class ReadOnlyAdmin(ReadOnlyPages, AuditedAdmin):
    """The same with History, that of belonging rows beside the row's own."""

    companions: tuple[Companion, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if hasattr(obj, "_history"):
            # A past version: what is worked out from other rows would be today's.
            names = [field.name for field in self.opts.local_concrete_fields]
            said = [name for name in names if name not in self.history_unsaid]
            return [(None, {"fields": [self.openable(request, name) for name in said]})]
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        return [
            (title, {**rest, "fields": [self.openable(request, each) for each in rest["fields"]]})
            for title, rest in sets
        ]

    def openable(self, request: HttpRequest, name: Any) -> Any:
        """The field; by name alone where the page that a link led to would refuse this person."""
        field = {each.name: each for each in self.opts.local_concrete_fields}.get(name)
        if not isinstance(field, ForeignKey):
            return name
        pages = self.admin_site._registry.get(field.related_model)
        if pages is None or pages.has_view_permission(request):
            return name
        return _by_name(field)

    def companions_for(self, request: HttpRequest) -> tuple[Companion, ...]:
        """The belonging rows whose history this person may read with the row's own."""
        return self.companions

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        self._seen_or_404(request, object_id)
        belonging = companions_of(self.companions_for(request), unquote(object_id))
        context = {"companions": belonging, **(extra_context or {})}
        return super().history_view(request, object_id, context)
