"""Every route × everybody: the statuses of the table, and nothing else."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.people import Who
from tests.access.routes import all_lines
from tests.access.world import World

LINES = all_lines()


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every pattern of the URLconf with what stands before it, named or not."""
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here
        else:
            yield from patterns(each, here)


def test_the_table_lists_every_route() -> None:
    assert {line.pattern for line in LINES} == set(patterns(get_resolver()))


@pytest.mark.parametrize("who", Who)
def test_pages(world: World, who: Who) -> None:
    browser = world.signed_in.session(who)
    wrong = []
    for line in LINES:
        address = line.address.format(**world.keys)
        expected, found = line.status_for(who), browser.get(address).status_code
        if found != expected:
            wrong.append(f"{line.address}: {found} instead of {expected}")

    assert wrong == [], "\n".join(wrong)
