"""What the admins of the other two registers say of the Device Model that a record is about."""

from typing import Any

from django.contrib import admin

from cpl.admin.filters import device_types, manufacturers
from cpl.choices import Status
from sec_registry.registers.admin import choice_filter
from sec_registry.registers.admin.presentation import badge

#: The section of a record's page that names its Device Model.
DEVICE_MODEL = ("Device Model", {"fields": ["cpl_number", "device", "made_by", "model_status"]})
#: Filters of a list by what the Device Model is.
BY_TYPE = choice_filter(
    "device type", "device_model__device_type", device_types, parameter="device_type"
)
BY_STATUS = choice_filter("status", "device_model__status", Status.choices, parameter="status")
BY_MANUFACTURER = choice_filter(
    "Manufacturer", "device_model__manufacturer", manufacturers, parameter="manufacturer"
)
#: Where a list's search looks for the Device Model.
SEARCHED = (
    "device_model__cpl_number__exact",
    "device_model__manufacturer__code",
    "device_model__manufacturer__name",
    "device_model__model_identifier",
    "device_model__model_name",
    "device_model__firmware_version",
)


class BesideDeviceModel:
    """Columns and facts of the Device Model; the row has it as ``device_model``."""

    list_display_links: Any = ("cpl_number", "device")

    @admin.display(description="CPL number", ordering="device_model")
    def cpl_number(self, row: Any) -> int:
        return int(row.pk)

    @admin.display(description="Device Model")
    def device(self, row: Any) -> str:
        model = row.device_model
        return (
            f"{model.device_type_id} {model.model_identifier} {model.model_name} "
            f"{model.hardware_version} {model.firmware_version}"
        )

    @admin.display(description="Manufacturer", ordering="device_model__manufacturer__name")
    def made_by(self, row: Any) -> str:
        return str(row.device_model.manufacturer)

    @admin.display(description="status", ordering="device_model__status")
    def model_status(self, row: Any) -> str:
        return badge(row.device_model.status, row.device_model.get_status_display())
