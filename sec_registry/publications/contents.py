"""What anybody may have of a publication, byte for byte: manifest, signature, open changes.

Bundles, the API and the verification of the live database all take it from here.
"""

from collections.abc import Iterator

from sec_registry.publications.models import Signature
from sec_registry.publications.offline_verifier import ALGORITHM, Notice, Piece
from sec_registry.registers.catalogue import registers
from sec_registry.registers.declaration import Register
from sec_registry.registers.digests import canonical
from sec_registry.registers.manifests import change_lines
from sec_registry.registers.models import Publication, RedactionStatement


def pieces(*, through: int | None = None) -> Iterator[Piece]:
    """The publications in the order of their numbers, as they lie in the database."""
    listed = Publication.objects.order_by("number").select_related("signature")
    if through is not None:
        listed = listed.filter(number__lte=through)
    opened = [register for register in registers() if not register.restricted]
    for publication in listed.iterator(chunk_size=100):
        yield Piece(
            publication.number,
            publication.manifest.encode(),
            signature_bytes(publication),
            {register.code: change_lines(register, publication.number) for register in opened},
        )


def notices() -> Iterator[Notice]:
    """The redactions of the open registers, as anybody may have them."""
    for register in registers():
        if not register.restricted:
            yield from notices_of(register)


def notices_of(register: Register) -> Iterator[Notice]:
    """The redactions of one register in the order of their numbers.

    SECURITY: that a restricted register has any is for its readers to know.
    """
    stated = RedactionStatement.objects.filter(register=register.code).order_by("number")
    for each in stated.iterator(chunk_size=100):
        signature = canonical(statement_signature(each)).encode()
        yield Notice(each.register, each.number, each.statement.encode(), signature)


def statement_signature(stated: RedactionStatement) -> dict[str, str]:
    """The signature of a redaction with its algorithm and key."""
    return {"algorithm": ALGORITHM, "key": stated.key_id, "value": stated.value}


def signature_said(publication: Publication) -> dict[str, str] | None:
    """The signature with its algorithm and key; None while there is none."""
    try:
        signature: Signature = publication.signature
    except Signature.DoesNotExist:
        return None
    return {"algorithm": ALGORITHM, "key": signature.key_id, "value": signature.value}


def signature_bytes(publication: Publication) -> bytes | None:
    """The same as canonical JSON."""
    said = signature_said(publication)
    return None if said is None else canonical(said).encode()
