"""The records that an item concerns which names none: counted, the first ones named.

SECURITY: told from the public list alone. How many records of the other registers change, or that
some do not, is nobody's to read from here; what stands in them goes through the viewer's right.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpl.choices import Scheme, Status
from cpl.columns import MANUFACTURER_CODE
from cpl.columns import REGISTER as CPL_CODE
from cpl.models import TermKind
from cpl.proposed import SCHEME_COLUMNS, CertificateKey
from cpl.renewals import Renewal, renewal
from sec_registry.registers.candidates import Candidate
from sec_registry.registers.catalogue import register as register_of_code
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.digests import Document
from sec_registry.registers.paging import as_published
from sec_registry.registers.vocabulary import Action, Cell

#: So many records are named, and looked at for what stands in them.
NAMED = 20

_CERTIFICATE_MEMBERS = (
    "number",
    "standard_version",
    "date",
    "date_kind",
    "security_characteristics_version",
)


@dataclass(frozen=True)
class Covered:
    """What the item is about, how many records that is on the public list, and the first ones."""

    subject: str
    count: int
    first: Sequence[int]


@dataclass(frozen=True)
class OfMany:
    """An item of many records: what it covers, and what stands there by register code.

    A register that the viewer may not read stands as None.
    """

    covered: Covered
    stands: Mapping[str, Mapping[str, str] | None]


def of_many(
    action: str,
    cells: Mapping[str, Cell],
    registers: Sequence[Register],
    *,
    by: Reader,
    publication: int | None,
) -> OfMany:
    """What the item covers for this viewer: today, or before it was accepted in ``publication``."""
    row = Candidate(row=0, action=action, number=None, reference="", given=dict(cells))
    said = renewal(row) if action == Action.RENEW_CERTIFICATE else None
    listed = _standing(register_of_code(CPL_CODE), by, publication)
    if action != Action.RENEW_CERTIFICATE:
        code = row.text(MANUFACTURER_CODE)
        subject, found = f"Manufacturer {code}", listed.filter(manufacturer=code)
    elif said is None:
        subject, found = "an Assurance Certificate", listed.none()
    else:
        subject, found = f"{said.old.scheme} certificate {said.old.number}", _with(listed, said)
    first = list(found.order_by("cpl_number").values_list("cpl_number", flat=True)[:NAMED])
    stands = {
        each.code: _stands(each, first, said, by=by, publication=publication) for each in registers
    }
    return OfMany(Covered(subject, found.count(), first), stands)


def _standing(register: Register, by: Reader, publication: int | None) -> Any:
    readable = register.visible_to(by)
    if publication is None:
        return readable.filter(superseded_in__isnull=True)
    return as_published(readable, publication - 1)


def _with(listed: Any, said: Renewal) -> Any:
    """The records with the certificate that is renewed; in place, removed ones too."""
    number = json.dumps(said.old.number, ensure_ascii=False)
    found = listed.filter(
        terms__kind=TermKind.CERTIFICATE,
        terms__value=said.old.number,
        # The term has no scheme; in a canonical document the scheme follows the number.
        document__contains=f'"number":{number},"scheme":"{said.old.scheme}"',
    )
    return found if said.in_place else found.filter(status=Status.CURRENT)


def _stands(
    register: Register,
    first: Sequence[int],
    said: Renewal | None,
    *,
    by: Reader,
    publication: int | None,
) -> dict[str, str] | None:
    """What stands in the first records by column, each value once; None: not the viewer's."""
    rows = _standing(register, by, publication).filter(cpl_number__in=first)
    documents = [json.loads(row.document) for row in rows.order_by("cpl_number")]
    if first and not documents:
        return None
    values: dict[str, list[str]] = {}
    for document in documents:
        cells = register.cells(document)
        if said is not None and register.code == CPL_CODE:
            cells = _certificate(document, said.old)
        for column, cell in cells.items():
            if cell and cell not in values.setdefault(column, []):
                values[column].append(cell)
    return {column: " · ".join(different) for column, different in values.items()}


def _certificate(document: Document, key: CertificateKey) -> dict[str, str]:
    """The certificate of the document as the cells of its scheme's columns."""
    columns = SCHEME_COLUMNS[Scheme(key.scheme)]
    for listed in document["certificates"]:
        if (listed["scheme"], listed["number"]) == key:
            members = [listed.get(member, "") for member in _CERTIFICATE_MEMBERS]
            return dict(zip(columns, members, strict=False))
    return {}
