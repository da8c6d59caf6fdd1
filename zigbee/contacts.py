"""The contact that a Zigbee record has of its own (F2.33), filled from what a submission types.

SECURITY: from what the same submission typed in the Contact columns, never from what the Firmware
Information Repository holds.
"""

from firmware.columns import CONTACT_ADDRESS, CONTACT_EMAIL, CONTACT_TELEPHONE
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.vocabulary import CLEAR, text_of
from zigbee.models import ZigbeeRecord

_FIELDS = {
    CONTACT_EMAIL: "contact_email",
    CONTACT_TELEPHONE: "contact_telephone",
    CONTACT_ADDRESS: "contact_address",
}
#: The fields of a record that hold its contact.
CONTACT_FIELDS = tuple(_FIELDS.values())


def fill_contact(record: ZigbeeRecord, candidate: Candidate) -> bool:
    """Put what was typed over the record's own contact, if that makes one; say if it changed."""
    typed = {
        field: text_of(candidate.given[column])
        for column, field in _FIELDS.items()
        if candidate.given.get(column, CLEAR) != CLEAR
    }
    before = {field: getattr(record, field) for field in CONTACT_FIELDS}
    after = {**before, **typed}
    if after == before or not all(text.strip() for text in after.values()):
        return False
    for field, text in after.items():
        setattr(record, field, text)
    return True
