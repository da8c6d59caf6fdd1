"""A right to Zigbee records by device type or Manufacturer follows what a record is today (P4)."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import make_person
from tests.api.conftest import Reading
from tests.registry import accept, make_panel
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant
from zigbee.choices import ScopeKind
from zigbee.register import DZIR

LIST = "/api/v1/zigbee/records/"
COMPARE = "/api/v1/zigbee/publications/compare/"
QUERIES: tuple[dict[str, str], ...] = ({}, {"publication": "1"}, {"publication": "2"})
CORRECTIONS: dict[str, tuple[tuple[str, str], Cells]] = {
    ScopeKind.MANUFACTURER: (
        ("FA0A", "FB0B"),
        {"Manufacturer code": "FB0B", "Manufacturer": "Pretend Meters Ltd"},
    ),
    ScopeKind.DEVICE_TYPE: (("ESME", "SAPC"), {"Device type": "SAPC", "ESME variant": "[clear]"}),
}

pytestmark = pytest.mark.django_db


@dataclass
class Corrected:
    """CPL 1 was corrected in publication 2; each person has a grant by one of its identities."""

    old: User
    new: User


@pytest.fixture(params=list(CORRECTIONS))
def corrected(request: pytest.FixtureRequest, ssc_member: User) -> Corrected:
    panel = make_panel()
    accept(numbered_row(1), panel=panel)
    (old, new), cells = CORRECTIONS[request.param]
    row: Cells = {"Action": "correct", "CPL number": 1, "Reason": "misread", "Reason public": "no"}
    accept({**row, **cells}, panel=panel)
    people = make_person(staff=True), make_person(staff=True)
    for person, value in zip(people, (old, new), strict=True):
        make_grant(ssc_member, person=person, kind=request.param, value=value)
    return Corrected(*people)


def test_the_holder_of_a_grant_on_the_old_identity_reads_no_version(
    corrected: Corrected, reading: Reading
) -> None:
    client = reading(corrected.old)

    for query in QUERIES:
        page = client.get(LIST, {**query, "count": "true"}).json()
        assert (page["results"], page["count"]) == ([], 0)
        assert client.get(f"{LIST}1/", query).status_code == 404
        table = client.get(LIST, {**query, "format": "csv"}).content.decode()
        assert "HouseOfCards" not in table
    assert not DZIR.visible_to(corrected.old).exists()


def test_the_holder_of_a_grant_on_the_new_identity_reads_every_version(
    corrected: Corrected, reading: Reading
) -> None:
    client = reading(corrected.new)

    for query in QUERIES:
        page = client.get(LIST, {**query, "count": "true"}).json()
        assert ([each["cpl_number"] for each in page["results"]], page["count"]) == ([1], 1)
        assert client.get(f"{LIST}1/", query).json()["cpl_number"] == 1
        table = client.get(LIST, {**query, "format": "csv"}).content.decode()
        assert "HouseOfCards" in table
    published = DZIR.visible_to(corrected.new).order_by("published_in")
    assert list(published.values_list("published_in", flat=True)) == [1, 2]


def test_what_differs_is_for_todays_holder_alone(corrected: Corrected, reading: Reading) -> None:
    for query in ({"from": 0, "to": 1}, {"from": 1, "to": 2}, {"from": 2, "to": 1}):
        assert reading(corrected.old).get(COMPARE, query).json()["results"] == []
        (seen,) = reading(corrected.new).get(COMPARE, query).json()["results"]
        assert seen["cpl_number"] == 1
    for person, reads in ((corrected.old, False), (corrected.new, True)):
        client = Client()
        client.force_login(person)
        for address in ("/publications/1/", "/publications/compare/?from=2&to=0"):
            assert ("HouseOfCards" in client.get(address).content.decode()) is reads


def test_links_from_the_public_list_lead_there_for_todays_holder_alone(
    corrected: Corrected, reading: Reading
) -> None:
    for query in QUERIES[:2]:
        public = "/api/v1/cpl/device-models/1/"
        assert LIST not in reading(corrected.old).get(public, query).get("Link", "")
        assert LIST in reading(corrected.new).get(public, query)["Link"]


def test_history_at_the_desk_is_for_todays_holder_alone(corrected: Corrected) -> None:
    history = reverse("admin:zigbee_zigbeerecord_history", args=[1])
    answers = {}
    for name, person in (("old", corrected.old), ("new", corrected.new)):
        client = Client()
        client.force_login(person)
        answers[name] = client.get(history)

    assert "HouseOfCards" not in answers["old"].content.decode()
    assert "HouseOfCards" in answers["new"].content.decode()
