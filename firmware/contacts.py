"""Manufacturer contact details (F2.15(b)): read from a row, and kept once per Manufacturer.

Contact details are stored when all three are there, verbatim; records of one Manufacturer with
the same details share one contact point.
"""

from collections.abc import Iterable
from typing import NamedTuple

from cpl.chunks import matching
from cpl.models import DeviceModel
from firmware.columns import CONTACT_ADDRESS, CONTACT_EMAIL, CONTACT_TELEPHONE
from firmware.models import ContactPoint
from sec_registry.audit.bulk import create_all
from sec_registry.registers.candidates import Candidate


class Contact(NamedTuple):
    """Email address, telephone number and business address."""

    email: str
    telephone: str
    address: str


def contact_of(candidate: Candidate) -> Contact | None:
    """The contact details of the row; None unless all three are there."""
    contact = Contact(
        candidate.text(CONTACT_EMAIL),
        candidate.text(CONTACT_TELEPHONE),
        candidate.text(CONTACT_ADDRESS),
    )
    return contact if all(part.strip() for part in contact) else None


class ContactBook:
    """The contact points of some Device Models' Manufacturers; missing ones are made in one go."""

    def __init__(self, numbers: Iterable[int]) -> None:
        listed = DeviceModel.objects.values_list("cpl_number", "manufacturer")
        self._manufacturers: dict[int, str] = dict(matching(listed, "cpl_number", numbers))
        points = matching(ContactPoint.objects.all(), "manufacturer", self._manufacturers.values())
        self._points = {(point.manufacturer_id, _contact(point)): point for point in points}
        self._missing: dict[tuple[str, Contact], ContactPoint] = {}

    def want(self, number: int, contact: Contact | None) -> None:
        """Note that the Device Model's record will need this contact."""
        key = self._key(number, contact)
        if key is not None and key not in self._points:
            manufacturer, details = key
            point = ContactPoint(manufacturer_id=manufacturer, **details._asdict())
            self._missing.setdefault(key, point)

    def write(self) -> None:
        """Make the contact points that are not there yet."""
        for point in create_all(ContactPoint, self._missing.values()):
            self._points[point.manufacturer_id, _contact(point)] = point

    def point(self, number: int, contact: Contact | None) -> ContactPoint | None:
        """The contact point of the Device Model's Manufacturer with these details."""
        key = self._key(number, contact)
        return None if key is None else self._points[key]

    def _key(self, number: int, contact: Contact | None) -> tuple[str, Contact] | None:
        return None if contact is None else (self._manufacturers[number], contact)


def _contact(point: ContactPoint) -> Contact:
    return Contact(point.email, point.telephone, point.address)
