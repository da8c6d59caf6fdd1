"""What a publication says in public and is signed for: its manifest, and what that is made of.

docs/publications.md describes every byte of it, so that anybody can write a verifier.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import canonical
from sec_registry.registers.models import PublicationRegister

#: Raised when a manifest says something else; the first said of each register its root alone.
FORMAT = 2


def manifest_of(
    *,
    number: int,
    previous: str,
    published_at: datetime,
    registers: Sequence[Register],
    states: Iterable[PublicationRegister],
) -> str:
    """The manifest as canonical JSON.

    SECURITY: of a restricted register it names the root alone, which betrays neither how many
    records there are nor whether any of them changed.
    """
    by_code = {register.code: register for register in registers}
    said = {state.register: _said(by_code[state.register], state) for state in states}
    return canonical(
        {
            "format": FORMAT,
            "number": number,
            "previous": previous,
            "published_at": published_at.isoformat(),
            "registers": said,
        }
    )


def change_lines(register: Register, publication: int) -> Iterator[bytes]:
    """What a publication changed in an open register: a line of canonical JSON for each record."""
    if register.restricted:
        raise ValueError(f"{register.code} is restricted: nothing of it is published.")
    records = register.published._default_manager.filter(published_in=publication)
    rows = records.order_by("cpl_number").values_list("cpl_number", "change", "document")
    for number, change, document in rows.iterator(chunk_size=500):
        line = f'{{"change":"{change}","cpl_number":{number},"document":{document}}}\n'
        yield line.encode()


def _said(register: Register, state: PublicationRegister) -> dict[str, Any]:
    if register.restricted:
        return {"root": state.root}
    digest = hashlib.sha256()
    for line in change_lines(register, state.publication_id):
        digest.update(line)
    return {"changes": digest.hexdigest(), "records": state.records, "root": state.root}
