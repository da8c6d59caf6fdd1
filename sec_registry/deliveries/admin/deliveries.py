"""The list of deliveries at the desk: filtered by state and clock, results entered in bulk.

Everybody with an office sees how far a record is; reasons and persons are the Panel's business, and
so is entering results.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from accounts.models import User
from accounts.people import is_panel
from sec_registry.deliveries.admin.entering import Entering
from sec_registry.deliveries.clocks import Running, standing_as
from sec_registry.deliveries.shown import Shown, with_clocks
from sec_registry.registers.admin import EnumeratedFilter, ReadOnlyPages, choice_filter
from sec_registry.registers.admin.presentation import NOTHING, badge, facts_table, link, moment
from sec_registry.registers.deliveries import Delivery, DeliveryState
from sec_registry.registers.loading import under_way
from sec_registry.registers.models import Publication

#: So many of the latest publications are choices of the filter; older ones are found by number.
MOST_PUBLICATIONS = 20


class ClockFilter(EnumeratedFilter):
    """By how the clock that runs stands."""

    title = "clock"
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", "Not loaded yet"),
            (Running.OVERDUE, "Overdue"),
            (Running.DUE, "Due"),
            (Running.UNKNOWN, "No date known"),
        ]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        rows = under_way() if value == "open" else standing_as(value)
        return queryset.filter(pk__in=rows.order_by().values("pk"))


def latest_publications() -> list[tuple[str, str]]:
    """The latest publications, as choices."""
    latest = Publication.objects.order_by("-number")[:MOST_PUBLICATIONS]
    return [(str(p.number), f"{p.number}, {p.published_at:%d %b %Y}") for p in latest]


@admin.register(Delivery)
class DeliveryAdmin(Entering, ReadOnlyPages):
    """What DCC has of each publication, record by record."""

    listed_as = "Deliveries to DCC"
    pages = ("changelist", "change")
    list_display = ("cpl_number", "publication_number", "published", "told_state", "clock", "why")
    list_filter = (
        choice_filter("state", "state", DeliveryState.choices),
        ClockFilter,
        choice_filter("publication", "publication", latest_publications),
    )
    list_select_related = ("publication",)
    search_fields = ("cpl_number__exact",)
    search_help_text = "CPL number."
    ordering = ("-publication", "cpl_number")
    fields = ("of_record", "of_publication", "published", "told_state", "clock", "why", "steps")

    def admitted(self, user: User | AnonymousUser) -> bool:
        return is_panel(user)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = (getattr(response, "context_data", None) or {}).get("cl")
        if shown is not None:
            # All clocks of the page from one look at the tables.
            rows = list(shown.result_list)
            for row, each in zip(rows, with_clocks(rows), strict=True):
                row.shown = each
            shown.result_list = rows
        return response

    @admin.display(description="CPL number")
    def of_record(self, row: Delivery) -> str:
        return link(row.cpl_number, "cpl_devicemodel_change", row.cpl_number)

    @admin.display(description="publication", ordering="publication")
    def publication_number(self, row: Delivery) -> int:
        return row.publication_id

    @admin.display(description="publication")
    def of_publication(self, row: Delivery) -> str:
        return link(row.publication_id, "registers_publication_change", row.publication_id)

    @admin.display(description="decided")
    def published(self, row: Delivery) -> str:
        return f"{row.publication.published_at:%Y-%m-%d}"

    @admin.display(description="state", ordering="state")
    def told_state(self, row: Delivery) -> str:
        return badge(row.state, row.get_state_display())

    @admin.display(description="clock")
    def clock(self, row: Delivery) -> str:
        shown: Shown = getattr(row, "shown", None) or with_clocks([row])[0]
        told = shown.told or NOTHING
        late = shown.running == Running.OVERDUE
        return format_html('<strong class="late">{}</strong>', told) if late else told

    @admin.display(description="reason")
    def why(self, row: Delivery) -> str:
        return row.reason or NOTHING

    @admin.display(description="results entered")
    def steps(self, row: Delivery) -> str:
        return facts_table(
            ("When (UTC)", "From", "To", "Reason", "By", "Organisation"),
            (
                (
                    moment(each.at),
                    each.get_before_display(),
                    each.get_after_display(),
                    each.reason,
                    each.by,
                    each.organisation,
                )
                for each in row.steps.all()
            ),
        )
