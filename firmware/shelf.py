"""A shelf for ready answers that has an end: what was not asked for longest makes room."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

#: Letters that all answers on one shelf may have together.
ROOM = 8_000_000

V = TypeVar("V")


class Shelf(Generic[V]):
    """Answers by name, each with the room that it takes."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, tuple[int, V]] = OrderedDict()
        self._taken = 0
        self._lock = Lock()

    def get(self, name: Hashable) -> V | None:
        """What is kept under this name."""
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name][1]

    def put(self, name: Hashable, answer: V, size: int) -> None:
        """Keep an answer, in the place of an earlier one; what is larger than the shelf is not."""
        with self._lock:
            self._taken -= self._kept.pop(name, (0, None))[0]
            if size > self._room:
                return
            self._kept[name] = (size, answer)
            self._taken += size
            while self._taken > self._room:
                self._taken -= self._kept.popitem(last=False)[1][0]
