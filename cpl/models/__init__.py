"""Tables of the Central Products List (Appendix Z 2.1)."""

from cpl.models.assurance import AssuranceCertificate, DeviceModelCertificate
from cpl.models.device_models import DeviceModel, ManufacturerImage, SpecificationPair
from cpl.models.forms import UsualForm, usual_forms
from cpl.models.policy import (
    CpaNoticePeriod,
    DeviceType,
    Manufacturer,
    ManufacturerOrganisation,
    RequiredScheme,
)
from cpl.models.published import PublishedDeviceModel
from cpl.models.terms import PublishedTerm, TermKind

__all__ = [
    "AssuranceCertificate",
    "CpaNoticePeriod",
    "DeviceModel",
    "DeviceModelCertificate",
    "DeviceType",
    "Manufacturer",
    "ManufacturerImage",
    "ManufacturerOrganisation",
    "PublishedDeviceModel",
    "PublishedTerm",
    "RequiredScheme",
    "SpecificationPair",
    "TermKind",
    "UsualForm",
    "usual_forms",
]
