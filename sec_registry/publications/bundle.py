"""The public bundle: everything that an outsider needs to verify what was published.

It is written into a folder, or sent as one archive, publication by publication, without ever
holding more than one file of it.
"""

import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

from sec_registry.publications.contents import notices, pieces
from sec_registry.publications.models import PublicKey
from sec_registry.publications.offline_verifier import BUNDLE_FORMAT
from sec_registry.registers.catalogue import registers
from sec_registry.registers.digests import canonical
from sec_registry.registers.models import Publication, RedactionStatement

#: A file of the bundle by its path, with its bytes some at a time.
File = tuple[str, Iterable[bytes]]
FOLDERS = ("publications", "redactions", "keys")
#: Bytes of one file that are held in memory; more go to a temporary file.
HELD = 1 << 20
CHUNK = 1 << 16


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
    last = last_publication()
    files = bundle_files(last)
    for folder in FOLDERS:
        (to / folder).mkdir(parents=True)
    for path, content in files:
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        with (to / path).open("wb") as file:
            file.writelines(content)
    return last


def last_publication() -> int:
    """The number of the last publication that is signed.

    Raises ``NotWritten`` where one is not, which only publications from before signatures are.
    """
    last = Publication.objects.order_by("-number").values_list("number", flat=True).first() or 0
    unsigned = Publication.objects.filter(signature=None, number__lte=last)
    if (first := unsigned.order_by("number").first()) is not None:
        raise NotWritten(f"{first} is not signed yet: run sign_publications first.")
    return last


def bundle_files(last: int) -> Iterator[File]:
    """The files of the bundle that ends with this publication; ``bundle.json`` comes last.

    Raises ``NotWritten`` at the end when something was redacted on the way.
    """
    redactions = RedactionStatement.objects.count()
    for piece in pieces(through=last):
        folder = f"publications/{piece.number}"
        yield f"{folder}/manifest.json", [piece.manifest]
        yield f"{folder}/signature.json", [piece.signature or b""]
        for code, lines in piece.changes.items():
            yield f"{folder}/{code}.jsonl", lines
    for notice in notices():
        folder = f"redactions/{notice.register}/{notice.number}"
        yield f"{folder}/statement.json", [notice.statement]
        yield f"{folder}/signature.json", [notice.signature or b""]
    signed = set(PublicKey.objects.filter(signatures__publication__lte=last))
    stated = RedactionStatement.objects.filter(register__in=_open_codes())
    signed |= set(PublicKey.objects.filter(key_id__in=stated.values("key_id")))
    for key in sorted(signed, key=lambda each: each.key_id):
        yield f"keys/{key.key_id}.pem", [key.pem.encode()]
    if RedactionStatement.objects.count() != redactions:
        raise NotWritten("Something was redacted meanwhile: export once more.")
    yield "bundle.json", [canonical({"format": BUNDLE_FORMAT, "last": last}).encode()]


def bundle_archive(last: int) -> Iterator[bytes]:
    """The bundle as a tar archive, some bytes at a time.

    Where something is redacted meanwhile it breaks off, and what came is no bundle.
    """
    for folder in FOLDERS:
        entry = tarfile.TarInfo(folder)
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        yield entry.tobuf(tarfile.USTAR_FORMAT)
    for path, content in bundle_files(last):
        with SpooledTemporaryFile(max_size=HELD) as held:
            held.writelines(content)
            entry = tarfile.TarInfo(path)
            entry.size = held.tell()
            held.seek(0)
            yield entry.tobuf(tarfile.USTAR_FORMAT)
            while chunk := held.read(CHUNK):
                yield chunk
            yield b"\0" * (-entry.size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _open_codes() -> list[str]:
    return [register.code for register in registers() if not register.restricted]
