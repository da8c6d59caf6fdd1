"""Requests for access at the desk: what waits, and the committee's decision (F2.38, Z1)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.registers.admin import EnumeratedFilter, ReadOnlyAdmin, choice_filter
from sec_registry.registers.admin.forms import VerbForm, form_page
from sec_registry.registers.admin.presentation import (
    badge,
    facts_table,
    lines,
    link,
    moment,
    verbatim,
)
from zigbee.access_policy import policies_told
from zigbee.access_seen import grants_beside
from zigbee.admin.request_forms import DecisionForm, SignatureForm
from zigbee.choices import RequestState, ScopeKind
from zigbee.columns import CODE
from zigbee.decisions import (
    request_countersign,
    request_decline,
    request_grant,
    request_refuse,
)
from zigbee.models import AccessGrant, AccessRequest
from zigbee.models.requests import OPEN
from zigbee.request_standing import TooLate
from zigbee.scopes import scope_told

UNDECIDED = "open"


class RequestStateFilter(EnumeratedFilter):
    """By where the request stands."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(UNDECIDED, "Not decided"), *RequestState.choices]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(OPEN) if value == UNDECIDED else queryset.filter(state=value)


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnlyAdmin):
    """Requests, decided by the verbs; for the committee's eyes only."""

    list_display = ("__str__", "requester", "told_state", "until", "asked_at")
    list_filter = (
        RequestStateFilter,
        choice_filter("access to", "scope__kind", ScopeKind.choices, parameter="kind"),
    )
    list_select_related = ("scope", "requester", "person", "organisation")
    search_fields = ("requester__email", "requester__name", "organisation__name", "purpose")
    fields = (
        "requester",
        "from_organisation",
        "holder",
        "scope",
        "purpose_told",
        "until",
        "renews",
        "asked_at",
        "told_state",
        "decision",
        "meeting",
        "decided_by",
        "decided_at",
        "granted",
    )

    def admitted(self, user: User | AnonymousUser) -> bool:
        return is_ssc(user)

    def get_urls(self) -> Any:
        # Before the stock addresses, the last of which takes anything.
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/decide/", view(self.decide_view), name=f"{NAME}_decide"),
            path("<path:object_id>/sign/", view(self.sign_view), name=f"{NAME}_sign"),
            *super().get_urls(),
        ]

    @admin.display(description="state", ordering="state")
    def told_state(self, row: AccessRequest) -> str:
        return badge(row.state, row.get_state_display())

    @admin.display(description="of")
    def from_organisation(self, row: AccessRequest) -> str:
        return str(row.requester.organisation or "-")

    @admin.display(description="for")
    def holder(self, row: AccessRequest) -> str:
        return row.holder

    @admin.display(description="purpose")
    def purpose_told(self, row: AccessRequest) -> str:
        return verbatim(row.purpose)

    @admin.display(description="grant")
    def granted(self, row: AccessRequest) -> str:
        return lines(_granted(grant) for grant in row.grants.all())

    def decide_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is asked for, and the form of the decision, filled in as it was asked."""
        asked = self._open(request, object_id)
        form = DecisionForm(
            request.POST or None,
            initial={
                "kind": asked.scope.kind,
                "value": asked.scope.value.replace(",", ", "),
                "last_day": asked.until.date(),
            },
        )
        if form.is_valid() and self._done(request, form, lambda: _decided(request, form, asked)):
            return self._back(asked)
        return form_page(
            request,
            self,
            form,
            title=f"Decide on request {asked.pk}",
            button="Decide",
            note=policies_told(),
            table=_facts(asked),
            table_title="Asked for",
        )

    def sign_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What another member proposes, to be countersigned or not."""
        asked = self._open(request, object_id)
        form = SignatureForm(request.POST or None)
        if form.is_valid() and self._done(request, form, lambda: _signed(request, form, asked)):
            return self._back(asked)
        return form_page(
            request,
            self,
            form,
            title=f"Countersign request {asked.pk}",
            button="Send",
            note="Access opens only when a second member has signed.",
            table=_facts(asked),
            table_title="Proposed",
        )

    def _open(self, request: HttpRequest, object_id: str) -> AccessRequest:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked: AccessRequest | None = self.get_object(request, object_id)
        if asked is None:
            raise Http404
        return asked

    def _back(self, asked: AccessRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:{NAME}_change", args=[asked.pk]))

    def _done(self, request: HttpRequest, form: VerbForm, deed: Callable[[], str]) -> bool:
        try:
            told = deed()
        except ValidationError as error:
            form.refused(error)
        except (PermissionDenied, TooLate) as error:
            form.add_error(None, str(error))
        else:
            self.message_user(request, told, messages.SUCCESS)
            return True
        return False


NAME = "zigbee_accessrequest"


def _decided(request: Any, form: DecisionForm, asked: AccessRequest) -> str:
    words = {name: form.cleaned_data[name] for name in ("text", "meeting")}
    if form.cleaned_data["decision"] == "refuse":
        return f"{request_refuse(by=request.user, request=asked, **words)}: refused."
    done = request_grant(by=request.user, request=asked, **words, **form.granting(asked))
    if done.state == RequestState.PROPOSED:
        return f"{done}: proposed. It opens when another member has countersigned."
    return f"{done}: granted."


def _signed(request: Any, form: SignatureForm, asked: AccessRequest) -> str:
    if form.cleaned_data["decision"] == "sign":
        return f"{request_countersign(by=request.user, request=asked)}: granted."
    reason = form.cleaned_data["reason"]
    return f"{request_decline(by=request.user, request=asked, reason=reason)}: waits again."


def _organisation(person: User) -> str:
    organisation = person.organisation
    if organisation is None:
        return "no organisation"
    return f"{organisation}, {'a' if organisation.is_current_party() else 'no'} SEC Party"


def _granted(grant: AccessGrant) -> SafeString:
    """The grant, its end and where it stands, leading to its page."""
    named = link(grant, "zigbee_accessgrant_change", grant.pk)
    return format_html("{}, until {}: {}", named, moment(grant.until), grant.state.label)


def _facts(asked: AccessRequest) -> str:
    """What is asked for, and what is proposed, where something is."""
    looks = urlencode({"person": asked.requester.email, "register": CODE})
    rows: list[tuple[str, Any]] = [
        ("Who asks", f"{asked.requester} ({_organisation(asked.requester)})"),
        ("For", asked.holder),
        ("Access to", asked.scope),
        ("That is", scope_told(asked.scope)),
        ("Purpose", verbatim(asked.purpose)),
        ("Until (UTC)", moment(asked.until)),
        ("May read already", lines(_granted(each) for each in grants_beside(asked))),
        (
            "Has read so far",
            format_html(
                '<a href="{}?{}">In the record of disclosures</a>',
                reverse("admin:registers_disclosure_changelist"),
                looks,
            ),
        ),
    ]
    if asked.renews is not None:
        rows.append(("Renews", _granted(asked.renews)))
    for grant in asked.grants.filter(revoked_at__isnull=True):
        rows += [
            ("Proposed by", grant.decided_by.email),
            ("Proposed: access to", grant.scope),
            ("Proposed: until (UTC)", moment(grant.until)),
            ("Text for the requester", verbatim(asked.decision)),
            ("Meeting reference", asked.meeting),
        ]
    return facts_table(("What", "As it stands"), rows)
