"""Device Models in the admin."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.models import User
from accounts.people import is_panel, may_submit
from cpl.admin.audience import reads_the_list
from cpl.admin.filters import (
    ChangedFilter,
    CpaDateFilter,
    ImageFilter,
    LoadedFilter,
    MissingCertificateFilter,
    OrganisationFilter,
    RemovalFilter,
    device_types,
    manufacturers,
)
from cpl.choices import Generation, Status
from cpl.models import (
    DeviceModel,
    DeviceModelCertificate,
    ManufacturerImage,
    SpecificationPair,
)
from sec_registry.registers.admin import Companion, RegisterAdmin, choice_filter
from sec_registry.registers.admin.presentation import NOTHING, badge, code, facts_table, lines, link


@admin.register(DeviceModel)
class DeviceModelAdmin(RegisterAdmin):
    """The entries of the list, with everything that Appendix Z 2.1 asks of them."""

    register = "cpl"
    listed_as = "Device Models"
    list_display = (
        "cpl_number",
        "kind",
        "made_by",
        "model_told",
        "hardware",
        "firmware",
        "versions",
        "state",
    )
    list_filter = (
        choice_filter("device type", "device_type", device_types),
        choice_filter("generation", "generation", Generation.choices),
        choice_filter("status", "status", Status.choices),
        CpaDateFilter,
        RemovalFilter,
        MissingCertificateFilter,
        ImageFilter,
        ChangedFilter,
        LoadedFilter,
        OrganisationFilter,
        choice_filter("Manufacturer", "manufacturer", manufacturers),
    )
    list_select_related = ("manufacturer", "device_type")
    prefetch = ("specifications",)
    search_fields = (
        "cpl_number__exact",
        "manufacturer__code",
        "manufacturer__name",
        "model_identifier",
        "model_name",
        "hardware_version",
        "firmware_version",
        "image__hash",
    )
    search_help_text = "CPL number, Manufacturer, model, hardware or firmware version, or Hash."
    companions = (
        Companion("Specifications", SpecificationPair, "device_model_id"),
        Companion("Assurance Certificates", DeviceModelCertificate, "device_model_id"),
        Companion("Manufacturer Image", ManufacturerImage, "device_model_id"),
    )

    def admitted(self, user: User | AnonymousUser) -> bool:
        return reads_the_list(user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Not of a row: of a submission that adds one. The form stands at the address of adding.
        return may_submit(request.user)

    def get_list_filter(self, request: HttpRequest) -> Any:
        if is_panel(request.user):
            return self.list_filter
        return [each for each in self.list_filter if each is not OrganisationFilter]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or hasattr(obj, "_history"):
            return super().get_fieldsets(request, obj)
        identity = [
            "cpl_number",
            "device_type_name",
            "generation",
            "manufacturer_link",
            "model_told",
            "hardware_version",
            "firmware",
        ]
        status = ["state", "status_date"]
        if obj.status == Status.REMOVED or obj.removal_planned_for is not None:
            status += ["removal_planned_for"] if obj.status == Status.CURRENT else []
            status += ["removal_reason", "removal_authority", "removal_reason_public"]
        if obj.corrected_in is not None:
            status += ["corrected", "correction_reason", "correction_reason_public"]
        return [
            ("Identity", {"fields": [*identity, *(["esme_variant"] if obj.esme_variant else [])]}),
            ("Specifications", {"fields": ["specifications"]}),
            ("Assurance Certificates", {"fields": ["certificates"]}),
            ("Manufacturer Image", {"fields": ["image_creator", "image_descriptor", "image_hash"]}),
            (
                "Status",
                {"fields": [*status, "organisation_of_record", "added", "amended"]},
            ),
        ]

    @admin.display(description="Manufacturer", ordering="manufacturer__name")
    def made_by(self, row: DeviceModel) -> str:
        return row.manufacturer.name

    @admin.display(description="model", ordering="model_identifier")
    def model_told(self, row: DeviceModel) -> str:
        return f"{row.model_identifier} {row.model_name}".strip()

    @admin.display(description="firmware", ordering="firmware_version")
    def firmware(self, row: DeviceModel) -> str:
        return f"{row.firmware_version} ({row.firmware_coding})"

    @admin.display(description="type", ordering="device_type")
    def kind(self, row: DeviceModel) -> str:
        return f"{row.device_type_id} {row.generation}"

    @admin.display(description="hardware", ordering="hardware_version")
    def hardware(self, row: DeviceModel) -> str:
        return row.hardware_version

    @admin.display(description="SMETS/CHTS, GBCS")
    def versions(self, row: DeviceModel) -> str:
        return lines(
            f"{pair.name} {pair.version}" + (f", {pair.gbcs_version}" if pair.gbcs_version else "")
            for pair in row.specifications.all()
        )

    @admin.display(description="status", ordering="status")
    def state(self, row: DeviceModel) -> str:
        return badge(row.status, row.get_status_display())

    @admin.display(description="device type")
    def device_type_name(self, row: DeviceModel) -> str:
        return f"{row.device_type.code} – {row.device_type.name}"

    @admin.display(description="Manufacturer")
    def manufacturer_link(self, row: DeviceModel) -> str:
        return link(row.manufacturer, "cpl_manufacturer_change", row.manufacturer_id)

    @admin.display(description="SMETS/CHTS and GBCS versions")
    def specifications(self, row: DeviceModel) -> str:
        pairs = row.specifications.all()
        return facts_table(
            ("Specification", "Version", "GBCS version"),
            ((pair.name, pair.version, pair.gbcs_version) for pair in pairs),
        )

    @admin.display(description="certificates")
    def certificates(self, row: DeviceModel) -> str:
        links = row.certificate_links.select_related("certificate").order_by("certificate")
        covered = [each.certificate for each in links]
        all_links = DeviceModelCertificate.objects.filter(certificate__in=covered)
        covers = Counter(all_links.values_list("certificate", flat=True))
        return facts_table(
            ("Scheme", "Number", "Standard", "Date", "Kind", "Security Characteristics", "Covers"),
            (
                (
                    each.get_scheme_display(),
                    link(each.number, "cpl_assurancecertificate_change", each.pk),
                    each.standard_version,
                    each.date,
                    each.get_date_kind_display(),
                    each.security_characteristics_version,
                    f"{covers[each.pk]} Device Model{'' if covers[each.pk] == 1 else 's'}",
                )
                for each in covered
            ),
        )

    @admin.display(description="creator")
    def image_creator(self, row: DeviceModel) -> str:
        return self._of_image(row, "creator")

    @admin.display(description="descriptor")
    def image_descriptor(self, row: DeviceModel) -> str:
        return self._of_image(row, "descriptor")

    @admin.display(description="Hash (SHA-256)")
    def image_hash(self, row: DeviceModel) -> str:
        return code(self._of_image(row, "hash"))

    @admin.display(description="added in publication")
    def added(self, row: DeviceModel) -> str:
        return link(row.added_in, "registers_publication_change", row.added_in)

    @admin.display(description="amended in publication")
    def amended(self, row: DeviceModel) -> str:
        if row.amended_in is None:
            return NOTHING
        return link(row.amended_in, "registers_publication_change", row.amended_in)

    @admin.display(description="corrected in publication")
    def corrected(self, row: DeviceModel) -> str:
        told = link(row.corrected_in, "registers_publication_change", row.corrected_in)
        return told if row.corrected_in is not None else NOTHING

    @staticmethod
    def _of_image(row: DeviceModel, name: str) -> str:
        image = ManufacturerImage.objects.filter(pk=row.pk).first()
        return str(getattr(image, name)) if image else NOTHING
