"""What an acceptance writes into the Firmware Information Repository once for many records."""

from collections.abc import Sequence

from cpl.chunks import matching
from cpl.columns import MANUFACTURER_CODE
from cpl.services.manufacturers import numbers_renamed
from firmware.contacts import ContactBook, contact_of
from firmware.models import FirmwareRecord
from sec_registry.audit.bulk import update_all
from sec_registry.registers.declaration import AcceptedForMany
from sec_registry.registers.vocabulary import Action


def apply_to_many(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Change contacts; returns the records concerned, with those in which a name changes.

    Nothing is kept of a Manufacturer's name here, yet it stands in the documents.
    """
    changes = [each for each in accepted if each.action == Action.CHANGE_CONTACT]
    return _change_contacts(changes) | numbers_renamed(accepted)


def _change_contacts(accepted: Sequence[AcceptedForMany]) -> set[int]:
    """Give the Manufacturers' records that have contact details the new ones.

    A record whose contact was not provided keeps saying so: to supply what is missing is to amend.
    """
    contacts = {
        each.candidate.text(MANUFACTURER_CODE): contact_of(each.candidate) for each in accepted
    }
    with_contact = FirmwareRecord.objects.filter(contact__isnull=False)
    records = list(
        matching(
            with_contact.select_related("device_model"), "device_model__manufacturer", contacts
        )
    )
    wanted = {each.device_model_id: contacts[each.device_model.manufacturer_id] for each in records}
    book = ContactBook(wanted)
    for number, contact in wanted.items():
        book.want(number, contact)
    book.write()
    changed = []
    for record in records:
        point = book.point(record.device_model_id, wanted[record.device_model_id])
        if point is not None and point.pk != record.contact_id:
            record.contact = point
            changed.append(record)
    update_all(FirmwareRecord, changed, ["contact"])
    return {record.device_model_id for record in changed}
