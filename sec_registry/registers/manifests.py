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
from sec_registry.registers.redactions import last_statement

#: Raised when a manifest says something else.
FORMAT = 4


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
    for row in _changed(register, publication):
        number, change, digest, document, redaction, salt = row
        redacted = f'"redaction":{redaction},' if redaction else ""
        line = (
            f'{{"change":"{change}","cpl_number":{number},"digest":"{digest}",'
            f'"document":{document},{redacted}"salt":"{salt}"}}\n'
        )
        yield line.encode()


def _changed(register: Register, publication: int) -> Iterator[tuple[Any, ...]]:
    if register.restricted:
        raise ValueError(f"{register.code} is restricted: nothing of it is published.")
    records = register.published._default_manager.filter(published_in=publication)
    columns = ("cpl_number", "change", "digest", "document", "redaction", "salt")
    return records.order_by("cpl_number").values_list(*columns).iterator(chunk_size=500)


def _said(register: Register, state: PublicationRegister) -> dict[str, Any]:
    """What is said of one register. The documents themselves are not in it: their digests are, so
    that a document may be redacted one day and the manifest still holds."""
    if register.restricted:
        return {"root": state.root}
    digest = hashlib.sha256()
    for number, change, of_document, *_ in _changed(register, state.publication_id):
        said = {"change": change, "cpl_number": number, "digest": of_document}
        digest.update(f"{canonical(said)}\n".encode())
    return {
        "changes": digest.hexdigest(),
        "records": state.records,
        "redactions": last_statement(register.code),
        "root": state.root,
    }
