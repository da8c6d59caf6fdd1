"""A dense family's pathways without those that only shorten others: so that a picture stays one.

A manufacturer may name every earlier version as a baseline. Then most pathways say no more than
that a step may be left out, and a picture of all of them says nothing.
"""

from collections.abc import Collection, Iterable, Mapping

from firmware.circles import Edge


def without_shortcuts(
    edges: Iterable[Edge], age: Mapping[int, int], kept: Collection[Edge]
) -> list[Edge]:
    """The pathways but those of which another way, over Device Models in between, says the same.

    ``age`` puts the Device Models in order; what leads against it, and what is to be ``kept``,
    stays. Each way of the family that goes by age can still be gone.
    """
    onward: dict[int, list[int]] = {}
    left: list[Edge] = []
    for start, end in edges:
        if age[start] < age[end]:
            onward.setdefault(start, []).append(end)
        else:
            left.append((start, end))
    # What can be reached from each, as bits by age.
    reached: dict[int, int] = {}
    for start in sorted(onward, key=age.__getitem__, reverse=True):
        covered = 0
        for end in sorted(onward[start], key=age.__getitem__):
            bit = 1 << age[end]
            if not covered & bit or (start, end) in kept:
                left.append((start, end))
            covered |= bit | reached.get(end, 0)
        reached[start] = covered
    return left
