"""From a record to the same Device Model in the other registers, for those allowed there (L18).

Documents are sent word for word as published, so the links stand in a header (RFC 8288). SECURITY:
where there is no right there is no link; every Device Model has all three records, so that a link
tells its reader nothing but their own right.
"""

from rest_framework.request import Request
from rest_framework.reverse import reverse

from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Reader, Register
from sec_registry.registers.paging import as_published


def links_from(register: Register, request: Request, number: int, publication: int | None) -> str:
    """The value of the header; empty when no other register is open to the reader."""
    others = [each for each in registers() if each.code != register.code]
    query = "" if publication is None else f"?publication={publication}"
    return ", ".join(
        f"<{reverse(f'{each.route}-detail', [number], request=request)}{query}>; "
        f'rel="{each.relation}"'
        for each in others
        if _shows(each, request.user, number, publication)
    )


def _shows(register: Register, reader: Reader, number: int, publication: int | None) -> bool:
    reach = register.reach(reader)
    if reach.everything or not reach:
        return reach.everything
    records = register.within(reach).filter(cpl_number=number)
    if publication is None:
        return records.filter(superseded_in__isnull=True).exists()
    return as_published(records, publication).exists()
