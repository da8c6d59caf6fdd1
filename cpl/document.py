"""A CPL record as it is published, and back into a row of the vocabulary.

Shapes: ``render`` gives documents exactly as the public API shows them; ``cells`` gives every
column of the register, "" for what the record does not have.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from cpl.choices import Scheme, Status
from cpl.chunks import matching
from cpl.columns import (
    CERTIFICATE,
    CPA_DATE,
    CPA_DATE_KIND,
    DEVICE_TYPE,
    ESME_VARIANT,
    FIRMWARE_CODING,
    FIRMWARE_VERSION,
    GBCS_VERSION,
    GENERATION,
    HARDWARE_VERSION,
    IMAGE_CREATOR,
    IMAGE_DESCRIPTOR,
    IMAGE_HASH,
    MANUFACTURER,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
    MODEL_NAME,
    SECURITY_CHARACTERISTICS_VERSION,
    SPECIFICATION_VERSION,
    STANDARD,
)
from cpl.models import (
    AssuranceCertificate,
    DeviceModel,
    DeviceModelCertificate,
    SpecificationPair,
)
from cpl.proposed import iso_date
from sec_registry.registers.digests import Document
from sec_registry.registers.vocabulary import join

HASH_ALGORITHM = "SHA-256"

#: The order in which a document lists certificates.
_SCHEMES = {scheme: position for position, scheme in enumerate(Scheme.values)}


def render(numbers: Sequence[int]) -> dict[int, Document]:
    """The documents of these CPL numbers from the live rows; three queries for each 500."""
    live = DeviceModel.objects.select_related("manufacturer", "image").prefetch_related(
        Prefetch("specifications", SpecificationPair.objects.order_by("position")),
        Prefetch("certificate_links", DeviceModelCertificate.objects.select_related("certificate")),
    )
    rows = matching(live, "cpl_number", numbers)
    return {row.cpl_number: _document(row) for row in rows}


def _document(row: DeviceModel) -> Document:
    certificates = sorted(
        (link.certificate for link in row.certificate_links.all()),
        key=lambda certificate: (_SCHEMES[certificate.scheme], certificate.number),
    )
    listed = [_certificate(certificate) for certificate in certificates]
    return {
        "cpl_number": row.cpl_number,
        "device_type": row.device_type_id,
        "generation": row.generation,
        "manufacturer": {"code": row.manufacturer_id, "name": row.manufacturer.name},
        "model": {"identifier": row.model_identifier, "name": row.model_name},
        "hardware_version": row.hardware_version,
        "firmware_version": row.firmware_version,
        "firmware_coding": row.firmware_coding,
        "esme_variant": row.esme_variant,
        "specifications": [
            {"name": pair.name, "version": pair.version, "gbcs_version": pair.gbcs_version}
            for pair in row.specifications.all()
        ],
        "certificates": listed,
        "cpa": _cpa(listed),
        "image": _image(row),
        "status": row.status,
        "status_date": row.status_date.isoformat(),
        "removal": _removal(row),
        "added_in": row.added_in,
        "amended_in": row.amended_in,
        "correction": None,
    }


def _certificate(certificate: AssuranceCertificate) -> Document:
    listed: Document = {
        "scheme": certificate.scheme,
        "number": certificate.number,
        "standard_version": certificate.standard_version,
    }
    if certificate.date is not None:
        listed["date"] = certificate.date.isoformat()
        listed["date_kind"] = certificate.date_kind
        version = certificate.security_characteristics_version
        listed["security_characteristics_version"] = version
    return listed


def _cpa(certificates: Sequence[Document]) -> Document | None:
    for certificate in certificates:
        if certificate["scheme"] == Scheme.CPA:
            wanted = ("date", "date_kind", "security_characteristics_version")
            return {key: certificate[key] for key in wanted}
    return None


def _image(row: DeviceModel) -> Document | None:
    image = getattr(row, "image", None)
    if image is None:
        return None
    return {
        "creator": image.creator,
        "descriptor": image.descriptor,
        "hash": image.hash,
        "hash_algorithm": HASH_ALGORITHM,
    }


def _removal(row: DeviceModel) -> Document | None:
    if row.status != Status.REMOVED:
        return None
    removal: Document = {"date": row.status_date.isoformat()}
    # SECURITY: whether the reason is public was chosen for this removal; the authority never is.
    if row.removal_reason_public:
        removal["reason"] = row.removal_reason
    return removal


def cells(document: Document) -> dict[str, str]:
    """The row of the vocabulary that gives this document again."""
    pairs = document["specifications"]
    image = document["image"] or {"creator": "", "descriptor": "", "hash": ""}
    cpa = document["cpa"] or {"date": "", "date_kind": "", "security_characteristics_version": ""}
    row = {
        DEVICE_TYPE: document["device_type"],
        GENERATION: document["generation"],
        MANUFACTURER_CODE: document["manufacturer"]["code"],
        MANUFACTURER: document["manufacturer"]["name"],
        MODEL_IDENTIFIER: document["model"]["identifier"],
        MODEL_NAME: document["model"]["name"],
        HARDWARE_VERSION: document["hardware_version"],
        FIRMWARE_VERSION: document["firmware_version"],
        FIRMWARE_CODING: document["firmware_coding"],
        ESME_VARIANT: document["esme_variant"],
        SPECIFICATION_VERSION: join([pair["version"] for pair in pairs]),
        GBCS_VERSION: join([pair["gbcs_version"] for pair in pairs if pair["gbcs_version"]]),
        CPA_DATE: cpa["date"],
        CPA_DATE_KIND: cpa["date_kind"],
        SECURITY_CHARACTERISTICS_VERSION: cpa["security_characteristics_version"],
        IMAGE_CREATOR: image["creator"],
        IMAGE_DESCRIPTOR: image["descriptor"],
        IMAGE_HASH: image["hash"],
    }
    for scheme in Scheme:
        listed = [each for each in document["certificates"] if each["scheme"] == scheme]
        row[CERTIFICATE[scheme]] = join([each["number"] for each in listed])
        row[STANDARD[scheme]] = join([each["standard_version"] for each in listed])
    return row


def columns_beside(document: Document) -> dict[str, Any]:
    """What stands beside the published document for filters: the Hash and the CPA date."""
    return {
        "image_hash": document["image"]["hash"] if document["image"] else "",
        "cpa_date": iso_date(document["cpa"]["date"]) if document["cpa"] else None,
    }
