"""Policy of the Panel in the admin: device types with the schemes each needs, usual forms, and who
speaks for which Manufacturer.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cpl.models import (
    CpaNoticePeriod,
    DeviceType,
    ManufacturerOrganisation,
    RequiredScheme,
    UsualForm,
)
from sec_registry.registers.admin import Companion, PanelDecides, PolicyAdmin
from sec_registry.registers.admin.presentation import lines


class RequiredSchemes(PanelDecides, admin.StackedInline):  # type: ignore[type-arg]  # none at run time
    """The certificate schemes that a Device Model of the type needs, generation by generation."""

    model = RequiredScheme
    extra = 0
    verbose_name = "required scheme"
    fields = (("generation", "scheme"),)
    ordering = ("generation", "scheme")


@admin.register(DeviceType)
class DeviceTypeAdmin(PolicyAdmin):
    """Physical Device Types and what each needs; a type that was used never goes."""

    listed_as = "Physical Device Types"
    list_display = ("code", "name", "specification", "schemes", "named_in_f2_14")
    fields = ("code", "name", "specification", "named_in_f2_14", "position", "reason")
    kept = ("code",)
    inlines = (RequiredSchemes,)
    companions = (Companion("Required schemes", RequiredScheme, "device_type_id"),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("required_schemes")

    @admin.display(description="required schemes")
    def schemes(self, row: DeviceType) -> str:
        needs: dict[str, list[str]] = {}
        for each in sorted(row.required_schemes.all(), key=lambda need: need.pk):
            needs.setdefault(each.generation, []).append(each.get_scheme_display())
        return lines(f"{kind}: {', '.join(schemes)}" for kind, schemes in sorted(needs.items()))


@admin.register(UsualForm)
class UsualFormAdmin(PolicyAdmin):
    """How codes usually look whose form no public source quotes; what differs gets an advisory."""

    listed_as = "Usual forms of codes"
    list_display = ("column", "in_words")
    fields = ("column", "characters", "capitals", "shortest", "longest", "reason")
    kept = ("column",)
    pages = ("changelist", "change", "history", "simple_history")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="usually")
    def in_words(self, row: UsualForm) -> str:
        return row.told()


@admin.register(CpaNoticePeriod)
class CpaNoticePeriodAdmin(PolicyAdmin):
    """How long before a CPA date subscribers are told; each period tells once."""

    listed_as = "Periods of CPA notices"
    list_display = ("__str__",)
    fields = ("months", "reason")
    kept = ("months",)
    pages = (*PolicyAdmin.pages, "delete")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
