"""A long file kept in pieces, and read as a stream that can seek, one piece in memory at a time."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from firmware.models import FleetInventory, FleetPiece

SIZE = 1024 * 1024


def pieces_write(inventory: FleetInventory, chunks: Iterable[bytes], *, raw: bool) -> int:
    """Keep the bytes in pieces; returns how many bytes there were."""
    size = 0
    for position, piece in enumerate(_of_size(chunks)):
        FleetPiece.objects.create(inventory=inventory, raw=raw, position=position, content=piece)
        size += len(piece)
    return size


def _of_size(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= SIZE:
            yield bytes(held[:SIZE])
            del held[:SIZE]
    if held:
        yield bytes(held)


class PiecesStream(io.RawIOBase):
    """The bytes of an inventory's pieces; ``read_on`` is told each time another piece is begun."""

    def __init__(
        self, inventory: FleetInventory, *, raw: bool, read_on: Callable[[int], None] | None = None
    ) -> None:
        super().__init__()
        self._pieces = FleetPiece.objects.filter(inventory=inventory, raw=raw)
        self._read_on = read_on
        self._position = 0
        self._at = 0
        self._piece = b""
        self._load(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only back to the beginning, which is all that reading twice asks for."""
        if (offset, whence) == (0, io.SEEK_CUR):
            return self.tell()
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("Only the beginning can be sought.")
        if self._position:
            self._load(0)
        self._at = 0
        return 0

    def tell(self) -> int:
        return self._position * SIZE + self._at

    def readinto(self, buffer: Any) -> int:
        if self._at == len(self._piece):
            if len(self._piece) < SIZE:
                return 0
            self._load(self._position + 1)
        taken = self._piece[self._at : self._at + len(buffer)]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def _load(self, position: int) -> None:
        if self._read_on is not None:
            self._read_on(len(self._piece))
        found = self._pieces.filter(position=position).values_list("content", flat=True).first()
        self._position, self._at, self._piece = position, 0, bytes(found or b"")
