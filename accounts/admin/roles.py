"""Roles in the admin: given, ended, and for the Security Sub Committee countersigned.

Members of the Security Sub Committee open this page too, and find on it the roles of their
committee that wait for a countersignature, nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.base import ReasonForm, VerbAdmin, VerbForm
from accounts.models import Role, RoleHolding
from accounts.people import is_ssc, may_manage_accounts
from accounts.services import role_countersign, role_end, role_give
from accounts.services.roles import role_check


class RoleForm(VerbForm):
    """A role to give."""

    class Meta:
        model = RoleHolding
        fields = ("user", "role", "starts", "until", "reason")

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        if values.get("user") == self.by:
            self.add_error("user", "Nobody gives themselves a role.")
        if not self.errors:
            role_check(RoleHolding(**self.facts(*self.Meta.fields)))
        return values


@admin.register(RoleHolding)
class RoleHoldingAdmin(VerbAdmin):
    """Who holds which role, from when, until when, and given by whom."""

    form = RoleForm
    action_form = ReasonForm
    list_display = ("user", "role", "state", "starts", "until", "given_by_text", "countersigned_by")
    list_display_links = ("role",)
    list_filter = ("role",)
    list_select_related = ("user", "countersigned_by")
    search_fields = ("user__email", "user__name")
    autocomplete_fields = ("user",)
    actions = ("countersign", "end")
    fields = RoleForm.Meta.fields
    told = (
        "state",
        "given_by_text",
        "countersigned_by",
        "countersigned_at",
        "bootstrap",
        "ended_at",
        "ended_by_text",
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields if obj is None else (*self.fields, *self.told)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else (*self.fields, *self.told)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleHolding]:
        holdings: QuerySet[RoleHolding] = super().get_queryset(request)
        if may_manage_accounts(request.user):
            return holdings
        if is_ssc(request.user):
            waiting = RoleHolding.objects.awaiting_countersignature()
            return holdings.filter(pk__in=waiting.values("pk"))
        return holdings.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_manage_accounts(request.user) or is_ssc(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A role that was given is ended and given anew, never rewritten.
        return False

    def has_countersign_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return is_ssc(request.user)

    def save_by_verb(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> RoleHolding:
        by: Any = request.user
        holding = role_give(by=by, **form.facts(*RoleForm.Meta.fields))
        if holding.role == Role.SECURITY_SUB_COMMITTEE:
            self.message_user(
                request,
                "The role is in force once a member of the Security Sub Committee countersigns.",
                messages.WARNING,
            )
        return holding

    @admin.action(description="Countersign", permissions=["countersign"])
    def countersign(self, request: HttpRequest, holdings: QuerySet[RoleHolding]) -> None:
        by: Any = request.user
        self._each(
            request, holdings, "countersigned", lambda each: role_countersign(holding=each, by=by)
        )

    @admin.action(description="End now", permissions=["manage"])
    def end(self, request: HttpRequest, holdings: QuerySet[RoleHolding]) -> None:
        by: Any = request.user
        reason = request.POST.get("reason", "").strip()
        if not reason:
            self.say(request, ["Write a reason beside the action first."])
            return
        self._each(
            request, holdings, "ended", lambda each: role_end(holding=each, reason=reason, by=by)
        )

    def _each(
        self,
        request: HttpRequest,
        holdings: QuerySet[RoleHolding],
        done: str,
        verb: Callable[[RoleHolding], RoleHolding],
    ) -> None:
        for holding in holdings:
            try:
                verb(holding)
            except ValidationError as error:
                self.say(request, [f"{holding}: {problem}" for problem in error.messages])
            except PermissionDenied as error:
                self.say(request, [f"{holding}: {error}"])
            else:
                self.message_user(request, f"{holding}: {done}.", messages.SUCCESS)
