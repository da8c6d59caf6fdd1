"""What anybody may have of a publication, byte for byte: manifest, signature, open changes.

Bundles, the API and the verification of the live database all take it from here.
"""

from collections.abc import Iterator

from sec_registry.publications.models import Signature
from sec_registry.publications.offline_verifier import ALGORITHM, Piece
from sec_registry.registers.catalogue import registers
from sec_registry.registers.digests import canonical
from sec_registry.registers.manifests import change_lines
from sec_registry.registers.models import Publication


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
