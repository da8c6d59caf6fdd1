"""Policy of the Panel in the admin: device types with the schemes each needs, and who speaks for
which Manufacturer.

These tables may change outside an acceptance. Panel administrators change them, with a reason;
whoever reads the list reads them.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.people import is_panel_administrator
from cpl.admin.audience import reads_the_list
from cpl.models import DeviceType, ManufacturerOrganisation, RequiredScheme
from sec_registry.audit.acting import acting
from sec_registry.registers.admin import Companion, ReadOnlyAdmin


class ReasonedForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has none at run time
    """A row of policy and why it changes."""

    reason = forms.CharField(max_length=300, help_text="Kept in the history.")


class PanelDecides:
    """Whoever reads the list may look; Panel administrators add and change."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return reads_the_list(request.user)

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

    def has_module_permission(self, request: HttpRequest) -> bool:
        return reads_the_list(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if hasattr(obj, "_history"):
            return super().get_readonly_fields(request, obj)
        return ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fields
        return tuple(name for name in self.fields or () if name != "reason")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with acting(by=_who(request), reason=form.cleaned_data["reason"]):
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with acting(by=_who(request), reason=form.cleaned_data["reason"]):
            super().save_related(request, form, formsets, change)


class RequiredSchemes(PanelDecides, admin.TabularInline):  # type: ignore[type-arg]  # as above
    """The certificate schemes that a SMETS2+ Device Model of the type needs."""

    model = RequiredScheme
    extra = 0
    verbose_name = "required scheme"


@admin.register(DeviceType)
class DeviceTypeAdmin(PolicyAdmin):
    """Physical Device Types and what each needs; a type that was used never goes."""

    listed_as = "Physical Device Types"
    list_display = ("code", "name", "specification", "schemes")
    fields = ("code", "name", "specification", "position", "reason")
    inlines = (RequiredSchemes,)
    companions = (Companion("Required schemes", RequiredScheme, "device_type_id"),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        kept = super().get_readonly_fields(request, obj)
        return kept if obj is None else (*kept, "code")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="required schemes (SMETS2+)")
    def schemes(self, row: DeviceType) -> str:
        return ", ".join(each.get_scheme_display() for each in row.required_schemes.all()) or "–"


@admin.register(ManufacturerOrganisation)
class ManufacturerOrganisationAdmin(PolicyAdmin):
    """Organisations that speak for a Manufacturer: their changes need no advisory (S5)."""

    listed_as = "Who speaks for a Manufacturer"
    list_display = ("manufacturer", "organisation")
    list_select_related = ("manufacturer", "organisation")
    search_fields = ("manufacturer__code", "manufacturer__name", "organisation__name")
    fields = ("manufacturer", "organisation", "reason")
    pages = (*PolicyAdmin.pages, "delete")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with acting(by=_who(request), reason="no longer speaks for the Manufacturer"):
            obj.delete()


def _who(request: HttpRequest) -> Any:
    """The person at the screen: somebody with a role, or the pages had not opened."""
    return request.user
