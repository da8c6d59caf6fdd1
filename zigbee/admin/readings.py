"""Unusual reading at the desk: what was found, and the policy that says what is unusual."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User
from accounts.people import is_ssc
from sec_registry.registers.admin import EnumeratedFilter, choice_filter
from sec_registry.registers.admin.base import ReadOnlyPages
from sec_registry.registers.admin.presentation import moment
from sec_registry.registers.disclosure import overseen_by
from zigbee.admin.policy import CommitteesPolicy
from zigbee.admin.reviewing import NoteForm
from zigbee.choices import ReadBy
from zigbee.columns import CODE
from zigbee.models import ReadingPolicy, UnusualReading
from zigbee.readings.watch import readings_settle


def looks_address(reading: UnusualReading) -> str:
    """The record of disclosures, narrowed to the reader and the days of the episode."""
    listed = reverse("admin:registers_disclosure_changelist")
    column = "organisation" if reading.read_by == ReadBy.ORGANISATION else "person"
    asked = {
        column: reading.reader,
        "since": f"{reading.began_at:%Y-%m-%d}",
        "until": f"{reading.latest_at:%Y-%m-%d}",
        "register": CODE,
    }
    return f"{listed}?{urlencode(asked)}"


class SettledFilter(EnumeratedFilter):
    """By whether a member looked into it."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "To be looked into"), ("going_on", "Going on"), ("settled", "Looked into")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "going_on":
            return queryset.filter(ended_at__isnull=True)
        return queryset.filter(settled_at__isnull=value == "open")


@admin.register(UnusualReading)
class UnusualReadingAdmin(ReadOnlyPages):
    """For those who oversee the disclosures of the repository; members look into it."""

    listed_as = "Unusual reading"
    pages = ("changelist", "change")
    action_form = NoteForm
    actions = ("settle",)
    list_display = ("reader", "counted", "records", "looks", "began", "latest", "state")
    list_filter = (SettledFilter, choice_filter("counted", "read_by", ReadBy.choices))
    list_select_related = ("settled_by",)
    search_fields = ("reader",)
    fields = (
        "reader",
        "counted",
        "records",
        "looks",
        "altogether",
        "told_of",
        "looks_listed",
        "began",
        "latest",
        "noticed",
        "state",
        "policy_then",
        "looked_into_by",
        "settled",
        "note",
    )

    def admitted(self, user: User | AnonymousUser) -> bool:
        return CODE in overseen_by(user)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return is_ssc(request.user)

    @admin.display(description="counted", ordering="read_by")
    def counted(self, row: UnusualReading) -> str:
        return str(row.get_read_by_display())

    @admin.display(description="first look (UTC)", ordering="began_at")
    def began(self, row: UnusualReading) -> str:
        return moment(row.began_at)

    @admin.display(description="latest look (UTC)", ordering="latest_at")
    def latest(self, row: UnusualReading) -> str:
        return moment(row.latest_at)

    @admin.display(description="noticed (UTC)")
    def noticed(self, row: UnusualReading) -> str:
        return moment(row.noticed_at)

    @admin.display(description="state", ordering="ended_at")
    def state(self, row: UnusualReading) -> str:
        went = "goes on" if row.ended_at is None else f"until {moment(row.ended_at)}"
        return f"{went}, {'to be looked into' if row.settled_at is None else 'looked into'}"

    @admin.display(description="policy then")
    def policy_then(self, row: UnusualReading) -> str:
        return f"more than {row.most_records} records within {row.hours} hours"

    @admin.display(description="looked into by")
    def looked_into_by(self, row: UnusualReading) -> str:
        return "-" if row.settled_by is None else str(row.settled_by)

    @admin.display(description="looked into (UTC)")
    def settled(self, row: UnusualReading) -> str:
        return "-" if row.settled_at is None else moment(row.settled_at)

    @admin.display(description="each look")
    def looks_listed(self, row: UnusualReading) -> str:
        return format_html('<a href="{}">In the record of disclosures</a>', looks_address(row))

    @admin.action(description="Mark as looked into", permissions=["settle"])
    def settle(self, request: Any, readings: QuerySet[UnusualReading]) -> None:
        note = request.POST.get("note", "")
        try:
            settled = readings_settle(by=request.user, readings=readings, note=note)
        except (ValidationError, PermissionDenied) as error:
            said = error.messages if isinstance(error, ValidationError) else [str(error)]
            for each in said:
                messages.error(request, each)
            return
        messages.success(request, f"Looked into: {settled}.")


@admin.register(ReadingPolicy)
class ReadingPolicyAdmin(CommitteesPolicy):
    """From how many records on, within how long; its members change it, with a reason."""

    listed_as = "Policy on unusual reading"
    list_display = ("read_by", "most_records", "hours", "again_times")
    fields = ("read_by", "most_records", "hours", "again_times", "reason")
    kept = ("read_by",)

    def admitted(self, user: User | AnonymousUser) -> bool:
        # SECURITY: whoever reads too much is not told how much that is.
        return CODE in overseen_by(user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admitted(request.user)
