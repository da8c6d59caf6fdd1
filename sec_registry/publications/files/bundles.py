"""The bundle as a kept file: written once for each publication, then only read.

As with whole lists, a file under its own name is whole, and everything can be made again. Only the
newest is kept, since each holds all that the ones before it held.
"""

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sec_registry.publications.bundle import NotWritten, bundle_archive, last_publication
from sec_registry.publications.files.kept import BUNDLES, PATIENCE, alone, force_names
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Publication
from sec_registry.registers.redactions import redactions_made

logger = logging.getLogger(__name__)

#: Not under a name that ends as unfinished lists do: those are cleared away by whoever writes one.
WRITING = "bundle.writing"


@dataclass(frozen=True)
class BundleMark:
    """What tells a bundle from all others."""

    last: int
    redactions: int
    digest: str

    @property
    def name(self) -> str:
        """The name of its file, and its tag: another one with each publication and redaction."""
        return f"bundle-{self.last}-r{self.redactions}-{self.digest[:16]}"


def bundle_mark() -> BundleMark:
    """The mark of the newest bundle; raises ``NotWritten`` where something is not signed."""
    last = last_publication()
    digest = Publication.objects.filter(number=last).values_list("digest", flat=True).first()
    return BundleMark(last, _redactions(), digest or "")


def bundle_is_kept(mark: BundleMark) -> bool:
    """Whether the file lies ready."""
    return _path(mark).exists()


def bundle_open(mark: BundleMark, *, patience: float | None = PATIENCE) -> BinaryIO:
    """The bundle, open for reading; written first if need be.

    ``patience`` is how many seconds to wait for somebody else who writes, None without end.
    Raises ``Busy``, ``NotWritten`` (something was redacted meanwhile) and ``OSError``.
    """
    path = _path(mark)
    try:
        file: BinaryIO = path.open("rb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.parent, patience, lock=BUNDLES):
            if not path.exists():
                _write(mark, path)
            file = path.open("rb")
    # What is asked for is not cleared away for a list that nobody asks for.
    os.utime(file.fileno())
    return file


def _write(mark: BundleMark, path: Path) -> None:
    part = path.with_name(WRITING)
    with part.open("wb") as file:
        file.writelines(bundle_archive(mark.last))
        file.flush()
        os.fsync(file.fileno())
    if _redactions() != mark.redactions:
        # SECURITY: not under a name that says that it was before.
        part.unlink()
        raise NotWritten("Something was redacted meanwhile: ask once more.")
    part.replace(path)
    for earlier in path.parent.glob("bundle-*.tar"):
        if earlier != path:
            earlier.unlink(missing_ok=True)
    force_names(path.parent)
    logger.info("Wrote %s", path.name)


def _path(mark: BundleMark) -> Path:
    folder: Path = settings.WHOLE_LISTS_DIR
    return folder / f"{mark.name}.tar"


def _redactions() -> int:
    return sum(redactions_made(each.code) for each in registers() if not each.restricted)
