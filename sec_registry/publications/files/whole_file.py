"""A file that is whole or not there, whatever ends the writing of it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_file(to: Path, *, private: bool) -> Iterator[Path]:
    """Give the path of an empty file that takes the place of ``to`` once the block went well.

    One that was there before stays until then. ``private``: for its owner alone. Raises
    ``OSError``.
    """
    part = to.with_name(f".{to.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644))
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(to)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
