"""The Central Products List in the admin: read-only, but for the tables of policy."""

from cpl.admin.certificates import AssuranceCertificateAdmin
from cpl.admin.device_models import DeviceModelAdmin
from cpl.admin.manufacturers import ManufacturerAdmin
from cpl.admin.policy import DeviceTypeAdmin, ManufacturerOrganisationAdmin, UsualFormAdmin

__all__ = [
    "AssuranceCertificateAdmin",
    "DeviceModelAdmin",
    "DeviceTypeAdmin",
    "ManufacturerAdmin",
    "ManufacturerOrganisationAdmin",
    "UsualFormAdmin",
]
