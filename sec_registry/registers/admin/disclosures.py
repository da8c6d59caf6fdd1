"""The record of disclosures, read by those who watch over a register (Z3), changed by nobody."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from accounts.models import User
from sec_registry.registers.admin.base import ReadOnlyPages
from sec_registry.registers.admin.filters import choice_filter
from sec_registry.registers.admin.presentation import moment
from sec_registry.registers.beginnings import (
    of_submission,
    submission_meant,
    submissions_that_added,
)
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.catalogue import registers
from sec_registry.registers.disclosure import CHANNELS, of_record, overseen_by
from sec_registry.registers.disclosures_asked import AskedForm
from sec_registry.registers.disclosures_shown import MARKING, documents_of, table
from sec_registry.registers.models import Disclosure
from sec_registry.registers.table_answers import csv_streamed, marking_cells

#: So many CPL numbers of one disclosure are listed on the list; its page shows all of them.
MOST_NUMBERS = 8
_CHANNELS = {each: "API" if each == "api" else each.capitalize() for each in CHANNELS}


def _register_choices() -> list[tuple[str, str]]:
    return [(each.code, each.short_title) for each in registers() if each.restricted]


class AskedList(ChangeList):
    """The list, whose address also holds a question of ``AskedForm``."""

    def get_filters_params(self, params: Any = None) -> Any:
        given = super().get_filters_params(params)
        return {name: each for name, each in given.items() if name not in AskedForm.base_fields}


@admin.register(Disclosure)
class DisclosureAdmin(ReadOnlyPages):
    """Who was shown what, by what right, through which channel; and who was refused."""

    pages = ("changelist", "change")
    list_display = (
        "when",
        "register_title",
        "outcome",
        "person",
        "organisation",
        "shown",
        "right",
        "through",
    )
    list_filter = (
        choice_filter("register", "register", _register_choices),
        choice_filter("outcome", "outcome", Disclosure.Outcome.choices),
        choice_filter("channel", "channel", list(_CHANNELS.items())),
    )
    search_fields = ("person", "organisation")
    search_help_text = 'Person, organisation, a CPL number, or "submission 12".'
    ordering = ("-id",)
    fields = (
        "when",
        "register_title",
        "outcome",
        "person",
        "organisation",
        "right",
        "all_numbers",
        "members",
        "about",
        "through",
        "route",
        "request_id",
        "token",
    )

    def admitted(self, user: User | AnonymousUser) -> bool:
        return bool(overseen_by(user))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclosure]:
        rows: QuerySet[Disclosure] = super().get_queryset(request)
        return rows.filter(register__in=overseen_by(request.user))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AskedList

    def get_urls(self) -> Any:
        # Before the stock addresses, the last of which takes anything.
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="registers_disclosure_export"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        asked = _asked(request)
        context = {
            "asked": asked,
            "query": request.GET.urlencode(),
            "beginnings": _beginnings(request, asked),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list shows with this question, these filters and this search, as csv."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            raise Http404 from None
        cells = marking_cells(MARKING, request.user)
        seen = overseen_by(request.user)
        documents = documents_of(rows, lambda: overseen_by(request.user) == seen)
        answer = csv_streamed("disclosures", table(documents, cells), {})
        return mark_restricted(answer, MARKING)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        queryset = _asked(request).narrowed(queryset)
        if re.fullmatch(r"[0-9]{1,9}", search_term):
            return of_record(queryset, int(search_term)), False
        submission = submission_meant(search_term)
        if submission is not None:
            return of_submission(queryset, submission), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="when (UTC)", ordering="id")
    def when(self, row: Disclosure) -> str:
        return moment(row.at)

    @admin.display(description="register", ordering="register")
    def register_title(self, row: Disclosure) -> str:
        titles = dict(_register_choices())
        return titles.get(row.register, row.register)

    @admin.display(description="CPL numbers shown")
    def shown(self, row: Disclosure) -> str:
        listed = ", ".join(str(number) for number in row.numbers[:MOST_NUMBERS])
        more = len(row.numbers) - MOST_NUMBERS
        return f"{listed} and {more} more" if more > 0 else listed or row.subject or "–"

    @admin.display(description="CPL numbers")
    def all_numbers(self, row: Disclosure) -> str:
        return ", ".join(str(number) for number in row.numbers) or "–"

    @admin.display(description="channel", ordering="channel")
    def through(self, row: Disclosure) -> str:
        return _CHANNELS.get(row.channel, row.channel)

    @admin.display(description="fields shown")
    def members(self, row: Disclosure) -> str:
        if row.outcome == Disclosure.Outcome.REFUSED:
            return "none"
        return row.fields.replace(",", ", ") or "all of each record"

    @admin.display(description="part of")
    def about(self, row: Disclosure) -> str:
        return row.subject or "the register itself"

    @admin.display(description="API token")
    def token(self, row: Disclosure) -> str:
        return f"{row.token_key}…" if row.token_key else "none: signed in as a person"


def _beginnings(request: HttpRequest, asked: AskedForm) -> list[tuple[int, str]]:
    """The submissions by which the record in question came, with the way to the looks at them."""
    number = asked.cleaned_data["number"] if asked.is_valid() else None
    if number is None:
        return []
    kept = {"register": request.GET["register"]} if "register" in request.GET else {}
    return [
        (each, urlencode({**kept, "q": f"submission {each}"}))
        for each in submissions_that_added(number)
    ]


def _asked(request: HttpRequest) -> AskedForm:
    """The question in the address; one that is empty narrows nothing."""
    return AskedForm({name: request.GET.get(name, "") for name in AskedForm.base_fields})
