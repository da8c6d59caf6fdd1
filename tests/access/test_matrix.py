"""Every route × everybody: the statuses of the table, and nothing else."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.lines import Line
from tests.access.people import Who
from tests.access.routes import all_lines
from tests.access.walks import Walk
from tests.access.world import World

LINES = all_lines()
REFUSED = frozenset({401, 403, 404})
CUNNING = {
    "If-None-Match": "*",
    "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
    "Range": "bytes=0-9",
    "X-HTTP-Method-Override": "POST",
    "X-Original-URL": "/",
    "X-Forwarded-For": "127.0.0.1",
}
#: Where nobody is asked who they are.
NOBODY_ASKED = {
    "api/v1/health/",
    "api/^",
    "api/v1/publications/<str:number>/cpl.json",
    "api/v1/publications/<str:number>/cpl.csv",
    "api/v1/publications/bundle.tar",
}


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


def wrong_answers(world: World, who: Who, lines: Iterable[Line]) -> list[str]:
    """What this person gets other than the table says."""
    browser = world.signed_in.session(who)
    wrong = []
    for line in lines:
        expected = line.status_for(who)
        found = browser.get(line.address.format(**world.keys)).status_code
        if found != expected:
            wrong.append(f"{line.address}: {found} instead of {expected}")
    return wrong


@pytest.mark.parametrize("who", Who)
def test_pages(walk_of: Callable[[Who], Walk], who: Who) -> None:
    found = walk_of(who).statuses
    expected = {line.address: line.status_for(who) for line in LINES if not line.is_odd}

    wrong = {address for address, status in expected.items() if found[address] != status}

    assert {address: found[address] for address in wrong} == {a: expected[a] for a in wrong}


@pytest.mark.parametrize("who", Who)
def test_what_is_not_there_and_what_is_not_theirs_answer_alike(
    walk_of: Callable[[Who], Walk], who: Who
) -> None:
    """To the letter, headers included: a difference would tell that there is something."""
    nothings = walk_of(who).nothings

    unlike = {
        pattern: [addresses[:3] for addresses in looks.values()]
        for pattern, looks in nothings.items()
        if len(looks) > 1
    }

    assert unlike == {}


@pytest.mark.parametrize("who", [Who.ANONYMOUS, Who.STRANGER])
def test_no_header_opens_what_is_refused(world: World, who: Who) -> None:
    """Not by "unless I have it", nor a part, nor another method, nor another name of the place."""
    refused = {line.pattern: line for line in LINES if line.status_for(who) in REFUSED}
    browser, wrong = world.signed_in.session(who), {}
    for line in refused.values():
        answer = browser.get(line.address.format(**world.keys), headers=CUNNING)
        if answer.status_code != line.status_for(who) or answer.has_header("ETag"):
            wrong[line.address] = answer.status_code, line.status_for(who)

    assert wrong == {}


@pytest.mark.parametrize("who", Who)
def test_api_by_token(walk_of: Callable[[Who], Walk], who: Who) -> None:
    walk = walk_of(who)
    found, wrong = walk.statuses, {}
    for line in (each for each in walk.firsts.values() if each.pattern.startswith("api/")):
        # A token that does not stand is refused wherever somebody might be known.
        refused = who == Who.INACTIVE and line.pattern not in NOBODY_ASKED
        expected = 401 if refused else line.status_for(who)
        if found[f"{line.address} by token"] != expected:
            wrong[line.address] = found[f"{line.address} by token"], expected

    assert wrong == {}


@pytest.mark.parametrize("who", [Who.ADMINISTRATOR, Who.SSC, Who.GRANTEE, Who.SUPERUSER])
def test_keys_that_no_row_has(world: World, who: Who) -> None:
    wrong = wrong_answers(world, who, (line for line in LINES if line.is_odd))

    assert wrong == [], "\n".join(wrong)
