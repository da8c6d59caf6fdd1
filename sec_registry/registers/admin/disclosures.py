"""The record of disclosures, read by those who watch over a register (Z3), changed by nobody."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from sec_registry.registers.admin.base import ReadOnlyPages
from sec_registry.registers.admin.filters import choice_filter
from sec_registry.registers.admin.presentation import moment
from sec_registry.registers.catalogue import registers
from sec_registry.registers.disclosure import CHANNELS, of_record, overseen_by
from sec_registry.registers.models import Disclosure

#: So many CPL numbers of one disclosure are listed on the list; its page shows all of them.
MOST_NUMBERS = 8
_CHANNELS = {each: "API" if each == "api" else each.capitalize() for each in CHANNELS}


def _register_choices() -> list[tuple[str, str]]:
    return [(each.code, each.short_title) for each in registers() if each.restricted]


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
    search_help_text = "Person, organisation, or a CPL number."
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

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if re.fullmatch(r"[0-9]{1,9}", search_term):
            return of_record(queryset, int(search_term)), False
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
