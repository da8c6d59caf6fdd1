"""Published records for tests, written straight into an open ledger: no rules, no review.

Quick, and any content will do; tests of how records get there go through ``tests.registry``.
Everything here is fictional.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sec_registry.registers.catalogue import registers
from sec_registry.registers.commitments import Commitment
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import Document, merkle_root
from sec_registry.registers.ledger import OpenLedger, opened_ledger
from sec_registry.registers.models import Change, PublicationRegister, PublishedRecord
from sec_registry.registers.publish import close_publication, publish_changes

#: A record's documents by register.
Documents = dict[str, Document]

FIR_CANARY = "canary-of-the-firmware-register"
DZIR_CANARY = "canary-of-the-zigbee-register"


def documents_of(number: int, **facts: Any) -> Documents:
    """The three documents of one fictional Device Model; facts replace members of the CPL's."""
    listed = {
        "cpl_number": number,
        "device_type": "ESME",
        "generation": "SMETS2+",
        "manufacturer": {"code": "FA0A", "name": "Fictional Meters Ltd"},
        "model": {"identifier": "0A01", "name": "Imaginary One"},
        "hardware_version": "0100",
        "firmware_version": f"{number:08X}",
        "firmware_coding": "HEX",
        "esme_variant": "A",
        "specifications": [{"name": "SMETS", "version": "4.2", "gbcs_version": "3.2"}],
        "certificates": [],
        "cpa": None,
        "image": _image(f"{number:064X}"),
        "status": "CURRENT",
        "status_date": "2024-01-01",
        "removal": None,
        "added_in": 1,
        "amended_in": None,
        "correction": None,
        **facts,
    }
    identity = {
        name: listed[name]
        for name in (
            "device_type",
            "generation",
            "manufacturer",
            "model",
            "hardware_version",
            "firmware_version",
            "status",
        )
    }
    contact = {"email": "f@fictional.example", "telephone": "+442079460000", "address": "Erewhon"}
    firmware = {
        "cpl_number": number,
        "state": "provided",
        "device": identity,
        "contact": contact,
        "release_notes": f"<b>{FIR_CANARY}</b> {number}",
        "upgrade": {"state": "not_applicable", "baselines": [], "blocked": []},
    }
    zigbee = {
        "cpl_number": number,
        "state": "provided",
        "device": identity,
        "contact": contact,
        "radios": [{"chipset_vendor": DZIR_CANARY, "stack_version": f"MakeBelieve {number}"}],
    }
    return {"cpl": listed, "firmware": firmware, "zigbee": zigbee}


def _image(image_hash: str) -> Document:
    return {
        "creator": "Fictional Meters Ltd",
        "descriptor": "imaginary.ota",
        "hash": image_hash,
        "hash_algorithm": "SHA-256",
    }


def publish(*records: Mapping[str, Document], change: str = Change.AMENDED) -> int:
    """Publish the records' documents together; returns the publication's number."""
    with opened_ledger() as ledger:
        changed = {
            register.code: _publish(
                register, ledger, [each[register.code] for each in records], change
            )
            for register in registers()
        }
        close_publication(ledger, registers(), changed, by="tests")
    return ledger.publication


def publish_numbers(*numbers: int, **facts: Any) -> int:
    """Publish fictional Device Models with these CPL numbers."""
    return publish(*(documents_of(number, **facts) for number in numbers))


def _publish(register: Register, ledger: OpenLedger, documents: list[Document], change: str) -> int:
    by_number = {document["cpl_number"]: document for document in documents}
    given = replace(register, render=lambda numbers: by_number)
    changes = dict.fromkeys(by_number, change)
    return publish_changes(given, ledger, changes)


def root_of(register: Register, rows: Iterable[PublishedRecord]) -> str:
    """The root that these records give as the register's in the last publication."""
    digests = {row.cpl_number: row.digest for row in rows}
    if not register.restricted:
        return merkle_root(digests[number] for number in sorted(digests))
    last = PublicationRegister.objects.filter(register=register.code).latest("publication")
    return Commitment(digests, last.padding).root
