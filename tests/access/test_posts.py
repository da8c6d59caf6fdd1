"""Every form × everybody: nobody does what is not theirs to do, and nothing changes by trying."""

from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client

from tests.access.delivery_posts import delivery_posts
from tests.access.fleet_routes import fleet_posts
from tests.access.lines import Line
from tests.access.people import Who
from tests.access.posts import Post, all_posts
from tests.access.routes import all_lines
from tests.access.workspace_routes import workspace_posts
from tests.access.world import World
from tests.access.zigbee_access_routes import access_posts
from zigbee.models import UnusualReading

POSTS = [
    *all_posts(),
    *workspace_posts(),
    *delivery_posts(),
    *access_posts(),
    *fleet_posts(),
]
#: Tables that tell of requests, not of what they change.
TOLD = {
    "Session",
    "Disclosure",
    "DisclosedNumbers",
    "AccessAttempt",
    "AccessLog",
    "AccessFailureLog",
}


def standing() -> dict[str, int]:
    """How many rows each table holds; nearly every change leaves a line of history."""
    counted = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__name__ not in TOLD
    }
    looked_into = UnusualReading.objects.exclude(settled_at=None).count()
    return {**counted, "looked into": looked_into, "letters": len(mail.outbox)}


def send(browser: Client, post: Post, keys: dict[str, Any]) -> Any:
    """Send the form."""

    def filled(cell: str | list[str]) -> Any:
        return cell.format(**keys) if isinstance(cell, str) else [filled(each) for each in cell]

    cells = {name: filled(cell) for name, cell in post.cells.items()}
    files = {}
    for name, text in post.files.items():
        files[name] = BytesIO(text.encode())
        files[name].name = "workbook.csv"
    return browser.post(post.address.format(**keys), {**cells, **files})


@pytest.mark.parametrize("who", Who)
def test_forms_of_others(world: World, who: Who) -> None:
    browser, before, wrong = world.signed_in.session(who), standing(), []
    for post in POSTS:
        if who in post.may:
            continue
        expected, found = post.refusal_for(who), send(browser, post, world.keys)
        if found.status_code != expected:
            wrong.append(f"{post.name}: {found.status_code} instead of {expected}")

    assert wrong == [], "\n".join(wrong)
    assert standing() == before


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
def test_forms_of_ones_own(world: World, post: Post) -> None:
    """The same forms work for those whose they are: only the right is missing to others."""
    who, before = min(post.may), standing()

    answer = send(world.signed_in.session(who), post, world.keys)

    assert answer.status_code == 302
    assert standing() != before


#: Patterns with a form behind some address of theirs.
WITH_FORMS = {
    line.pattern for line in all_lines() if line.address in {post.address for post in POSTS}
}


def is_read(line: Line) -> bool:
    """Whether the address is one that is only ever read."""
    forms = ("logout", "subscriptions/stop/")
    return line.pattern not in WITH_FORMS and not any(form in line.address for form in forms)


@pytest.mark.parametrize("who", [Who.ADMINISTRATOR, Who.SSC])
def test_what_is_read_takes_no_form(world: World, who: Who) -> None:
    browser, before, faults = world.signed_in.session(who), standing(), []
    lines = [line for line in all_lines() if who in line.inside and not line.is_odd]
    for line in filter(is_read, lines):
        answer = browser.post(line.address.format(**world.keys), {"reason": "a try"})
        if answer.status_code >= 500:
            faults.append(f"{line.address}: {answer.status_code}")

    assert faults == []
    assert standing() == before
