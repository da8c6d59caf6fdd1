"""Restricted words meet those who may read them, and nobody else, wherever anybody goes."""

from collections.abc import Callable

import pytest

from tests.access.people import Who
from tests.access.walks import Walk
from tests.access.world import World

pytestmark = pytest.mark.parametrize("who", Who)
EVIDENCE_NAME = "evidencecanary-name"
WalkOf = Callable[[Who], Walk]


def test_nobody_meets_what_they_may_not_read(world: World, walk_of: WalkOf, who: Who) -> None:
    met = walk_of(who).met
    leaks = world.canaries.kept_from(who, met)

    assert leaks == set(), "\n".join(f"{canary}: {met[canary][:3]}" for canary in sorted(leaks))


def test_everybody_meets_what_they_may_read(world: World, walk_of: WalkOf, who: Who) -> None:
    """Otherwise the test before this one would pass on blank pages."""
    assert world.canaries.readable_by(who) - set(walk_of(who).met) == set()


def test_nothing_restricted_is_kept_or_sent_beside_the_answers(
    world: World, walk_of: WalkOf, who: Who
) -> None:
    walk = walk_of(who)

    assert (walk.logged, walk.recorded, walk.letters) == (set(), set(), 0)
    # A file goes out under its name, in a header, to those who may open it.
    names = {canary for canary in world.canaries.readers if canary.startswith(EVIDENCE_NAME)}
    assert walk.in_headers <= names & world.canaries.readable_by(who)


def test_no_cache_keeps_what_is_not_everybodys(walk_of: WalkOf, who: Who) -> None:
    assert walk_of(who).kept_by_caches == []


def test_nothing_breaks(walk_of: WalkOf, who: Who) -> None:
    assert walk_of(who).faults == []
