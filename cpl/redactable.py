"""What of a Device Model's documents may be redacted."""

from cpl.columns import (
    ESME_VARIANT,
    HARDWARE_VERSION,
    IMAGE_CREATOR,
    IMAGE_DESCRIPTOR,
    MODEL_IDENTIFIER,
    MODEL_NAME,
)
from cpl.models import DeviceModel, ManufacturerImage
from sec_registry.registers.redactable import Kept, Redactable
from sec_registry.registers.vocabulary import REASON, REMOVAL_REASON


def _own(field: str) -> tuple[Kept, ...]:
    return (Kept(DeviceModel, "cpl_number", field),)


def _image(field: str) -> tuple[Kept, ...]:
    return (Kept(ManufacturerImage, "device_model_id", field),)


REDACTABLE = (
    Redactable("model.identifier", MODEL_IDENTIFIER, _own("model_identifier"), "model"),
    Redactable("model.name", MODEL_NAME, _own("model_name")),
    Redactable("hardware_version", HARDWARE_VERSION, _own("hardware_version"), "hardware_version"),
    Redactable("esme_variant", ESME_VARIANT, _own("esme_variant")),
    Redactable("image.creator", IMAGE_CREATOR, _image("creator")),
    Redactable("image.descriptor", IMAGE_DESCRIPTOR, _image("descriptor")),
    Redactable("removal.reason", REMOVAL_REASON, _own("removal_reason")),
    Redactable("correction.reason", REASON, _own("correction_reason")),
)
