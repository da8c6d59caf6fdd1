"""Assurance Certificates in the admin, with the Device Models that each covers."""

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts.models import User
from cpl.admin.audience import reads_the_list
from cpl.admin.once_for_all import ChangedOnceForAll
from cpl.choices import DateKind, Scheme
from cpl.models import AssuranceCertificate, DeviceModelCertificate
from sec_registry.registers.admin import Companion, choice_filter
from sec_registry.registers.admin.presentation import facts_table, link


@admin.register(AssuranceCertificate)
class AssuranceCertificateAdmin(ChangedOnceForAll):
    """Certificates by scheme and number."""

    listed_as = "Assurance Certificates"
    list_display = (
        "number",
        "scheme",
        "standard_version",
        "date",
        "date_kind",
        "security_characteristics_version",
        "covers",
    )
    list_filter = (
        choice_filter("scheme", "scheme", Scheme.choices),
        choice_filter("kind of CPA date", "date_kind", DateKind.choices),
    )
    list_select_related = ("replaced_by",)
    search_fields = ("number", "standard_version")
    fields = (
        "scheme",
        "number",
        "standard_version",
        "date",
        "date_kind",
        "security_characteristics_version",
        "replaced_by",
        "device_models",
    )
    companions = (Companion("Device Models covered", DeviceModelCertificate, "certificate_id"),)

    def admitted(self, user: User | AnonymousUser) -> bool:
        return reads_the_list(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AssuranceCertificate]:
        rows: QuerySet[AssuranceCertificate] = super().get_queryset(request)
        return rows.annotate(covered=Count("device_model_links"))

    @admin.display(description="Device Models", ordering="covered")
    def covers(self, row: AssuranceCertificate) -> str:
        covered = str(getattr(row, "covered", 0))
        return f"{covered}, replaced by {row.replaced_by.number}" if row.replaced_by else covered

    @admin.display(description="Device Models covered")
    def device_models(self, row: AssuranceCertificate) -> str:
        links = row.device_model_links.select_related("device_model").order_by("device_model")
        return facts_table(
            ("Device Model", "Status"),
            (
                (
                    link(each.device_model, "cpl_devicemodel_change", each.device_model_id),
                    each.device_model.get_status_display(),
                )
                for each in links
            ),
        )
