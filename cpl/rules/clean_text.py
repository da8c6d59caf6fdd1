"""Clean text in the columns of the Central Products List, no longer than its tables take."""

from django.db.models import Model

from cpl.choices import Scheme
from cpl.columns import (
    CERTIFICATE,
    COLUMNS,
    ESME_VARIANT,
    GBCS_VERSION,
    HARDWARE_VERSION,
    IMAGE_CREATOR,
    IMAGE_DESCRIPTOR,
    MANUFACTURER,
    MODEL_IDENTIFIER,
    MODEL_NAME,
    SECURITY_CHARACTERISTICS_VERSION,
    SPECIFICATION_VERSION,
    STANDARD,
)
from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    Manufacturer,
    ManufacturerImage,
    SpecificationPair,
)
from cpl.rules.book import EntryBook
from sec_registry.registers.hygiene import add_hygiene_rules

BOOK = EntryBook()

_KEPT_IN: dict[str, tuple[type[Model], str]] = {
    MANUFACTURER: (Manufacturer, "name"),
    MODEL_IDENTIFIER: (DeviceModel, "model_identifier"),
    MODEL_NAME: (DeviceModel, "model_name"),
    HARDWARE_VERSION: (DeviceModel, "hardware_version"),
    ESME_VARIANT: (DeviceModel, "esme_variant"),
    SPECIFICATION_VERSION: (SpecificationPair, "version"),
    GBCS_VERSION: (SpecificationPair, "gbcs_version"),
    SECURITY_CHARACTERISTICS_VERSION: (AssuranceCertificate, "security_characteristics_version"),
    IMAGE_CREATOR: (ManufacturerImage, "creator"),
    IMAGE_DESCRIPTOR: (ManufacturerImage, "descriptor"),
    **{CERTIFICATE[scheme]: (AssuranceCertificate, "number") for scheme in Scheme},
    **{STANDARD[scheme]: (AssuranceCertificate, "standard_version") for scheme in Scheme},
}


def _limit(model: type[Model], field: str) -> int:
    length: int | None = getattr(model._meta.get_field(field), "max_length", None)
    if length is None:
        raise TypeError(f"{model.__name__}.{field} has no greatest length.")
    return length


add_hygiene_rules(BOOK, COLUMNS, {column: _limit(*kept) for column, kept in _KEPT_IN.items()})
