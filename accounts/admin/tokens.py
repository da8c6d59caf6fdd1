"""API tokens in the admin: seen and revoked. Nobody issues one for somebody else."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.base import ReasonForm, VerbAdmin
from accounts.models import ApiToken
from accounts.services import token_revoke


@admin.register(ApiToken)
class ApiTokenAdmin(VerbAdmin):
    """Tokens by their first letters; the digest is shown nowhere."""

    action_form = ReasonForm
    list_display = ("token_key", "user", "name", "allows", "created", "expiry", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("token_key", "name", "user__email")
    fields = ("token_key", "user", "name", "allows", "created", "expiry", "last_used_at")
    readonly_fields = fields
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Revoke", permissions=["manage"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        by: Any = request.user
        reason = request.POST.get("reason", "").strip() or "token revoked"
        for token in tokens:
            token_revoke(token=token, by=by, reason=reason)
            self.message_user(request, f"{token}: revoked.", messages.SUCCESS)
