"""Whole lists of open registers on disk: written once for each edition, then only read.

A file under its own name is always whole: it is written under another, forced to disk and renamed,
with the folder locked, so that two processes never write the same and a crash leaves nothing to
serve. The lock is the system's, which frees it when its holder dies. Everything here can be made
again, so anything may be deleted at any time.

Assumption: the processes that share the folder share a machine, or a file system that locks.
"""

import fcntl
import gzip
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sec_registry.publications.files.editions import Edition, Mark, Row
from sec_registry.publications.files.forms import Form
from sec_registry.registers.catalogue import registers
from sec_registry.registers.digests import document_digest, merkle_root
from sec_registry.registers.models import PublicationRegister
from sec_registry.registers.redactions import redactions_made

logger = logging.getLogger(__name__)

#: Raised when the same edition is to be written differently, columns of a table included.
WRITTEN_AS = 2
#: Encodings in which a file lies ready, with how its name ends.
ENDINGS = {"identity": "", "gzip": ".gz"}
PART = ".part"
#: What is locked while lists are written, and while a bundle is, which takes longer.
LISTS, BUNDLES = "lock", "bundle.lock"
#: Seconds that somebody who asks waits while another process writes.
PATIENCE = 2.0


class NotAsPublished(Exception):
    """The documents are not those that the publication was signed for."""


class Busy(Exception):
    """Another process is writing, and takes longer than one waits here."""


def name_of(edition: Mark) -> str:
    """The name that tells an edition's files from all others, other databases' included."""
    return (
        f"{edition.register.code}-{edition.publication}-r{edition.redactions}"
        f"-w{WRITTEN_AS}-{edition.digest[:16]}"
    )


def forget() -> None:
    """Take away every file: something that they hold was redacted."""
    folder: Path = settings.WHOLE_LISTS_DIR
    if not folder.exists():
        return
    # Whoever writes just now began before, and what they write is of an edition that is no more.
    with alone(folder, None), alone(folder, None, lock=BUNDLES):
        for file in folder.glob("*-*.*"):
            file.unlink(missing_ok=True)


def forget_overtaken() -> int:
    """Take away the files from before a redaction whose process died before it did; how many."""
    folder: Path = settings.WHOLE_LISTS_DIR
    if not folder.exists():
        return 0
    states = PublicationRegister.objects.filter(redactions__gt=0)
    redacted = states.values_list("register", "publication", "redactions", "publication__digest")
    overtaken = [
        file
        for code, publication, redactions, digest in redacted
        for file in folder.glob(f"{code}-{publication}-r*-*-{digest[:16]}.*")
        if not file.name.startswith(f"{code}-{publication}-r{redactions}-")
    ]
    made = sum(redactions_made(each.code) for each in registers() if not each.restricted)
    bundles = set(folder.glob("bundle-*.tar"))
    overtaken += bundles - set(folder.glob(f"bundle-*-r{made}-*.tar"))
    if overtaken:
        with alone(folder, None), alone(folder, None, lock=BUNDLES):
            for file in overtaken:
                file.unlink(missing_ok=True)
    return len(overtaken)


def is_kept(edition: Edition, form: Form, encoding: str) -> bool:
    """Whether the file lies ready."""
    return _path(edition, form, encoding).exists()


def kept_open(
    edition: Edition, form: Form, encoding: str, *, patience: float | None = PATIENCE
) -> BinaryIO:
    """The edition's file in the form and encoding, open for reading; written first if need be.

    ``patience`` is how many seconds to wait for the folder, None without end. Raises ``Busy``,
    ``NotAsPublished`` and ``OSError``.
    """
    if edition.register.restricted:
        # SECURITY: what lies on disk is served to anybody.
        raise ValueError(f"{edition.register.code} is restricted: it is never kept as a file.")
    path = _path(edition, form, encoding)
    try:
        file: BinaryIO = path.open("rb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.parent, patience):
            if not path.exists():
                _make_room(path.parent, name_of(edition))
                _write(edition, form)
            file = path.open("rb")
    # For ``_make_room``: what is asked for stays longest.
    os.utime(file.fileno())
    return file


def _path(edition: Edition, form: Form, encoding: str) -> Path:
    folder: Path = settings.WHOLE_LISTS_DIR
    return folder / f"{name_of(edition)}.{form.suffix}{ENDINGS[encoding]}"


@contextmanager
def alone(folder: Path, patience: float | None, *, lock: str = LISTS) -> Iterator[None]:
    """Write in the folder with nobody beside; raises ``Busy`` when ``patience`` has run out."""
    end = None if patience is None else time.monotonic() + patience
    with (folder / lock).open("ab") as held:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if end is not None and time.monotonic() >= end:
                    raise Busy from None
                time.sleep(0.05)
        yield


def _make_room(folder: Path, coming: str) -> None:
    """Take away what a crash left, and the editions that nobody asked for longest."""
    for part in folder.glob(f"*{PART}"):
        part.unlink(missing_ok=True)
    used: dict[str, float] = {}
    for file in folder.glob("*-*.*"):
        edition = file.name.partition(".")[0]
        used[edition] = max(used.get(edition, 0.0), file.stat().st_mtime)
    used.pop(coming, None)
    latest_first = sorted(used, key=lambda each: used[each], reverse=True)
    for edition in latest_first[settings.WHOLE_LISTS_KEPT - 1 :]:
        for file in folder.glob(f"{edition}.*"):
            file.unlink(missing_ok=True)


def _write(edition: Edition, form: Form) -> None:
    """Write the file in every encoding in one pass, and see that it is what was signed."""
    plain, packed = (_path(edition, form, encoding) for encoding in ENDINGS)
    digests: list[bytes] = []
    with _part(plain).open("wb") as file, _part(packed).open("wb") as below:
        # Without name and time, so that the same bytes come of it wherever it is written.
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=below, mtime=0) as zipped:
            for piece in form.pieces(edition, _checked(edition, digests), ()):
                file.write(piece)
                zipped.write(piece)
        if (root := merkle_root(each.hex() for each in digests)) != edition.root:
            raise NotAsPublished(f"{plain.name}: root {root}, signed {edition.root}.")
        for each in (file, below):
            each.flush()
            os.fsync(each.fileno())
    for path in (packed, plain):
        _part(path).replace(path)
    force_names(plain.parent)
    logger.info("Wrote %s, %s records", plain.name, len(digests))


def _part(path: Path) -> Path:
    return path.with_name(path.name + PART)


def _checked(edition: Edition, digests: list[bytes]) -> Iterator[list[Row]]:
    """The records, some at a time; their digests go into the list as they pass."""
    left = edition.left()
    for rows in edition.rows(edition.register.published._default_manager.all()):
        for row in rows:
            # What was redacted keeps the digest that it was signed with.
            redacted = left.get((row.cpl_number, row.digest))
            if document_digest(row.document, row.salt) != (redacted or row.digest):
                raise NotAsPublished(
                    f"CPL {row.cpl_number} is not as publication {edition.publication}."
                )
            digests.append(bytes.fromhex(row.digest))
        yield rows


def force_names(folder: Path) -> None:
    """Names are the folder's content, and reach the disk with it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
