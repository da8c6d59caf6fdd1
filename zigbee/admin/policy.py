"""Policy of the Security Sub Committee: changed by a member, with a reason, told to all (F2.38)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.people import is_ssc
from sec_registry.registers.admin import PolicyAdmin
from zigbee.access_letters import told_of_policy
from zigbee.models import AccessPolicy


class CommitteesPolicy(PolicyAdmin):
    """A policy of fixed rows, which any one member changes and all of them hear of."""

    pages = ("changelist", "change", "history", "simple_history")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changed = [name for name in form.changed_data if name != "reason"]
        if changed:
            told_of_policy(
                policy=str(obj),
                changes=[_change(form, name) for name in changed],
                by=request.user,
                reason=form.cleaned_data["reason"],
            )


@admin.register(AccessPolicy)
class AccessPolicyAdmin(CommitteesPolicy):
    """How long access lasts at most, and whether two members decide; by kind of scope."""

    listed_as = "Policy on access to Zigbee records"
    list_display = ("kind", "longest_days", "members")
    fields = ("kind", "longest_days", "members", "reason")
    kept = ("kind",)


def _change(form: Any, name: str) -> str:
    before, now = (
        "nothing" if value is None else str(value)
        for value in (form.initial[name], form.cleaned_data[name])
    )
    return f"{form.fields[name].label}: {before}, now {now}"
