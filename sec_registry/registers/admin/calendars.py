"""The Panel's calendar in the admin: bank holidays, and the days of the week that are worked."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from sec_registry.registers.admin.filters import EnumeratedFilter
from sec_registry.registers.admin.policy import PolicyAdmin
from sec_registry.registers.models import BankHoliday, Weekday


class YearFilter(EnumeratedFilter):
    """By year, of those that hold a day."""

    title = "year"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = {day.year for day in BankHoliday.objects.values_list("day", flat=True)}
        return [(str(year), str(year)) for year in sorted(years)]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(day__year=int(value))


@admin.register(BankHoliday)
class BankHolidayAdmin(PolicyAdmin):
    """Days on which the clocks of the registers stand still."""

    listed_as = "Bank holidays of England and Wales"
    list_display = ("day_told", "name")
    list_filter = (YearFilter,)
    search_fields = ("name",)
    fields = ("day", "name", "reason")
    pages = (*PolicyAdmin.pages, "delete")
    kept = ("day",)

    @admin.display(description="day", ordering="day")
    def day_told(self, row: BankHoliday) -> str:
        return f"{row.day:%Y-%m-%d %A}"


@admin.register(Weekday)
class WeekdayAdmin(PolicyAdmin):
    """Which days of the week are Working Days."""

    listed_as = "Days of the week"
    list_display = ("day", "worked")
    fields = ("day", "worked", "reason")
    pages = ("changelist", "change", "history", "simple_history")
    kept = ("day",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
