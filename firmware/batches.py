"""Long lists of CPL numbers, cut so that no query carries more values than a database takes."""

from collections.abc import Iterable, Iterator

SIZE = 2000


def batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    """The numbers, each once and in order, at most ``SIZE`` at a time."""
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), SIZE):
        yield ordered[start : start + SIZE]
