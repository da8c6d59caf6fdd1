"""The Panel's policy on fleet plans, at the desk. Inventories are their owners' and not here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from firmware.models import FleetPolicy
from sec_registry.registers.admin import PolicyAdmin


@admin.register(FleetPolicy)
class FleetPolicyAdmin(PolicyAdmin):
    """How large an inventory is read at once, and how long any is kept."""

    listed_as = "Policy on fleet plans"
    list_display = ("__str__", "at_once", "kept_days")
    fields = ("at_once", "kept_days", "reason")
    pages = ("changelist", "change", "history", "simple_history")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
