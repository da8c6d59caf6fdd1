"""What of a firmware record's documents may be redacted."""

from firmware.columns import CONTACT_ADDRESS, CONTACT_EMAIL, CONTACT_TELEPHONE, RELEASE_NOTES
from firmware.models import ContactPoint, FirmwareRecord, UpgradePathway
from sec_registry.registers.redactable import Kept, Redactable, Shared
from sec_registry.registers.vocabulary import REASON


def _contact(field: str) -> tuple[Kept, ...]:
    return (Kept(ContactPoint, "id", field, Shared(FirmwareRecord, "device_model_id", "contact")),)


REDACTABLE = (
    Redactable("contact.email", CONTACT_EMAIL, _contact("email")),
    Redactable("contact.telephone", CONTACT_TELEPHONE, _contact("telephone")),
    Redactable("contact.address", CONTACT_ADDRESS, _contact("address")),
    Redactable(
        "release_notes",
        RELEASE_NOTES,
        (Kept(FirmwareRecord, "device_model_id", "release_notes"),),
    ),
    Redactable(
        "upgrade.blocked.reason",
        REASON,
        (Kept(UpgradePathway, "device_model_id", "blocked_reason"),),
    ),
)
