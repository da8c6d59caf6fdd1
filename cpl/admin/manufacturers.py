"""Manufacturers in the admin: a name changes only by a submission, since documents carry it."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User
from cpl.admin.audience import reads_the_list
from cpl.admin.once_for_all import ChangedOnceForAll
from cpl.choices import Status
from cpl.models import Manufacturer, ManufacturerOrganisation
from sec_registry.registers.admin import Companion
from sec_registry.registers.admin.presentation import facts_table


@admin.register(Manufacturer)
class ManufacturerAdmin(ChangedOnceForAll):
    """Codes and names; earlier names are in the history."""

    list_display = ("code", "name", "current")
    list_display_links = ("code", "name")
    search_fields = ("code", "name")
    fields = ("code", "name", "current", "organisations")
    companions = (Companion("Organisations", ManufacturerOrganisation, "manufacturer_id"),)

    def admitted(self, user: User | AnonymousUser) -> bool:
        return reads_the_list(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Manufacturer]:
        rows: QuerySet[Manufacturer] = super().get_queryset(request)
        return rows.annotate(
            in_force=Count("device_models", filter=Q(device_models__status=Status.CURRENT))
        )

    @admin.display(description="current Device Models", ordering="in_force")
    def current(self, row: Any) -> str:
        address = reverse("admin:cpl_devicemodel_changelist", query={"manufacturer": row.code})
        return format_html('<a href="{}">{}</a>', address, row.in_force)

    @admin.display(description="organisations that speak for it")
    def organisations(self, row: Manufacturer) -> str:
        links = row.organisations.select_related("organisation")
        return facts_table(("Organisation",), ((each.organisation.name,) for each in links))
