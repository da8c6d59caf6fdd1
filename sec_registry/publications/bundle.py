"""Writing the public bundle: everything that an outsider needs to verify what was published."""

from pathlib import Path

from sec_registry.publications.contents import notices, pieces
from sec_registry.publications.models import PublicKey
from sec_registry.publications.offline_verifier import BUNDLE_FORMAT, Notice, Piece
from sec_registry.registers.catalogue import registers
from sec_registry.registers.digests import canonical
from sec_registry.registers.models import Publication, RedactionStatement


class NotWritten(Exception):
    """The bundle cannot be written; the message says why."""


def bundle_write(*, to: Path) -> int:
    """Write all publications into a new or empty folder; returns the last number.

    Nothing but a redaction changes what was published, so it does not matter how long this takes;
    one that is made meanwhile is noticed. Raises ``NotWritten``; what stands there then is no
    bundle, since ``bundle.json`` comes last.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise NotWritten(f"{to} is there already and not empty.")
    redactions = RedactionStatement.objects.count()
    last = Publication.objects.order_by("-number").values_list("number", flat=True).first() or 0
    unsigned = Publication.objects.filter(signature=None, number__lte=last)
    if (first := unsigned.order_by("number").first()) is not None:
        raise NotWritten(f"{first} is not signed yet: run sign_publications first.")
    (to / "publications").mkdir(parents=True)
    for piece in pieces(through=last):
        _write(piece, to / "publications" / str(piece.number))
    (to / "redactions").mkdir()
    signed = set(PublicKey.objects.filter(signatures__publication__lte=last))
    for notice in notices():
        _write_notice(notice, to / "redactions" / notice.register / str(notice.number))
    stated = RedactionStatement.objects.filter(register__in=_open_codes())
    signed |= set(PublicKey.objects.filter(key_id__in=stated.values("key_id")))
    (to / "keys").mkdir()
    for key in signed:
        (to / "keys" / f"{key.key_id}.pem").write_bytes(key.pem.encode())
    if RedactionStatement.objects.count() != redactions:
        raise NotWritten("Something was redacted meanwhile: export once more.")
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


def _write_notice(notice: Notice, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "statement.json").write_bytes(notice.statement)
    (folder / "signature.json").write_bytes(notice.signature or b"")


def _open_codes() -> list[str]:
    return [register.code for register in registers() if not register.restricted]
