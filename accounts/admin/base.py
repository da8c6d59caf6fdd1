"""What the admin pages of this app share: who sees them, and saving through verbs."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.people import may_manage_accounts
from sec_registry.audit.admin import AuditedAdmin

#: Digits that fit a key of the database.
KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


class VerbForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has none at run time
    """A form whose model admin hands it to a verb. ``by`` is the person at the screen."""

    by: Any = None

    def facts(self, *names: str) -> dict[str, Any]:
        """The named values, leaving out those that the form does not show."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ReasonForm(ActionForm):
    """The list's action bar, with room for the reason that an action records."""

    reason = forms.CharField(max_length=300, required=False, label="Reason:")


class ManagersOnly:
    """Whoever manages accounts may look, add and change; nobody deletes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_manage_accounts(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_accounts(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_accounts(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_accounts(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Asked by the actions that only managers are offered."""
        return may_manage_accounts(request.user)


class NarrowedByFilters:
    """A list that an address narrows by its filters, and by nothing else."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether an address may narrow the list so.

        SECURITY: the stock rule allows any column of the row, such as the digest of a password or
        a token, which its beginnings would give away letter by letter.
        """
        pages: Any = self
        offered = pages.list_filter if request is None else pages.get_list_filter(request)
        asked = {f"{name}__{each}" for name in offered for each in ("exact", "isnull")}
        # No column of PostgreSQL is compared with a zero character.
        return lookup in asked and "\x00" not in value


class Suggestions(AutocompleteSelect):
    """Suggestions while typing. Django would ask the database for whatever was sent as a key."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        keys = [each for each in value if KEY.fullmatch(str(each))]
        return super().optgroups(name, keys, attrs)


class NamedDateTime(AdminSplitDateTime):
    """A day and a time, each with a name of its own: the legend names them together."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, word in zip(context["widget"]["subwidgets"], ("Date", "Time"), strict=True):
            part["attrs"]["aria-label"] = word
        return context


class VerbAdmin(NarrowedByFilters, ManagersOnly, AuditedAdmin):
    """A page whose Save calls a verb; what the verb refuses is said on the page."""

    formfield_overrides: Any = {DateTimeField: {"widget": NamedDateTime}}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Suggestions(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_by_verb(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> Model:
        """Call the verb and return what it saved."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        saved = self.save_by_verb(request, obj, form, change)
        # The admin goes on to speak of obj: its key, its name.
        obj.__dict__.update(saved.__dict__)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if not hasattr(obj, "_history"):
            return sets
        # A past version: what the row held, and nothing that a form asks or works out today.
        held = {field.name for field in self.opts.local_concrete_fields}
        return [(None, {"fields": [name for name in flatten_fieldsets(sets) if name in held]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if hasattr(obj, "_history"):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # The forms say what they can in advance; this is for what only the verb finds out.
        try:
            response: HttpResponse = super().changeform_view(
                request, object_id, form_url, extra_context
            )
        except ValidationError as error:
            self.say(request, error.messages)
            return HttpResponseRedirect(request.get_full_path())
        return response

    def say(self, request: HttpRequest, problems: Iterable[str]) -> None:
        """Show what was refused."""
        for problem in problems:
            self.message_user(request, problem, messages.ERROR)


class ReadOnlyInline(ManagersOnly, admin.StackedInline):  # type: ignore[type-arg]  # as above
    """Rows that belong to what the page shows, and are changed elsewhere."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
