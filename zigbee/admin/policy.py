"""Policy of the Security Sub Committee on access: its members change it, with a reason (F2.38)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.people import is_ssc
from sec_registry.registers.admin import PolicyAdmin
from zigbee.models import AccessPolicy


@admin.register(AccessPolicy)
class AccessPolicyAdmin(PolicyAdmin):
    """How long access lasts at most, and whether two members decide; by kind of scope."""

    listed_as = "Policy on access to Zigbee records"
    list_display = ("kind", "longest_days", "members")
    fields = ("kind", "longest_days", "members", "reason")
    kept = ("kind",)
    pages = ("changelist", "change", "history", "simple_history")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
