"""Spellings of chipset vendors: the Security Sub Committee's, unseen by others (F2.38)."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.registers.admin import PolicyAdmin
from zigbee.models import VendorSpelling


@admin.register(VendorSpelling)
class VendorSpellingAdmin(PolicyAdmin):
    """Which spellings mean which vendor, for the security query."""

    listed_as = "Spellings of chipset vendors"
    list_display = ("spelling", "vendor")
    fields = ("spelling", "vendor", "reason")
    pages = (*PolicyAdmin.pages, "delete")

    def admitted(self, user: User | AnonymousUser) -> bool:
        return is_ssc(user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)
