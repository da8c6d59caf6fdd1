"""What of a Device Model's documents may be redacted."""

from cpl.columns import (
    CERTIFICATE,
    ESME_VARIANT,
    HARDWARE_VERSION,
    IMAGE_CREATOR,
    IMAGE_DESCRIPTOR,
    MANUFACTURER,
    MODEL_IDENTIFIER,
    MODEL_NAME,
    STANDARD,
)
from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    DeviceModelCertificate,
    Manufacturer,
    ManufacturerImage,
)
from cpl.renewals import REPLACES
from sec_registry.registers.redactable import Kept, Redactable, Shared
from sec_registry.registers.vocabulary import (
    REASON,
    REMOVAL_AUTHORITY,
    REMOVAL_REASON,
)


def _own(field: str) -> tuple[Kept, ...]:
    return (Kept(DeviceModel, "cpl_number", field),)


def _image(field: str) -> tuple[Kept, ...]:
    return (Kept(ManufacturerImage, "device_model_id", field),)


def _certificate(field: str) -> tuple[Kept, ...]:
    linked = Shared(DeviceModelCertificate, "device_model_id", "certificate")
    return (Kept(AssuranceCertificate, "id", field, linked),)


#: A Manufacturer's name is one row, whose records each have it in their documents.
_NAME = (Kept(Manufacturer, "code", "name", Shared(DeviceModel, "cpl_number", "manufacturer")),)

REDACTABLE = (
    Redactable("manufacturer.name", MANUFACTURER, _NAME),
    Redactable("model.identifier", MODEL_IDENTIFIER, _own("model_identifier"), "model"),
    Redactable("model.name", MODEL_NAME, _own("model_name")),
    Redactable("hardware_version", HARDWARE_VERSION, _own("hardware_version"), "hardware_version"),
    Redactable("esme_variant", ESME_VARIANT, _own("esme_variant")),
    Redactable(
        "certificates.number",
        "",
        _certificate("number"),
        typed_under=(*CERTIFICATE.values(), REPLACES),
    ),
    Redactable(
        "certificates.standard_version",
        "",
        _certificate("standard_version"),
        typed_under=tuple(STANDARD.values()),
    ),
    Redactable("image.creator", IMAGE_CREATOR, _image("creator")),
    Redactable("image.descriptor", IMAGE_DESCRIPTOR, _image("descriptor")),
    Redactable("removal.reason", REMOVAL_REASON, _own("removal_reason")),
    Redactable("removal.authority", REMOVAL_AUTHORITY, _own("removal_authority")),
    Redactable("correction.reason", REASON, _own("correction_reason")),
    # Of a transfer or a reinstatement, which no document says.
    Redactable(
        "recorded_reason", REASON, why=Kept(DeviceModel, "cpl_number", "history_change_reason")
    ),
)
