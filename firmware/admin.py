"""The Firmware Information Repository in the admin: read-only, every look recorded (F2.17B)."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from cpl.admin.beside import (
    BY_MANUFACTURER,
    BY_STATUS,
    BY_TYPE,
    DEVICE_MODEL,
    SEARCHED,
    BesideDeviceModel,
)
from firmware.choices import PathwayState, RecordState, UpgradeState
from firmware.fleet.admin import FleetPolicyAdmin
from firmware.models import FirmwareRecord, UpgradePathway
from firmware.pathways.leads import pathways_of
from sec_registry.registers.admin import Companion, EnumeratedFilter, RegisterAdmin, choice_filter
from sec_registry.registers.admin.leads import lead_on
from sec_registry.registers.admin.presentation import NOTHING, facts_table, link, verbatim

__all__ = ["FirmwareRecordAdmin", "FleetPolicyAdmin"]

lead_on(pathways_of)


class BlockedFilter(EnumeratedFilter):
    """By whether an upgrade pathway to the Device Model is blocked."""

    title = "blocked pathways"
    parameter_name = "blocked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "With"), ("no", "Without")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        blocked = Exists(
            UpgradePathway.objects.filter(
                device_model=OuterRef("device_model"), state=PathwayState.BLOCKED
            )
        )
        return queryset.filter(blocked if value == "yes" else ~blocked)


@admin.register(FirmwareRecord)
class FirmwareRecordAdmin(BesideDeviceModel, RegisterAdmin):
    """Contact, release notes and baselines of each Device Model (F2.15)."""

    register = "firmware"
    list_display = (
        "cpl_number",
        "device",
        "made_by",
        "state",
        "upgrade",
        "from_baselines",
        "contact",
        "model_status",
    )
    list_filter = (
        choice_filter("details", "state", RecordState.choices),
        choice_filter("upgrade", "upgrade", UpgradeState.choices),
        BlockedFilter,
        BY_TYPE,
        BY_STATUS,
        BY_MANUFACTURER,
    )
    list_select_related = ("device_model__manufacturer", "contact")
    prefetch = ("device_model__pathways_here",)
    search_fields = (
        *SEARCHED,
        "contact__email",
        "release_notes",
    )
    search_help_text = (
        "CPL number, Manufacturer, model, firmware version, contact or release notes."
    )
    companions = (Companion("Upgrade pathways", UpgradePathway, "device_model_id"),)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or hasattr(obj, "_history"):
            return super().get_fieldsets(request, obj)
        return [
            DEVICE_MODEL,
            (
                "Manufacturer contact – F2.15(b)",
                {"fields": ["contact_email", "contact_telephone", "contact_address"]},
            ),
            ("Release notes – F2.15(c)", {"fields": ["state", "notes"]}),
            ("Upgrade – F2.15(d)", {"fields": ["upgrade", "baselines", "onward"]}),
        ]

    @admin.display(description="baselines")
    def from_baselines(self, row: FirmwareRecord) -> int:
        edges = row.device_model.pathways_here.all()
        return sum(edge.state == PathwayState.DECLARED for edge in edges)

    @admin.display(description="email")
    def contact_email(self, row: FirmwareRecord) -> str:
        return row.contact.email if row.contact else NOTHING

    @admin.display(description="telephone")
    def contact_telephone(self, row: FirmwareRecord) -> str:
        return row.contact.telephone if row.contact else NOTHING

    @admin.display(description="business address")
    def contact_address(self, row: FirmwareRecord) -> str:
        return verbatim(row.contact.address if row.contact else "")

    @admin.display(description="release notes")
    def notes(self, row: FirmwareRecord) -> str:
        return verbatim(row.release_notes)

    @admin.display(description="can be upgraded from")
    def baselines(self, row: FirmwareRecord) -> str:
        edges = UpgradePathway.objects.filter(device_model=row.pk).select_related("baseline")
        return _edges(((edge.baseline, edge) for edge in edges), "Baseline")

    @admin.display(description="is a baseline of")
    def onward(self, row: FirmwareRecord) -> str:
        edges = UpgradePathway.objects.filter(baseline=row.pk).select_related("device_model")
        return _edges(((edge.device_model, edge) for edge in edges), "Device Model")


def _edges(edges: Any, heading: str) -> str:
    return facts_table(
        (heading, "Pathway", "Reason", "Since"),
        (
            (
                link(model, "firmware_firmwarerecord_change", model.pk),
                edge.get_state_display(),
                edge.blocked_reason,
                edge.blocked_since,
            )
            for model, edge in edges
        ),
    )
