"""Very many things some at a time, so that memory does not grow with how many there are."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def pieces(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in their order, so many in each list; the last may be shorter, none is empty."""
    coming = iter(things)
    while piece := list(islice(coming, size)):
        yield piece
