"""Filters of the list of Device Models that answer the Panel's daily questions.

Everything here rests on the Central Products List alone, which is public; who the organisation of
record is, the Panel's own pages say.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Organisation
from cpl.choices import Scheme, Status
from cpl.cpa_dates import WINDOWS, with_cpa_date
from cpl.models import (
    DeviceModel,
    DeviceModelCertificate,
    DeviceType,
    Manufacturer,
    ManufacturerImage,
    PublishedDeviceModel,
    RequiredScheme,
)
from sec_registry.registers.admin import EnumeratedFilter
from sec_registry.registers.loading import last_state
from sec_registry.registers.models import DeliveryState, Ledger


def device_types() -> list[tuple[str, str]]:
    """The Physical Device Types, as choices."""
    return [(each.code, each.name) for each in DeviceType.objects.all()]


def manufacturers() -> list[tuple[str, str]]:
    """The Manufacturers by code, as choices."""
    return [(each.code, str(each)) for each in Manufacturer.objects.all()]


class CpaDateFilter(EnumeratedFilter):
    """Current Device Models by the expiry or renewal date of their CPA Certificate."""

    title = "CPA date"
    parameter_name = "cpa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(window, title) for window, (title, *_) in WINDOWS.items()]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return with_cpa_date(queryset, value)


class RemovalFilter(EnumeratedFilter):
    """Device Models that leave the list on a day that was decided."""

    title = "removal"
    parameter_name = "removal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("planned", "Planned"), ("due", "Due, not carried out yet")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "due":
            return queryset.filter(removal_planned_for__lte=timezone.localdate())
        return queryset.filter(removal_planned_for__isnull=False)


class MissingCertificateFilter(EnumeratedFilter):
    """Current Device Models without a certificate that the Panel's table asks of them now."""

    title = "required certificate"
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("missing", "Any missing"), *((s.value, f"{s.label} missing") for s in Scheme)]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        held = DeviceModelCertificate.objects.filter(
            device_model=OuterRef(OuterRef("pk")), certificate__scheme=OuterRef("scheme")
        )
        needs = RequiredScheme.objects.filter(
            ~Exists(held),
            device_type=OuterRef("device_type"),
            generation=OuterRef("generation"),
        )
        if value != "missing":
            needs = needs.filter(scheme=value)
        return queryset.filter(Exists(needs), status=Status.CURRENT)


class ImageFilter(EnumeratedFilter):
    """By whether a Manufacturer Image, and so a Hash, is associated."""

    title = "Manufacturer Image"
    parameter_name = "image"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("with", "With a Hash"), ("without", "Without a Hash")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        image = Exists(ManufacturerImage.objects.filter(device_model=OuterRef("pk")))
        return queryset.filter(image if value == "with" else ~image)


class ChangedFilter(EnumeratedFilter):
    """By whether one of the last publications changed the entry, removals included."""

    title = "changed in"
    parameter_name = "changed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        many = [(str(n), f"The last {n} publications") for n in (3, 10, 30)]
        return [("1", "The last publication"), *many]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        last = Ledger.objects.values_list("last_publication", flat=True).get(pk=1)
        changed = PublishedDeviceModel.objects.filter(published_in__gt=last - int(value))
        return queryset.filter(pk__in=changed.values("cpl_number"))


class LoadedFilter(EnumeratedFilter):
    """By whether DCC has loaded the entry as it was changed last, removals included."""

    title = "loaded by DCC"
    parameter_name = "loaded"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Published, not loaded"), ("yes", "Loaded")]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = queryset.alias(delivered=last_state("cpl_number"))
        is_loaded = Q(delivered=DeliveryState.LOADED)
        return rows.filter(is_loaded if value == "yes" else Q(delivered__isnull=True) | ~is_loaded)


class OrganisationFilter(EnumeratedFilter):
    """By organisation of record; the Panel's list only."""

    title = "organisation of record"
    parameter_name = "organisation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        on_record = DeviceModel.objects.values("organisation_of_record")
        known = Organisation.objects.filter(pk__in=on_record).order_by("name")
        return [("none", "None"), *((str(each.pk), each.name) for each in known)]

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "none":
            return queryset.filter(organisation_of_record__isnull=True)
        return queryset.filter(organisation_of_record=int(value))
