"""Access to Zigbee records, given and taken by members of the Security Sub Committee (F2.38)."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.admin.base import ReasonForm
from accounts.models import User
from accounts.people import is_auditor, is_ssc
from sec_registry.registers.admin import ReadOnlyAdmin, choice_filter
from sec_registry.registers.admin.forms import form_page
from zigbee.access_policy import policies_told
from zigbee.admin.grant_filters import GrantStateFilter
from zigbee.admin.grant_forms import GrantForm
from zigbee.choices import ScopeKind
from zigbee.grants import (
    grant_countersign,
    grant_give,
    grant_revoke,
)
from zigbee.models import AccessGrant

#: A grant as the record of disclosures names it.
_NUMBER = re.compile(r"(?:grant )?([0-9]{1,9})", re.IGNORECASE | re.ASCII)
#: What is the committee's own to read: what access is for, why it was taken back.
WORDS = frozenset({"purpose", "request", "revocation_reason"})


@admin.register(AccessGrant)
class AccessGrantAdmin(ReadOnlyAdmin):
    """Grants, given and revoked by the verbs, never rewritten.

    For the committee; auditors, whom the record of disclosures tells by which grant somebody read,
    find here whose decision that was, and none of its words.
    """

    action_form = ReasonForm
    actions = ("countersign", "revoke")
    pages = (*ReadOnlyAdmin.pages, "add")
    list_display = (
        "number",
        "holder",
        "scope",
        "state",
        "purpose",
        "starts",
        "until",
        "decided_by",
    )
    list_display_links = ("number", "holder")
    list_filter = (
        GrantStateFilter,
        choice_filter("access to", "scope__kind", ScopeKind.choices, parameter="kind"),
    )
    list_select_related = ("scope", "person", "organisation", "decided_by")
    search_fields = ("person__email", "person__name", "organisation__name", "purpose")
    search_help_text = "Who holds it, or its number."
    fields = (
        "number",
        "holder",
        "scope",
        "state",
        "purpose",
        "starts",
        "until",
        "request",
        "decided_by",
        "countersigned_by",
        "meeting",
        "revoked_at",
        "revoked_by",
        "revocation_reason",
    )

    def admitted(self, user: User | AnonymousUser) -> bool:
        return is_ssc(user) or is_auditor(user)

    def get_list_display(self, request: HttpRequest) -> Any:
        return _told(request, self.list_display)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return _told(request, self.fields)

    def get_search_fields(self, request: HttpRequest) -> Any:
        # SECURITY: what a search finds by, it tells.
        return _told(request, self.search_fields)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        named = _NUMBER.fullmatch(search_term)
        if named:
            return queryset.filter(pk=int(named[1])), False
        return super().get_search_results(request, queryset, search_term)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        self._committees_own(request)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._committees_own(request)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _committees_own(self, request: HttpRequest) -> None:
        if not is_ssc(request.user):
            raise PermissionDenied

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_ssc(request.user)

    def has_sign_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return is_ssc(request.user)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return is_ssc(request.user)

    @admin.display(description="grant", ordering="id")
    def number(self, row: AccessGrant) -> str:
        return f"Grant {row.pk}"

    @admin.display(description="meeting reference")
    def meeting(self, row: AccessGrant) -> str:
        return row.request.meeting if row.request else "-"

    @admin.display(description="for")
    def holder(self, row: AccessGrant) -> str:
        return row.holder

    @admin.display(description="state")
    def state(self, row: AccessGrant) -> str:
        return row.state.label.lower()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        back = reverse("admin:zigbee_accessgrant_changelist")
        return self.give(request, back=back, title="Give access to Zigbee records")

    def give(self, request: HttpRequest, *, back: str, title: str, **context: Any) -> HttpResponse:
        """The form, and after a good one the way ``back``; ``initial`` fills it in beforehand."""
        form = GrantForm(request.POST or None, initial=context.pop("initial", None))
        if form.is_valid() and self._given(request, form):
            return HttpResponseRedirect(back)
        return form_page(
            request,
            self,
            form,
            title=title,
            button="Give access",
            note=policies_told(),
            **context,
        )

    def _given(self, request: Any, form: GrantForm) -> bool:
        try:
            grant = grant_give(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.refused(error)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        else:
            deed = "proposed; another member countersigns" if grant.awaits_another else "given"
            self.message_user(request, f"{grant}: {deed}.", messages.SUCCESS)
            return True
        return False

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, grants: QuerySet[AccessGrant]) -> None:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            self.message_user(request, "Write a reason beside the action first.", messages.ERROR)
            return
        for grant in grants:
            self._done(request, grant, "revoked", partial(grant_revoke, reason=reason))

    @admin.action(description="Countersign", permissions=["sign"])
    def countersign(self, request: HttpRequest, grants: QuerySet[AccessGrant]) -> None:
        for grant in grants:
            self._done(request, grant, "countersigned", grant_countersign)

    def _done(
        self, request: HttpRequest, grant: AccessGrant, deed: str, verb: Callable[..., Any]
    ) -> None:
        try:
            verb(by=request.user, grant=grant)
        except ValidationError as error:
            for each in error.messages:
                self.message_user(request, f"{grant}: {each}", messages.ERROR)
        except PermissionDenied as error:
            self.message_user(request, f"{grant}: {error}", messages.ERROR)
        else:
            self.message_user(request, f"{grant}: {deed}.", messages.SUCCESS)


def _told(request: HttpRequest, names: Iterable[Any]) -> tuple[Any, ...]:
    """The fields that whoever asks is told."""
    return tuple(each for each in names if is_ssc(request.user) or each not in WORDS)
