"""What an acceptance writes into the Device Zigbee Information Repository once for many records."""

from collections.abc import Sequence

from cpl.chunks import matching
from cpl.columns import MANUFACTURER_CODE
from cpl.services.manufacturers import numbers_renamed
from sec_registry.audit.bulk import create_all, update_all
from sec_registry.registers.declaration import AcceptedForMany
from sec_registry.registers.vocabulary import Action
from zigbee.contacts import CONTACT_FIELDS, fill_contact
from zigbee.models import Review, ZigbeeRecord


def apply_to_many(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Change contacts; returns the records concerned, with those in which a name changes.

    Nothing is kept of a Manufacturer's name here, yet it stands in the documents.
    """
    changes = [each for each in accepted if each.action == Action.CHANGE_CONTACT]
    return _change_contacts(changes) | numbers_renamed(accepted)


def _change_contacts(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Give the Manufacturers' records that have a contact the new one, from the same submission.

    A changed record waits for the Security Sub Committee's review as it would after an amendment.
    """
    rows = {each.candidate.text(MANUFACTURER_CODE): each for each in accepted}
    with_contact = ZigbeeRecord.objects.exclude(contact_email="").select_related("device_model")
    changed = []
    for record in matching(with_contact, "device_model__manufacturer", rows):
        each = rows[record.device_model.manufacturer_id]
        if fill_contact(record, each.candidate):
            changed.append((record, each.publication))
    update_all(ZigbeeRecord, [record for record, _ in changed], CONTACT_FIELDS)
    create_all(
        Review,
        [
            Review(record_id=record.device_model_id, publication_id=publication)
            for record, publication in changed
        ],
    )
    return {record.device_model_id for record, _ in changed}
