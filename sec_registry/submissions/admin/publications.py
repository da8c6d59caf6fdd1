"""Publications in the admin: what changed when, on whose decision.

Of a restricted register not even the count is shown to somebody who may not read all of it.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from cpl.admin.audience import reads_the_list
from sec_registry.registers.admin import ReadOnlyPages
from sec_registry.registers.admin.presentation import code, facts_table, link, moment
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.models import Publication
from sec_registry.submissions.admin.changes import changes_told
from sec_registry.submissions.permissions import submissions_visible_to


def _readable(user: Any) -> list[Register]:
    return [each for each in registers() if each.reach(user).everything]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyPages):
    """The chain of publications, the newest first."""

    pages = ("changelist", "change")
    ordering = ("-number",)
    search_fields = ("number__exact", "accepted_by", "digest")
    search_help_text = "Number, who accepted it, or a digest."

    def admitted(self, user: User | AnonymousUser) -> bool:
        return reads_the_list(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("register_states")

    def get_list_display(self, request: HttpRequest) -> Any:
        return (
            "number",
            "when",
            "accepted_by",
            *(_changed_in(each) for each in _readable(request.user)),
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not hasattr(obj, "seen_changes"):
            # Worked out here, once: what a page of these shows depends on who reads it.
            obj.seen_counts = _counts(obj, request.user)
            obj.seen_changes = changes_told(request, obj)
            obj.seen_submissions = _submissions(obj, request.user)
        return [
            (None, {"fields": ["number", "when", "accepted_by", "submissions"]}),
            ("Changes", {"fields": ["counts", "changes"]}),
            ("Chain", {"fields": ["own_digest", "digest_before"]}),
        ]

    @admin.display(description="published (UTC)", ordering="published_at")
    def when(self, row: Publication) -> str:
        return moment(row.published_at)

    @admin.display(description="submissions accepted")
    def submissions(self, row: Any) -> str:
        return str(row.seen_submissions)

    @admin.display(description="records changed")
    def counts(self, row: Any) -> str:
        return str(row.seen_counts)

    @admin.display(description="what changed")
    def changes(self, row: Any) -> str:
        return str(row.seen_changes)

    @admin.display(description="digest")
    def own_digest(self, row: Publication) -> str:
        return code(row.digest)

    @admin.display(description="digest of the one before")
    def digest_before(self, row: Publication) -> str:
        return code(row.previous_digest)


def _changed_in(each: Register) -> Any:
    @admin.display(description=f"{each.short_title} records changed")
    def changed(row: Publication) -> int:
        return sum(s.changed for s in row.register_states.all() if s.register == each.code)

    return changed


def _counts(row: Publication, user: Any) -> str:
    states = {state.register: state for state in row.register_states.all()}
    return facts_table(
        ("Register", "Changed", "Records"),
        (
            (each.title, states[each.code].changed, states[each.code].records)
            for each in _readable(user)
            if each.code in states
        ),
    )


def _submissions(row: Publication, user: Any) -> str:
    visible = submissions_visible_to(user).filter(publication=row).select_related("created_by")
    return facts_table(
        ("Submission", "Made by"),
        (
            (link(each, "submissions_submission_change", each.pk), each.created_by.email)
            for each in visible
        ),
    )
