"""Every call that changes something × everybody: by token, with nothing wrong but the right."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access.fleet_routes import fleet_calls
from tests.access.people import Who
from tests.access.submission_routes import Call, submission_calls
from tests.access.test_posts import standing
from tests.access.world import World
from tests.access.zigbee_access_routes import access_calls

CALLS = [*submission_calls(), *fleet_calls(), *access_calls()]


def filled(value: Any, keys: dict[str, Any]) -> Any:
    """The body with the world's keys in the place of their names."""
    if isinstance(value, dict):
        return {name: filled(each, keys) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, keys) for each in value]
    if isinstance(value, str) and value.startswith("{"):
        return keys[value.strip("{}")]
    return value


def call(client: Client, made: Call, keys: dict[str, Any]) -> Any:
    """Make the call."""
    address = made.address.format(**keys)
    if made.files:
        files = {
            name: SimpleUploadedFile(f"{name}.txt", content.encode())
            for name, content in made.files.items()
        }
        return client.post(address, {**filled(made.body, keys), **files})
    body = json.dumps(filled(made.body, keys))
    return client.generic(made.method.upper(), address, body, content_type="application/json")


@pytest.mark.parametrize("who", Who)
def test_calls_of_others(world: World, who: Who) -> None:
    client, before, wrong = world.signed_in.bearer(who), standing(), []
    for each in CALLS:
        if who in each.may:
            continue
        found = call(client, each, world.keys).status_code
        if found != each.refusal_for(who):
            wrong.append(f"{each.name}: {found} instead of {each.refusal_for(who)}")

    assert wrong == [], "\n".join(wrong)
    assert standing() == before


@pytest.mark.parametrize("made", CALLS, ids=lambda made: made.name)
def test_calls_of_ones_own(world: World, made: Call) -> None:
    """The same calls work for those whose they are: only the right is missing to others."""
    before = standing()

    answers = call(world.signed_in.bearer(min(made.may)), made, world.keys)

    assert answers.status_code == made.yes, answers.content
    assert (standing() != before) is made.changes


@pytest.mark.parametrize("made", CALLS, ids=lambda made: made.name)
def test_a_session_without_its_csrf_token_makes_no_call(world: World, made: Call) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["sessionid"] = world.signed_in.cookies[min(made.may)]
    before = standing()

    assert call(browser, made, world.keys).status_code == 403
    assert standing() == before
