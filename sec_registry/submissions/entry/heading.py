"""Which Device Model it is, in a line of what everybody may read."""

import json
from dataclasses import dataclass

from accounts.models import User
from sec_registry.registers.catalogue import register


@dataclass(frozen=True)
class Heading:
    """The record's number, its status, and what names it."""

    number: int
    status: str
    told: str


def heading_of(number: int, by: User) -> Heading | None:
    """The heading of a record on the Central Products List; None where there is no such."""
    rows = register("cpl").visible_to(by).filter(cpl_number=number, superseded_in__isnull=True)
    row = rows.first()
    if row is None:
        return None
    document = json.loads(row.document)
    maker, model = document["manufacturer"], document["model"]
    told = (
        f"{document['generation']} {document['device_type']} · {maker['name']} {maker['code']} · "
        f"{model['identifier']} {model['name']}".strip()
        + f" · hardware {document['hardware_version']} · firmware {document['firmware_version']}"
    )
    return Heading(number, document["status"], told)
