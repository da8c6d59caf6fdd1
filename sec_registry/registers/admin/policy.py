"""Tables of policy in the admin, changed with a reason kept in history.

Panel administrators change them, but for those that another body decides on.

These tables may change outside an acceptance. Everybody with an office reads them.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.people import holds_an_office, is_panel_administrator
from sec_registry.audit.acting import acting
from sec_registry.audit.bulk import remember_as_it_stood
from sec_registry.registers.admin.base import ReadOnlyAdmin
from sec_registry.registers.admin.forms import VerbForm, form_page


def _why() -> forms.CharField:
    wide = forms.TextInput(attrs={"class": "vTextField"})
    return forms.CharField(max_length=300, help_text="Kept in the history.", widget=wide)


class ReasonedForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has none at run time
    """A row of policy and why it changes."""

    reason = _why()


class WhyForm(VerbForm):
    """Why a row goes."""

    reason = _why()


class PanelDecides:
    """Whoever has an office may look; Panel administrators add, change and take away."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds_an_office(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_panel_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_panel_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_panel_administrator(request.user)


class PolicyAdmin(PanelDecides, ReadOnlyAdmin):
    """A table of policy whose every write is recorded with its reason."""

    form = ReasonedForm
    changeable = True
    pages: tuple[str, ...] = ("changelist", "change", "add", "history", "simple_history")
    #: What stays as it was entered; whoever wants another enters another row.
    kept: ClassVar[tuple[str, ...]] = ()

    def admitted(self, user: User | AnonymousUser) -> bool:
        return holds_an_office(user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if hasattr(obj, "_history"):
            return super().get_readonly_fields(request, obj)
        return () if obj is None else self.kept

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return tuple(name for name in self.fields or () if name != "reason")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with acting(by=_who(request), reason=form.cleaned_data["reason"]):
            if change:
                remember_as_it_stood(obj)
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with acting(by=_who(request), reason=form.cleaned_data["reason"]):
            for each in (row for formset in formsets for row in formset.initial_forms):
                if each.has_changed():
                    remember_as_it_stood(each.instance)
            super().save_related(request, form, formsets, change)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_delete_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        form = WhyForm(request.POST or None)
        if form.is_valid() and self._taken_away(request, row, form):
            address = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(address))
        return form_page(request, self, form, title=f"Take away: {row}", button="Take away")

    def _taken_away(self, request: HttpRequest, row: Any, form: WhyForm) -> bool:
        told = str(row)
        try:
            with acting(by=_who(request), reason=form.cleaned_data["reason"]):
                row.delete()
        except ProtectedError:
            form.add_error(None, "Other rows rest on this one.")
            return False
        self.message_user(request, f"{told}: taken away.", messages.SUCCESS)
        return True


def _who(request: HttpRequest) -> Any:
    """The person at the screen: somebody with a role, or the pages had not opened."""
    return request.user
