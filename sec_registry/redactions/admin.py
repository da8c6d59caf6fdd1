"""Redactions at the desk: proposed by one person, decided by another, listed for both.

What was written about access, reviews and reading is proposed from the page that it stands on.

SECURITY: no page shows a value. A row is shown to those who may have a part in redactions of its
register, so that the others do not even see that there are any.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.models import User
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.deciding import DecidedByAnother
from sec_registry.redactions.evidence_admin import EvidenceRedactionAdmin
from sec_registry.redactions.forms import ProposalForm, TextsForm
from sec_registry.redactions.permissions import may_decide, may_redact, redactable_by
from sec_registry.redactions.proposals import redaction_decline, redaction_propose
from sec_registry.redactions.texts import of_texts, texts_offered, texts_propose
from sec_registry.registers.admin import channel_of, choice_filter
from sec_registry.registers.admin.forms import form_page
from sec_registry.registers.catalogue import register as register_of
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Redaction, RedactionState
from sec_registry.registers.paging import number_of
from sec_registry.submissions.errors import NotForYou
from zigbee.columns import CODE as ZIGBEE
from zigbee.written import families_named, family_asked, written_in

__all__ = ["EvidenceRedactionAdmin", "RedactionAdmin"]

LIST = "admin:registers_redaction_changelist"
#: Over the form.
WARNING = (
    "What is taken out is gone for good, from published documents, histories and what was "
    "submitted. Another person decides. A value that is in force today is corrected first, by a "
    "submission."
)

TEXTS_WARNING = (
    "What is taken out is gone for good, from its page, its history and wherever else it is "
    "repeated about the same matter; whoever asked finds in its place that it was redacted. "
    "Another member decides."
)


def _titles() -> list[tuple[str, str]]:
    return [(each.code, each.short_title) for each in registers()]


@admin.register(Redaction)
class RedactionAdmin(DecidedByAnother):
    """What was taken out of documents and histories, and what waits for a second person."""

    pages = ("changelist", "change", "add")
    deeds = {"approve": redaction_approve, "decline": redaction_decline}
    list_display = ("named", "state", "members_said", "proposed_by", "when", "decided_by")
    list_filter = (
        choice_filter("state", "state", RedactionState.choices),
        choice_filter("register", "register", _titles),
    )
    list_select_related = ("proposed_by", "decided_by")
    fields = (
        "register_title",
        "number",
        "members_said",
        "publications_said",
        "reason",
        "reason_public",
        "state",
        "proposed_by",
        "when",
        "decided_by",
        "decided",
        "note",
        "numbered",
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What there is: of texts no CPL number and no publication, before the deed no number."""
        empty = set()
        if obj is not None:
            empty |= {"number"} if not obj.cpl_number else set()
            empty |= {"publications_said"} if not obj.publications else set()
            if obj.state == RedactionState.PROPOSED:
                empty |= {"decided_by", "decided", "note", "numbered"}
        sets = super().get_fieldsets(request, obj)
        return [
            (title, {**rest, "fields": [name for name in rest["fields"] if name not in empty]})
            for title, rest in sets
        ]

    def admitted(self, user: User | AnonymousUser) -> bool:
        return bool(redactable_by(user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admitted(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redaction]:
        codes = [register.code for register in redactable_by(request.user)]
        rows: QuerySet[Redaction] = super().get_queryset(request)
        return rows.filter(register__in=codes)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Propose a redaction."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "text" in request.GET:
            return self._add_texts(request)
        by: Any = request.user
        asked = request.POST if request.method == "POST" else None
        initial = {name: request.GET.get(name, "") for name in ("cpl_number", "publications")}
        form = ProposalForm(redactable_by(by), asked, initial=initial)
        if asked is not None and form.is_valid():
            said = form.cleaned_data
            try:
                made = redaction_propose(
                    **{**said, "register": register_of(said["register"])},
                    by=by,
                    channel=channel_of(request),
                )
            except ValidationError as refused:
                form.add_error(None, refused)
            except NotForYou as refused:
                raise PermissionDenied from refused
            else:
                messages.success(
                    request, f"{self.named(made)} waits for another person's decision."
                )
                return HttpResponseRedirect(self.page_of(made))
        page = form_page(
            request, self, form, title="Propose a redaction", button="Propose", note=WARNING
        )
        page.status_code = 200 if asked is None else 422
        return page

    def _add_texts(self, request: HttpRequest) -> HttpResponse:
        """Propose to take out what was written about what the address names."""
        by: Any = request.user
        kind, _, key = request.GET["text"].partition(":")
        # SECURITY: to everybody else it is not there, whatever they name.
        dzir = register_of(ZIGBEE)
        family = family_asked(kind, number_of(key) or 0) if may_redact(by, dzir) else None
        if family is None:
            raise Http404
        asked = request.POST if request.method == "POST" else None
        form = TextsForm(texts_offered(family), asked)
        if asked is not None and form.is_valid():
            try:
                made = texts_propose(family=family, by=by, **form.cleaned_data)
            except ValidationError as refused:
                form.refused(refused)
            else:
                waits = f"{self.named(made)} waits for another member's decision."
                messages.success(request, waits)
                return HttpResponseRedirect(self.page_of(made))
        title = f"Redact what was written: {family.title}"
        page = form_page(request, self, form, title=title, button="Propose", note=TEXTS_WARNING)
        page.status_code = 200 if asked is None else 422
        return page

    def may_decide(self, by: User, redaction: Redaction) -> bool:
        """Whether the person may decide it."""
        return may_decide(by, redaction, register_of(redaction.register))

    @admin.display(description="redaction", ordering="id")
    def named(self, row: Redaction) -> str:
        title = register_of(row.register).short_title
        if of_texts(row):
            about = ", ".join(family.title for family in families_named(row.members))
            return f"Redaction {row.pk} of {about} ({title})"
        return f"Redaction {row.pk} of CPL {row.cpl_number} ({title})"

    @admin.display(description="CPL number")
    def number(self, row: Redaction) -> str:
        return str(row.cpl_number or "–")

    @admin.display(description="register")
    def register_title(self, row: Redaction) -> str:
        return register_of(row.register).title

    @admin.display(description="members")
    def members_said(self, row: Redaction) -> str:
        if of_texts(row):
            rows = [each for family in families_named(row.members) for each in family.rows]
            return "; ".join(each.title for each in written_in(rows) if each.name in row.members)
        titles = {each.member: each.title for each in register_of(row.register).redactable}
        return "; ".join(titles.get(each, each) for each in row.members)

    @admin.display(description="publications")
    def publications_said(self, row: Redaction) -> str:
        return ", ".join(map(str, row.publications)) or "–"

    @admin.display(description="number in the register")
    def numbered(self, row: Redaction) -> str:
        own = row.statements.filter(register=row.register).first()
        return str(own.number) if own else "–"
