"""The record of who opened which evidence, at the desk."""

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.people import is_auditor, is_panel
from sec_registry.registers.admin import ReadOnlyPages
from sec_registry.registers.admin.presentation import moment
from sec_registry.submissions.models import EvidenceAccess


@admin.register(EvidenceAccess)
class EvidenceAccessAdmin(ReadOnlyPages):
    """Who opened which file, when and how. SECURITY: not what it is called, which may tell."""

    pages = ("changelist",)
    listed_as = "Openings of evidence"
    list_display = (
        "when",
        "person",
        "organisation",
        "submission",
        "file",
        "kind",
        "digest",
        "channel",
    )
    list_display_links = None
    list_select_related = ("evidence",)
    search_fields = ("person", "organisation", "evidence__submission__id__exact")
    search_help_text = "Person, organisation, or number of a submission."
    ordering = ("-id",)

    def admitted(self, user: User | AnonymousUser) -> bool:
        return is_panel(user) or is_auditor(user)

    @admin.display(description="when (UTC)", ordering="id")
    def when(self, row: EvidenceAccess) -> str:
        return moment(row.at)

    @admin.display(description="submission")
    def submission(self, row: EvidenceAccess) -> int:
        return row.evidence.submission_id

    @admin.display(description="file no.")
    def file(self, row: EvidenceAccess) -> int:
        return row.evidence_id

    @admin.display(description="kind")
    def kind(self, row: EvidenceAccess) -> str:
        return row.evidence.get_kind_display()

    @admin.display(description="SHA-256")
    def digest(self, row: EvidenceAccess) -> str:
        return f"{row.evidence.digest[:16]}…" if row.evidence.is_whole else "–"
