"""What of a Zigbee record's documents may be redacted."""

from firmware.columns import CONTACT_ADDRESS, CONTACT_EMAIL, CONTACT_TELEPHONE
from sec_registry.registers.redactable import Kept, Redactable, Said
from zigbee.columns import CHIPSET_VENDOR, STACK_VERSION
from zigbee.models import Question, Radio, Review, ZigbeeRecord


def _own(field: str) -> tuple[Kept, ...]:
    return (Kept(ZigbeeRecord, "device_model_id", field),)


def _radio(field: str) -> tuple[Kept, ...]:
    return (Kept(Radio, "record_id", field),)


REDACTABLE = (
    Redactable("radios.chipset_vendor", CHIPSET_VENDOR, _radio("chipset_vendor")),
    Redactable("radios.stack_version", STACK_VERSION, _radio("stack_version")),
    Redactable("contact.email", CONTACT_EMAIL, _own("contact_email")),
    Redactable("contact.telephone", CONTACT_TELEPHONE, _own("contact_telephone")),
    Redactable("contact.address", CONTACT_ADDRESS, _own("contact_address")),
)

SAID = (
    Said(Question, "review__record", ("text", "answer")),
    Said(Review, "record_id", ("note",)),
)
