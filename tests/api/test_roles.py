"""Who gets what from each route of the API: role first, then look-up (part 0, L16, L19, B4).

The table lists every route; one that it does not list fails the suite.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from accounts.models import Role, User
from tests.accounts.factories import (
    OrganisationFactory,
    make_party,
    make_person,
    make_superuser,
)
from tests.api.conftest import Reading
from tests.published import DZIR_CANARY, FIR_CANARY, documents_of, publish

pytestmark = pytest.mark.django_db

ESME, PPMID, NOBODY = 1, 2, 3
FIRMWARE_READERS = {"party", "dcc", "administrator", "reviewer"}
SIGNED_IN = {
    *FIRMWARE_READERS,
    "ceased",
    "manufacturer",
    "ssc",
    "grantee",
    "expired grantee",
    "auditor",
    "superuser",
}
EVERYBODY = {*SIGNED_IN, "anonymous", "inactive"}

#: Route → who gets 200; then who gets 404; the other signed-in people get 403, others 401.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "v1/": (EVERYBODY, set()),
    "v1/schema/": (EVERYBODY, set()),
    "v1/docs/": (EVERYBODY, set()),
    "v1/health/": (EVERYBODY, set()),
    "v1/cpl/device-models/": (EVERYBODY, set()),
    f"v1/cpl/device-models/{ESME}/": (EVERYBODY, set()),
    f"v1/cpl/device-models/{NOBODY}/": (set(), EVERYBODY),
    "v1/firmware/records/": (FIRMWARE_READERS, set()),
    f"v1/firmware/records/{ESME}/": (FIRMWARE_READERS, set()),
    f"v1/firmware/records/{NOBODY}/": (set(), FIRMWARE_READERS),
    "v1/firmware/records/x/": (set(), FIRMWARE_READERS),
    "v1/zigbee/records/": (SIGNED_IN, set()),
    f"v1/zigbee/records/{ESME}/": ({"ssc"}, SIGNED_IN - {"ssc"}),
    f"v1/zigbee/records/{PPMID}/": ({"ssc", "grantee"}, SIGNED_IN - {"ssc", "grantee"}),
    f"v1/zigbee/records/{NOBODY}/": (set(), SIGNED_IN),
    "v1/zigbee/records/0x1/": (set(), SIGNED_IN),
    "v1/publications/": (EVERYBODY, set()),
    "v1/publications/1/": (EVERYBODY, set()),
    f"v1/publications/{NOBODY}/": (set(), EVERYBODY),
    "v1/publications/1/changes/": (EVERYBODY, set()),
    f"v1/publications/{NOBODY}/changes/": (set(), EVERYBODY),
    "v1/firmware/publications/1/changes/": (FIRMWARE_READERS, set()),
    f"v1/firmware/publications/{NOBODY}/changes/": (set(), FIRMWARE_READERS),
}
#: Answered for POST alone; anybody may look up.
POSTED = {"v1/cpl/lookups/"}

CAST: dict[str, Callable[[], User]] = {
    "party": lambda: make_person(organisation=make_party()),
    "dcc": lambda: make_person(organisation=make_party(is_dcc=True)),
    "ceased": lambda: make_person(organisation=make_party(ceased_on=date(2020, 1, 1))),
    "manufacturer": lambda: make_person(organisation=OrganisationFactory(is_manufacturer=True)),
    "administrator": lambda: make_person(Role.PANEL_ADMINISTRATOR, staff=True),
    "reviewer": lambda: make_person(Role.PANEL_REVIEWER, staff=True),
    "auditor": lambda: make_person(Role.AUDITOR, staff=True),
    "superuser": make_superuser,
}


def routes(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    """Every route under ``/api/`` but the one for what is not there."""
    for each in patterns:
        route = above + str(each.pattern).replace("^", "").replace("$", "")
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif route:
            yield re.sub(r"\(\?P<number>\[/\]\+\)|<str:number>", "{number}", route)


def showing(canary: str, answers: dict[str, Any]) -> set[str]:
    """The paths whose answers hold the canary."""
    return {path for path, answer in answers.items() if canary.encode() in answer.content}


def expected(who: str, path: str) -> int:
    if who == "inactive":
        # A token that does not hold is refused wherever tokens are looked at.
        return 200 if path == "v1/health/" else 401
    shown, not_there = TABLE[path]
    if who in shown:
        return 200
    if who in not_there:
        return 404
    return 403 if who in SIGNED_IN else 401


@pytest.fixture(autouse=True)
def records() -> None:
    publish(documents_of(ESME), documents_of(PPMID, device_type="PPMID"))


@pytest.fixture
def client_of(request: pytest.FixtureRequest, reading: Reading) -> Callable[[str], Client]:
    def make(who: str) -> Client:
        if who == "anonymous":
            return Client()
        if who == "inactive":
            client = reading(person := make_person(organisation=make_party()))
            User.objects.filter(pk=person.pk).update(is_active=False)
            return client
        if who in CAST:
            return reading(CAST[who]())
        return reading(request.getfixturevalue("ssc_member" if who == "ssc" else "grantee"))

    return make


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_reader_gets_what_the_law_lets_them_have(
    client_of: Callable[[str], Client], who: str
) -> None:
    client = client_of(who)
    later = timezone.now() + timedelta(hours=2 if who == "expired grantee" else 0)

    with time_machine.travel(later):
        answers = {path: client.get(f"/api/{path}") for path in TABLE}

    statuses = {path: answer.status_code for path, answer in answers.items()}
    assert statuses == {path: expected(who, path) for path in TABLE}
    shown = {path for path, status in statuses.items() if status == 200}
    assert showing(FIR_CANARY, answers) == {path for path in shown if "firmware" in path}
    sees_zigbee = who in {"ssc", "grantee"}
    assert showing(DZIR_CANARY, answers) == {
        path for path in shown if "zigbee" in path and sees_zigbee
    }


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"inactive"}))
def test_anybody_may_look_up(client_of: Callable[[str], Client], who: str) -> None:
    body = {"items": [{"image_hash": f"{ESME:064X}"}]}

    response = client_of(who).post("/api/v1/cpl/lookups/", body, content_type="application/json")

    assert response.json()["results"][0]["matches"][0]["cpl_number"] == ESME


def test_not_there_and_not_yours_are_one_answer(reading: Reading, grantee: User) -> None:
    client = reading(grantee)

    not_yours = client.get(f"/api/v1/zigbee/records/{ESME}/")
    not_there = client.get(f"/api/v1/zigbee/records/{NOBODY}/")

    assert not_yours.content == not_there.content
    assert not_yours.headers == not_there.headers


def test_without_a_grant_the_zigbee_list_is_empty(party: Client) -> None:
    page = party.get("/api/v1/zigbee/records/?count=true").json()

    assert (page["results"], page["next"], page["count"]) == ([], None, 0)


def test_a_grant_shows_its_scope_alone(reading: Reading, grantee: User) -> None:
    page = reading(grantee).get("/api/v1/zigbee/records/?count=true&limit=1").json()

    assert [each["cpl_number"] for each in page["results"]] == [PPMID]
    assert (page["next"], page["count"]) == (None, 1)


def test_a_session_reads_like_a_token(party_person: User) -> None:
    client = Client()
    client.force_login(party_person)

    assert client.get(f"/api/v1/firmware/records/{ESME}/").status_code == 200
    assert client.get(f"/api/v1/zigbee/records/{ESME}/").status_code == 404
