"""A CPL record as it is published, and back into a row of the vocabulary.

Shapes: ``render`` gives documents exactly as the public API shows them; ``cells`` gives every
column of the register, "" for what the record does not have.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

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
from cpl.models import DeviceModel, DeviceModelCertificate, SpecificationPair
from cpl.proposed import iso_date
from sec_registry.registers.digests import Document
from sec_registry.registers.vocabulary import join

HASH_ALGORITHM = "SHA-256"

_DEVICE_MODEL = (
    "cpl_number",
    "device_type_id",
    "generation",
    "manufacturer_id",
    "manufacturer__name",
    "model_identifier",
    "model_name",
    "hardware_version",
    "firmware_version",
    "firmware_coding",
    "esme_variant",
    "image__creator",
    "image__descriptor",
    "image__hash",
    "status",
    "status_date",
    "removal_reason",
    "removal_reason_public",
    "removal_planned_for",
    "added_in",
    "amended_in",
    "corrected_in",
    "corrected_on",
    "correction_reason",
    "correction_reason_public",
)
_PAIR = ("device_model_id", "position", "name", "version", "gbcs_version")
_LINK = (
    "device_model_id",
    "certificate__scheme",
    "certificate__number",
    "certificate__standard_version",
    "certificate__date",
    "certificate__date_kind",
    "certificate__security_characteristics_version",
)

#: The order in which a document lists certificates.
_SCHEMES = {scheme: position for position, scheme in enumerate(Scheme.values)}


def render(numbers: Sequence[int]) -> dict[int, Document]:
    """The documents of these CPL numbers from the live rows; three queries for each 500."""
    pairs: dict[int, list[Document]] = defaultdict(list)
    for row in matching(SpecificationPair.objects.values(*_PAIR), "device_model", numbers):
        pairs[row.pop("device_model_id")].append(row)
    certificates: dict[int, list[Document]] = defaultdict(list)
    for row in matching(DeviceModelCertificate.objects.values(*_LINK), "device_model", numbers):
        certificates[row["device_model_id"]].append(_certificate(row))
    rows = matching(DeviceModel.objects.values(*_DEVICE_MODEL), "cpl_number", numbers)
    return {
        row["cpl_number"]: _document(
            row, _in_order(pairs[row["cpl_number"]]), _listed(certificates[row["cpl_number"]])
        )
        for row in rows
    }


def _document(row: Document, pairs: list[Document], certificates: list[Document]) -> Document:
    return {
        "cpl_number": row["cpl_number"],
        "device_type": row["device_type_id"],
        "generation": row["generation"],
        "manufacturer": {"code": row["manufacturer_id"], "name": row["manufacturer__name"]},
        "model": {"identifier": row["model_identifier"], "name": row["model_name"]},
        "hardware_version": row["hardware_version"],
        "firmware_version": row["firmware_version"],
        "firmware_coding": row["firmware_coding"],
        "esme_variant": row["esme_variant"],
        "specifications": pairs,
        "certificates": certificates,
        "cpa": _cpa(certificates),
        "image": _image(row),
        "status": row["status"],
        "status_date": row["status_date"].isoformat(),
        "removal": _removal(row),
        "added_in": row["added_in"],
        "amended_in": row["amended_in"],
        "correction": _correction(row),
    }


def _in_order(pairs: list[Document]) -> list[Document]:
    pairs.sort(key=lambda pair: pair["position"])
    return [{key: pair[key] for key in ("name", "version", "gbcs_version")} for pair in pairs]


def _listed(certificates: list[Document]) -> list[Document]:
    return sorted(certificates, key=lambda each: (_SCHEMES[each["scheme"]], each["number"]))


def _certificate(row: Document) -> Document:
    listed: Document = {
        "scheme": row["certificate__scheme"],
        "number": row["certificate__number"],
        "standard_version": row["certificate__standard_version"],
    }
    if row["certificate__date"] is not None:
        listed["date"] = row["certificate__date"].isoformat()
        listed["date_kind"] = row["certificate__date_kind"]
        version = row["certificate__security_characteristics_version"]
        listed["security_characteristics_version"] = version
    return listed


def _cpa(certificates: Sequence[Document]) -> Document | None:
    for certificate in certificates:
        if certificate["scheme"] == Scheme.CPA:
            wanted = ("date", "date_kind", "security_characteristics_version")
            return {key: certificate[key] for key in wanted}
    return None


def _image(row: Document) -> Document | None:
    if row["image__hash"] is None:
        return None
    return {
        "creator": row["image__creator"],
        "descriptor": row["image__descriptor"],
        "hash": row["image__hash"],
        "hash_algorithm": HASH_ALGORITHM,
    }


def _removal(row: Document) -> Document | None:
    # Whoever relies on a Device Model sees its removal coming: the day stands on a current record.
    day = row["status_date"] if row["status"] == Status.REMOVED else row["removal_planned_for"]
    if day is None:
        return None
    removal: Document = {"date": day.isoformat()}
    # SECURITY: whether the reason is public was chosen for this removal; the authority never is.
    if row["removal_reason_public"]:
        removal["reason"] = row["removal_reason"]
    return removal


def _correction(row: Document) -> Document | None:
    if row["corrected_in"] is None:
        return None
    correction: Document = {
        "publication": row["corrected_in"],
        "date": row["corrected_on"].isoformat(),
    }
    # SECURITY: whether the reason is public was chosen for this correction.
    if row["correction_reason_public"]:
        correction["reason"] = row["correction_reason"]
    return correction


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
