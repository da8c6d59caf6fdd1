"""Policy of the Panel on deliveries: the Working Day clocks, and the fields of the extract."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cpl.register import CPL
from sec_registry.deliveries.models import ClockDays, ExtractMember
from sec_registry.registers.admin import PolicyAdmin


@admin.register(ClockDays)
class ClockDaysAdmin(PolicyAdmin):
    """Working Days from the decision; other days are another row, from a day on."""

    listed_as = "Working Day clocks"
    list_display = ("clock", "decided_from", "working_days")
    fields = ("clock", "decided_from", "working_days", "reason")
    kept = ("clock", "decided_from")
    pages = (*PolicyAdmin.pages, "delete")


@admin.register(ExtractMember)
class ExtractMemberAdmin(PolicyAdmin):
    """Which members of the CPL document an extract for DCC holds."""

    listed_as = "Fields of the extract for DCC"
    list_display = ("columns", "member", "included")
    fields = ("member", "columns", "included", "reason")
    kept = ("member", "columns")
    list_display_links = ("columns",)
    pages = ("changelist", "change", "history", "simple_history")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="columns")
    def columns(self, row: ExtractMember) -> str:
        """The columns that the member fills in the csv form, as the vocabulary writes them."""
        return ", ".join(name for name, member in CPL.table.columns.items() if member == row.member)
