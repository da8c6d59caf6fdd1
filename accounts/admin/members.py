"""What was done to accounts of the Security Sub Committee's members: read, never changed (Z6)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.base import NarrowedByFilters
from accounts.models import MemberChange
from accounts.people import is_auditor, is_ssc, may_manage_accounts


@admin.register(MemberChange)
class MemberChangeAdmin(NarrowedByFilters, admin.ModelAdmin):  # type: ignore[type-arg]  # Django has none at run time
    """For the members themselves, auditors, and those who manage accounts."""

    actions: Any = None
    list_display = ("at", "member", "what", "by", "channel")
    list_display_links = None
    list_filter = ("channel",)
    search_fields = ("member", "by", "what")
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        by = request.user
        return is_ssc(by) or is_auditor(by) or may_manage_accounts(by)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> Any:
        # The list says all that there is.
        listed = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return [each for each in super().get_urls() if getattr(each, "name", "") == listed]
