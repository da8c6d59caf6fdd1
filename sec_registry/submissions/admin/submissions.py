"""The list of submissions, and the addresses of what one may do with each."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince

from accounts.models import User
from accounts.people import is_panel, is_panel_reviewer, may_submit
from sec_registry.registers.admin import ReadOnlyAdmin, choice_filter
from sec_registry.registers.admin.presentation import badge, lines
from sec_registry.registers.findings import Level
from sec_registry.submissions.admin.addresses import page_of
from sec_registry.submissions.admin.beside import Beside
from sec_registry.submissions.admin.entry import Desk, entry_addresses
from sec_registry.submissions.admin.filters import (
    AgeFilter,
    KindFilter,
    MakersFilter,
    OnBehalfFilter,
    OrganisationFilter,
    OwnFilter,
    ProblemsFilter,
    QuestionFilter,
)
from sec_registry.submissions.admin.many import many_addresses
from sec_registry.submissions.admin.page import submission_page
from sec_registry.submissions.admin.together import accept_chosen
from sec_registry.submissions.admin.upload import upload_page
from sec_registry.submissions.checking import FINDINGS_RUN
from sec_registry.submissions.entry.task import EDITABLE
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Submission
from sec_registry.submissions.overview import with_counts
from sec_registry.submissions.permissions import contributed, may_create, submissions_visible_to
from sec_registry.submissions.web.deeds import check, take_step, waive
from sec_registry.submissions.web.entry.views import edit_item


@admin.register(Submission)
class SubmissionAdmin(Beside, ReadOnlyAdmin):
    """The one door into the registers, as the Panel and those who submit see it."""

    pages = (*ReadOnlyAdmin.pages, "add")
    actions = ("accept_together",)
    list_display = (
        "number",
        "title",
        "state_shown",
        "items_told",
        "problems",
        "advisories",
        "notes",
        "made_by",
        "age",
    )
    list_display_links = ("number", "title")
    list_filter = (
        choice_filter("state", "state", State.choices),
        OwnFilter,
        AgeFilter,
        ProblemsFilter,
        KindFilter,
        OrganisationFilter,
        OnBehalfFilter,
        MakersFilter,
        QuestionFilter,
        choice_filter("initial load", "initial_load", (("True", "Yes"), ("False", "No"))),
    )
    list_select_related = ("created_by", "organisation")
    search_fields = ("id__exact", "title", "source", "created_by__email", "organisation__name")
    search_help_text = "Number, title, file name, person or organisation."
    ordering = ("-id",)
    #: Of each check the history keeps who asked for it; a person wants to read what was decided.
    history_unsaid = ("id", "checked_revision", "checked_publication", "checked_policy")
    history_unlisted = FINDINGS_RUN

    def admitted(self, user: User | AnonymousUser) -> bool:
        return is_panel(user) or may_submit(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return submissions_visible_to(request.user).order_by(*self.ordering)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        listed = super().get_changelist_instance(request)
        # Counted for the page that is shown, not for all that it was chosen from.
        keys = [row.pk for row in listed.result_list]
        counted = with_counts(Submission.objects.filter(pk__in=keys), by=request.user).in_bulk()
        for row in listed.result_list:
            row.counts = counted[row.pk]
        return listed

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_create(request.user)

    def has_accept_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return is_panel_reviewer(request.user)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        name = "submissions_submission_%s"
        return [
            path("<int:pk>/check/", view(self.check_view), name=name % "check"),
            path("<int:pk>/waive/", view(self.waive_view), name=name % "waive"),
            path("<int:pk>/<slug:step>/now/", view(self.step_view), name=name % "step"),
            path("<int:pk>/rows/<int:position>/", view(self.item_view), name=name % "item"),
            *super().get_urls(),
        ]

    def addresses_elsewhere(self) -> Any:
        """Forms beside the pages of the list, which make submissions: asked by the site."""
        return [*entry_addresses(self.admin_site), *many_addresses(self.admin_site)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        told = [
            "title",
            "state",
            "initial_load",
            "created_by",
            "created_at",
            "organisation",
            "on_behalf_person",
            "on_behalf_reference",
            "source",
            "revision",
            "submitted_at",
            "decided_by",
            "decided_at",
            "decision_reason",
            "publication",
        ]
        return [(None, {"fields": [self.openable(request, name) for name in told]})]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return upload_page(request, self)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        submission = self.get_object(request, object_id)
        if submission is None:
            raise Http404
        return submission_page(request, self, submission)

    def step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Take a step of the state table."""
        submission = self._seen(request, pk)
        again = partial(submission_page, request, self, submission)
        return take_step(request, submission, step, page=page_of(submission), again=again)

    def waive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Waive a rule's advisories."""
        submission = self._seen(request, pk)
        again = partial(submission_page, request, self, submission)
        return waive(request, submission, page=page_of(submission), again=again)

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Run the findings again."""
        submission = self._seen(request, pk)
        return check(request, submission, page=page_of(submission))

    def item_view(self, request: HttpRequest, pk: int, position: int) -> HttpResponse:
        """Edit a row; what is fixed by now leads to its page, which says where it stands."""
        submission, by = self._seen(request, pk), request.user
        if contributed(by, submission) and submission.state not in EDITABLE:
            state = submission.get_state_display().lower()
            messages.error(request, f"It is {state}, and cannot be edited now. Nothing was saved.")
            return HttpResponseRedirect(page_of(submission))
        return edit_item(request, submission, position, Desk(self.admin_site))

    def _seen(self, request: HttpRequest, pk: int) -> Submission:
        submission = submissions_visible_to(request.user).filter(pk=pk).first()
        if submission is None:
            raise Http404
        return submission

    @admin.action(
        description="Accept the chosen ones together, as one publication", permissions=["accept"]
    )
    def accept_together(self, request: HttpRequest, chosen: QuerySet[Submission]) -> Any:
        return accept_chosen(request, self, list(chosen.order_by("pk")))

    @admin.display(description="no.", ordering="id")
    def number(self, row: Submission) -> int:
        return row.pk

    @admin.display(description="state", ordering="state")
    def state_shown(self, row: Submission) -> str:
        return badge(row.state, row.get_state_display())

    @admin.display(description="made by", ordering="created_by__name")
    def made_by(self, row: Submission) -> str:
        organisation = row.organisation
        return lines([row.created_by.name, organisation.name if organisation else ""])

    @admin.display(description="items")
    def items_told(self, row: Any) -> int:
        return int(row.counts.item_count)

    @admin.display(description="problems")
    def problems(self, row: Any) -> str:
        return _count(row, Level.PROBLEM)

    @admin.display(description="advisories")
    def advisories(self, row: Any) -> str:
        return _count(row, Level.ADVISORY)

    @admin.display(description="notes")
    def notes(self, row: Any) -> str:
        return _count(row, Level.NOTE)

    @admin.display(description="age", ordering="created_at")
    def age(self, row: Submission) -> str:
        return timesince(row.created_at, timezone.now(), depth=1)


def _count(row: Any, level: Level) -> str:
    count = getattr(row.counts, f"{level}_count")
    return format_html('<span class="level level-{}">{}</span>', level if count else "none", count)
