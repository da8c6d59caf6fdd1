"""Writing the public bundle: everything that an outsider needs to verify what was published."""

from pathlib import Path

from sec_registry.publications.contents import pieces
from sec_registry.publications.models import PublicKey
from sec_registry.publications.offline_verifier import BUNDLE_FORMAT, Piece
from sec_registry.registers.digests import canonical
from sec_registry.registers.models import Publication


class NotWritten(Exception):
    """The bundle cannot be written; the message says why."""


def bundle_write(*, to: Path) -> int:
    """Write all publications into a new or empty folder; returns the last number.

    Publications never change, so it does not matter how long this takes. Raises ``NotWritten``;
    what stands there then is no bundle, since ``bundle.json`` comes last.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise NotWritten(f"{to} is there already and not empty.")
    last = Publication.objects.order_by("-number").values_list("number", flat=True).first() or 0
    unsigned = Publication.objects.filter(signature=None, number__lte=last)
    if (first := unsigned.order_by("number").first()) is not None:
        raise NotWritten(f"{first} is not signed yet: run sign_publications first.")
    (to / "publications").mkdir(parents=True)
    for piece in pieces(through=last):
        _write(piece, to / "publications" / str(piece.number))
    (to / "keys").mkdir()
    for key in PublicKey.objects.filter(signatures__publication__lte=last).distinct():
        (to / "keys" / f"{key.key_id}.pem").write_bytes(key.pem.encode())
    described = canonical({"format": BUNDLE_FORMAT, "last": last})
    (to / "bundle.json").write_bytes(described.encode())
    return last


def _write(piece: Piece, folder: Path) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_bytes(piece.manifest)
    (folder / "signature.json").write_bytes(piece.signature or b"")
    for code, lines in piece.changes.items():
        with (folder / f"{code}.jsonl").open("wb") as file:
            file.writelines(lines)
