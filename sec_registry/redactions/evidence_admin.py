"""Redactions of evidence at the desk: proposed from the page of its submission, decided here.

SECURITY: no page of it shows what the file is called.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from sec_registry.audit.acting import LONGEST_REASON
from sec_registry.redactions.deciding import DecidedByAnother
from sec_registry.redactions.evidence import (
    evidence_redactable_by,
    evidence_redaction_approve,
    evidence_redaction_decline,
    evidence_redaction_propose,
    may_decide_evidence,
    may_redact_evidence,
)
from sec_registry.registers.admin import choice_filter
from sec_registry.registers.admin.forms import VerbForm, form_page
from sec_registry.registers.models import RedactionState
from sec_registry.registers.paging import number_of
from sec_registry.submissions.models import EvidenceRedaction

WARNING = (
    "What is taken out is gone for good; that the file was there, who added it and who opened it "
    "stays on record. Another person of the Panel decides."
)
#: Where files stand, by their submissions.
FILES = "admin:submissions_submission_changelist"
CHOOSE = "Open the submission that the file belongs to, and press Redact beside the file."


class EvidenceProposal(VerbForm):
    """What of the file is to go, and why."""

    what = forms.ChoiceField(
        label="What is to be taken out",
        choices=EvidenceRedaction.What.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In words that do not repeat what is to be taken out.",
    )


@admin.register(EvidenceRedaction)
class EvidenceRedactionAdmin(DecidedByAnother):
    """Files that were taken out, or wait for a second person's decision."""

    pages = ("changelist", "change", "add")
    deeds = {"approve": evidence_redaction_approve, "decline": evidence_redaction_decline}
    list_display = ("named", "what", "state", "proposed_by", "when", "decided_by")
    list_filter = (choice_filter("state", "state", RedactionState.choices),)
    list_select_related = ("proposed_by", "decided_by", "evidence")
    fields = (
        "submission",
        "file",
        "what",
        "reason",
        "state",
        "proposed_by",
        "when",
        "decided_by",
        "decided",
        "note",
    )

    def admitted(self, user: User | AnonymousUser) -> bool:
        return may_redact_evidence(user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admitted(request.user)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Propose to redact the file that the address names; without one, the way to the files."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "evidence" not in request.GET:
            messages.info(request, CHOOSE)
            return HttpResponseRedirect(reverse(FILES))
        by: Any = request.user
        evidence = evidence_redactable_by(by, number_of(request.GET.get("evidence", "")) or 0)
        if evidence is None:
            raise Http404
        asked = request.POST if request.method == "POST" else None
        form = EvidenceProposal(asked)
        if asked is not None and form.is_valid():
            try:
                made = evidence_redaction_propose(evidence=evidence, by=by, **form.cleaned_data)
            except ValidationError as refused:
                form.refused(refused)
            else:
                messages.success(request, f"{made} waits for another person's decision.")
                return HttpResponseRedirect(self.page_of(made))
        page = form_page(
            request,
            self,
            form,
            title=f"Redact file {evidence.pk} of submission {evidence.submission_id}",
            button="Propose",
            note=WARNING,
        )
        page.status_code = 200 if asked is None else 422
        return page

    def may_decide(self, by: User, redaction: EvidenceRedaction) -> bool:
        """Whether the person may decide it."""
        return may_decide_evidence(by, redaction)

    @admin.display(description="redaction", ordering="id")
    def named(self, row: EvidenceRedaction) -> str:
        where = row.evidence.submission_id
        return f"Redaction {row.pk} of file {row.evidence_id} of submission {where}"

    @admin.display(description="submission")
    def submission(self, row: EvidenceRedaction) -> int:
        return row.evidence.submission_id

    @admin.display(description="file no.")
    def file(self, row: EvidenceRedaction) -> int:
        return row.evidence_id
